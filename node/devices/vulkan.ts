import { existsSync, readdirSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { hasPackage } from "./chromium-package.ts";
import { homeFolder, unpacked } from "./unpack.ts";

/** A source of adapters: on Linux one Vulkan driver, elsewhere the system's graphics API. */
export interface Driver {
  /** The driver's manifest, as in VK_DRIVER_FILES; null for the system's own API. */
  readonly manifest: string | null;
  /** Its origin, for people. */
  readonly source: string;
  /** Whether it is safe to probe in this process. */
  readonly inProcess: boolean;
}

/** The drivers of the system, in the Vulkan loader's search order. */
export function systemDrivers(): Driver[] {
  if (process.platform !== "linux") return [{ manifest: null, source: "the system", inProcess: true }];
  const named = namedDrivers();
  const source = named ? (namedIn.VK_DRIVER_FILES ? "VK_DRIVER_FILES" : "VK_ICD_FILENAMES") : "the system";
  const manifests = named ?? manifestFolders().flatMap(manifestsIn);
  return [...new Set(manifests)].map((manifest) => ({ manifest, source, inProcess: false }));
}

/** SwiftShader from an installed browser, else from the npm package; none if the user has named drivers. */
export async function softwareDrivers(): Promise<Driver[]> {
  if (process.platform !== "linux" || namedDrivers()) return [];
  const installed = BROWSERS.find((folder) => existsSync(join(folder, SWIFTSHADER)));
  const folder = installed ?? (await unpackedSwiftShader());
  const source = installed ?? "npm package @sparticuz/chromium";
  return folder ? [{ manifest: join(folder, SWIFTSHADER), source, inProcess: true }] : [];
}

/** What to install for a software adapter. */
export const SOFTWARE_FROM = hasPackage
  ? "Chromium, Chrome or, next to this package, npm's @sparticuz/chromium"
  : "Chromium or Chrome";

/** Makes this process use this driver, and loads a Vulkan loader. */
export async function useDriver({ manifest, inProcess }: Driver): Promise<void> {
  if (process.platform !== "linux" || manifest === null) return;
  await setEnvironment({
    VK_DRIVER_FILES: manifest,
    // For loaders before 1.3.207.
    VK_ICD_FILENAMES: manifest,
    // A software adapter needs no implicit layers, and the loader prints warnings about broken ones.
    ...(inProcess && { VK_LOADER_LAYERS_DISABLE: process.env.VK_LOADER_LAYERS_DISABLE || "~implicit~" }),
    // Drivers print warnings if it is not set.
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR || tmpdir(),
  });
  await loader(dirname(manifest));
}

/** Sets variables for the Vulkan loader; in a worker thread, where process.env is a copy, by C's setenv. */
async function setEnvironment(variables: Readonly<Record<string, string>>): Promise<void> {
  const changed = Object.entries(variables).filter(([name, value]) => process.env[name] !== value);
  Object.assign(process.env, variables);
  if (isMainThread || !changed.length) return;
  try {
    const setenv = (await import("koffi")).load(null).func("int setenv(str name, str value, int overwrite)");
    for (const [name, value] of changed) setenv(name, value, 1);
  } catch {
    // koffi is optional; without it no software adapter is found, as IN_WORKER explains.
  }
}

/** Advice for a worker thread that found no software adapter. */
export const IN_WORKER =
  "in a worker thread a software adapter needs the npm package koffi, or new Worker(file, { env: SHARE_ENV })";

/** Loads a Vulkan loader from the system, this folder or the npm package, and returns which; null without one. */
export async function loader(folder?: string): Promise<string | null> {
  if (process.platform !== "linux") return null;
  if (load(LOADER)) return "the system";
  if (folder && load(join(folder, LOADER))) return folder;
  const unpacked = await unpackedSwiftShader();
  return unpacked && load(join(unpacked, LOADER)) ? "npm package @sparticuz/chromium" : null;
}

const LOADER = "libvulkan.so.1";

function unpackedSwiftShader(): Promise<string | null> {
  return unpacked("swiftshader", ["swiftshader.tar.br"]);
}

/** The drivers that the user has named; read at startup, since useDriver changes these variables. */
export const namedIn = (({ VK_DRIVER_FILES, VK_ICD_FILENAMES }) => ({ VK_DRIVER_FILES, VK_ICD_FILENAMES }))(
  process.env,
);

function namedDrivers(): string[] | null {
  const named = (namedIn.VK_DRIVER_FILES || namedIn.VK_ICD_FILENAMES || "").split(":").filter(Boolean);
  return named.length ? named : null;
}

const SWIFTSHADER = "vk_swiftshader_icd.json";

/** Folders of installed browsers. */
export const BROWSERS = [
  "/usr/lib/chromium",
  "/usr/lib/chromium-browser",
  "/usr/lib64/chromium-browser",
  "/opt/google/chrome",
  "/opt/chromium.org/chromium",
  "/opt/microsoft/msedge",
];

// Vulkan loader, "Linux driver discovery": configuration folders before data folders.
function manifestFolders(): string[] {
  const { XDG_CONFIG_HOME, XDG_CONFIG_DIRS, XDG_DATA_HOME, XDG_DATA_DIRS } = process.env;
  const home = homeFolder();
  return [
    XDG_CONFIG_HOME || (home && join(home, ".config")),
    ...(XDG_CONFIG_DIRS || "/etc/xdg").split(":"),
    "/etc",
    XDG_DATA_HOME || (home && join(home, ".local/share")),
    ...(XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":"),
  ]
    .filter((folder): folder is string => folder !== null)
    .map((folder) => join(folder, "vulkan/icd.d"));
}

function manifestsIn(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    return files.sort().map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/**
 * Loads a shared library, for Dawn to find. Node takes it for an add-on and throws because it is none, but RTLD_NODELETE
 * keeps it loaded.
 */
function load(library: string): boolean {
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  const RTLD_NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} }, library, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
    return true;
  } catch (error) {
    return String(error).includes("self-register");
  }
}
