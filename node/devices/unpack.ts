import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { cached } from "../../src/gpu/device.ts";
import { findPackage, unpack } from "./chromium-package.ts";

/**
 * A folder with these archives of the npm package @sparticuz/chromium, unpacked; null if the package is not installed,
 * does not support this machine, or cannot be unpacked. The folder is in the user's cache, and is made again if files are
 * missing or truncated; concurrent processes share it.
 */
export function unpacked(folder: string, archives: readonly string[]): Promise<string | null> {
  return cached(folders, folder, () => inCache(folder, archives));
}

const folders = new Map<string, Promise<string | null>>();

/** The user's home; null without one. */
export function homeFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

async function inCache(folder: string, archives: readonly string[]): Promise<string | null> {
  const found = findPackage();
  if (!found) return null;
  try {
    const home = homeFolder();
    const { XDG_CACHE_HOME = "" } = process.env;
    const base = isAbsolute(XDG_CACHE_HOME)
      ? XDG_CACHE_HOME
      : home && isAbsolute(home) && join(home, ".cache");
    if (!base) throw new Error("no cache folder");
    const cache = join(base, "gpu-integrate");
    const target = join(cache, `${folder}-${found.version}`);
    if (await isWhole(target)) return target;
    await rm(target, { recursive: true, force: true });
    await makeFolder(cache);
    await removeLeftovers(cache);
    return await unpackInto(target, found.root, archives);
  } catch {
    return unpackForThisProcess(found.root, archives).catch(() => null);
  }
}

async function unpackInto(target: string, root: string, archives: readonly string[]): Promise<string> {
  const unfinished = join(dirname(target), `${randomUUID()}${UNFINISHED}`);
  try {
    await makeFolder(unfinished);
    await unpack(root, archives, unfinished);
    const files = await readdir(unfinished, { recursive: true });
    const sizes = await Promise.all(
      files.map(async (file) => [file, (await stat(join(unfinished, file))).size]),
    );
    await writeFile(join(unfinished, SIZES), JSON.stringify(sizes));
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have been faster; its folder is complete, since renaming is atomic.
    if (!(await isWhole(target))) throw error;
  }
  return target;
}

const UNFINISHED = ".unfinished";
const SIZES = "sizes.json";

/** Whether every file has its full size: a crash or a cleaner may have damaged the cache. */
async function isWhole(folder: string): Promise<boolean> {
  try {
    const sizes: [string, number][] = JSON.parse(await readFile(join(folder, SIZES), "utf8"));
    const same = sizes.map(async ([file, size]) => {
      const found = await stat(join(folder, file));
      return found.isDirectory() || found.size === size;
    });
    return (await Promise.all(same)).every(Boolean);
  } catch {
    return false;
  }
}

/** Removes folders that interrupted runs left more than an hour ago. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of (await readdir(cache)).filter((one) => one.endsWith(UNFINISHED))) {
    const folder = join(cache, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}

/** mkdir -p; Node's own never returns in /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || existsSync(dirname(folder))) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** The fallback if the cache cannot be written: a folder that is removed when the process exits. */
async function unpackForThisProcess(root: string, archives: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await unpack(root, archives, folder);
  return folder;
}
