// Builds the program after `npm ci` and before `npm pack`. Without dev or optional dependencies it cannot: that is
// an error only for `npm pack`; after `npm ci` the launcher says what to do.
import { execSync } from "node:child_process";

const missing = await import("vite").then(
  () => false,
  () => true,
);
if (!missing) execSync("npm run build", { stdio: "inherit" });
else {
  console.log("gpu-integrate: not built, since dev or optional dependencies are missing");
  if (["pack", "publish"].includes(process.env.npm_command)) process.exitCode = 1;
}
