import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect } from "vitest";

const run = promisify(execFile);
const root = new URL("..", import.meta.url).pathname;

/** A project with this package installed, until the tests of a file are done. */
export function useProject() {
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-user-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/gpu-integrate"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("package.json", '{ "type": "module" }');
  afterAll(() => rmSync(folder, { recursive: true }));
  /** Runs a module in that project and returns its output, parsed as JSON. */
  const printed = async (text: string) => {
    write("user.js", text);
    const { stdout, stderr } = await run(process.execPath, ["user.js"], { cwd: folder, timeout: 60_000 });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  return { folder, write, printed };
}
