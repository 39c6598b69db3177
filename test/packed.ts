import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import type { Outcome } from "./cli.ts";

export const root = new URL("..", import.meta.url).pathname;
const run = promisify(execFile);

/** Why packages cannot be installed here; null if they can. Prints the reason, since it skips tests. */
export async function whyNoRegistry(): Promise<string | null> {
  try {
    await run("npm", ["view", "webgpu", "version", "--fetch-retries=0"], { cwd: tmpdir(), timeout: 60_000 });
    return null;
  } catch (error) {
    const [, code = "no answer"] = /code (\w+)/.exec(String(error)) ?? [];
    const why = `npm's registry cannot be reached: ${code}`;
    console.warn(`skipped: the package's tests, since ${why}`);
    return why;
  }
}

/** Packs the package with `npm pack` and installs it into an empty project, before the tests start. */
export function usePackage() {
  const folder = join(tmpdir(), `gpu-integrate-package-${randomUUID()}`);
  const user = join(folder, "user");
  const tarball = join(folder, "packed.tgz");
  beforeAll(async () => {
    const clone = cloneInto(join(folder, "clone"));
    symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
    // This also builds it.
    const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: clone });
    cpSync(join(folder, stdout.trim().split("\n").at(-1) as string), tarball);
    rmSync(clone, { recursive: true });
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, "package.json"), '{ "type": "module" }');
    await run("npm", ["install", "--ignore-scripts", "--omit=dev", tarball], { cwd: user });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    /** The project's folder. */
    user,
    /** The installed package. */
    installed: join(user, "node_modules/gpu-integrate"),
    tarball,
    write: (name: string, text: string) => writeFileSync(join(user, name), text),
  };
}

/** Copies the working tree like a fresh clone: nothing installed, nothing built. */
export function cloneInto(folder: string): string {
  const left = [".git", "node_modules", "dist", "test/output"];
  cpSync(root, folder, { recursive: true, filter: (source) => !left.includes(relative(root, source)) });
  return folder;
}

/** Runs a command in a folder. */
export function runIn(
  cwd: string,
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Outcome> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: 300_000, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}
