import { createReadStream, createWriteStream, existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { createBrotliDecompress } from "node:zlib";

/** Whether the npm package @sparticuz/chromium supports this machine. */
export const hasPackage = process.platform === "linux" && process.arch === "x64";

/** The npm package where Node would find it; found by folder, since its exports differ between versions. */
export function findPackage(): Found | null {
  if (!hasPackage) return null;
  const folders = createRequire(import.meta.url).resolve.paths("@sparticuz/chromium") ?? [];
  const root = folders.map((one) => join(one, "@sparticuz/chromium")).find((one) => existsSync(one));
  if (!root) return null;
  try {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return { root: realpathSync(root), version };
  } catch {
    return null;
  }
}

interface Found {
  readonly root: string;
  readonly version: string;
}

/** Unpacks archives of the package into an existing folder. */
export async function unpack(root: string, archives: readonly string[], folder: string): Promise<void> {
  const { extract } = await tarOf(root);
  for (const archive of archives) {
    const name = basename(archive, ".br");
    const sink = name.endsWith(".tar")
      ? extract(folder)
      : createWriteStream(join(folder, name), { mode: 0o755 });
    await pipeline(createReadStream(join(root, "bin", archive)), createBrotliDecompress(), sink);
  }
}

/** The package's own dependency tar-fs. */
async function tarOf(root: string): Promise<typeof import("tar-fs")> {
  const file = createRequire(join(root, "package.json")).resolve("tar-fs");
  return import(/* @vite-ignore */ pathToFileURL(file).href);
}
