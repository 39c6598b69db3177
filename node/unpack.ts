import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

/**
 * A folder with these archives of the npm package @sparticuz/chromium unpacked in it; null where the
 * package is not installed or not made for this machine. The folder lies in the user's cache and is
 * made once; two processes that make it at the same time get the same one.
 */
export async function unpacked(folder: string, archives: readonly string[]): Promise<string | null> {
  const found = findPackage();
  if (!found) return null;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "gpu-integrate");
  const target = join(cache, `${folder}-${found.version}`);
  if (existsSync(target)) return target;
  const unfinished = join(cache, `${randomUUID()}.unfinished`);
  try {
    await mkdir(unfinished, { recursive: true });
  } catch {
    return unpackForThisProcess(found.bin, archives);
  }
  try {
    await unpack(found.bin, archives, unfinished);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster: its folder is complete, since only a rename makes it.
    if (!existsSync(target)) throw error;
  }
  return target;
}

function findPackage(): { bin: string; version: string } | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const require = createRequire(import.meta.url);
  try {
    const root = dirname(dirname(dirname(require.resolve("@sparticuz/chromium"))));
    return { bin: join(root, "bin"), version: require(join(root, "package.json")).version };
  } catch {
    return null;
  }
}

// For a machine whose cache folder cannot be written to: a folder that goes when the process does.
async function unpackForThisProcess(bin: string, archives: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await unpack(bin, archives, folder);
  return folder;
}

async function unpack(bin: string, archives: readonly string[], folder: string): Promise<void> {
  const { extract } = await import("tar-fs");
  for (const archive of archives) {
    const name = basename(archive, ".br");
    const sink = name.endsWith(".tar")
      ? extract(folder)
      : createWriteStream(join(folder, name), { mode: 0o755 });
    await pipeline(createReadStream(join(bin, archive)), createBrotliDecompress(), sink);
  }
}
