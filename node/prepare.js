// Builds the program after `npm ci`. Without the dev dependencies there is nothing to build with: that
// is no error, and the launcher says what to do.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

if (existsSync(new URL("../node_modules/vite", import.meta.url)))
  execSync("npm run build", { stdio: "inherit" });
else console.log("gpu-integrate: no dev dependencies, so nothing is built");
