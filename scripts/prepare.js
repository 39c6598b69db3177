// Builds the program after `npm ci` and before `npm pack`. Without dev dependencies, or without optional
// ones, there is nothing to build with: that is no error after `npm ci`, and the launcher says what to do.
import { execSync } from "node:child_process";

const missing = await import("vite").then(
  () => false,
  () => true,
);
if (!missing) execSync("npm run build", { stdio: "inherit" });
else {
  console.log("gpu-integrate: dev or optional dependencies are missing, so nothing is built");
  if (["pack", "publish"].includes(process.env.npm_command)) process.exitCode = 1;
}
