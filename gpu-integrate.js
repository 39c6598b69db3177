#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("./dist/node/main.js", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error(
    "gpu-integrate: the program is not built (no dist folder): run npm ci, with dev and optional dependencies",
  );
  process.exitCode = 1;
}
