// This program, as it is built.
import { execFileSync } from "node:child_process";

const cwd = new URL("../..", import.meta.url);

/** What `node ...` prints. */
export function node(args) {
  const stdio = ["ignore", "pipe", "ignore"];
  return execFileSync(process.execPath, args, { cwd, encoding: "utf8", stdio, maxBuffer: 2 ** 28 });
}

/** The document that a command of the program prints. */
export function run(command) {
  return JSON.parse(node(["gpu-integrate", ...command.split(" "), "--json"]));
}

/** What a command prints for people. */
export function printed(command) {
  return node(["gpu-integrate", ...command.split(" ")]).trimEnd();
}

/** Seconds from start to exit. */
export function startToExit(args) {
  const started = performance.now();
  node(args);
  return (performance.now() - started) / 1000;
}

/** Largest resident memory in MiB. */
export function memory(command) {
  const report = "data:text/javascript,process.on('exit',()=>console.log(process.resourceUsage().maxRSS))";
  const lines = node(["--import", report, "gpu-integrate", ...command.split(" "), "-q"])
    .trim()
    .split("\n");
  return Number(lines.at(-1)) / 1024;
}
