import { existsSync, readdirSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { hasPackage, homeFolder, unpacked } from "./unpack.ts";

/** A way to reach adapters: on Linux one Vulkan driver, elsewhere whatever the system has. */
export interface Driver {
  /** The driver's manifest, as in VK_DRIVER_FILES; null for the system's own API. */
  readonly manifest: string | null;
  /** Where it comes from, for people. */
  readonly source: string;
  /** Whether it may be probed in this process rather than in one of its own. */
  readonly inProcess: boolean;
}

/** The drivers of the system, in the order in which the Vulkan loader looks for them. */
export function systemDrivers(): Driver[] {
  if (process.platform !== "linux") return [{ manifest: null, source: "the system", inProcess: true }];
  const named = namedDrivers();
  const source = named ? (namedIn.VK_DRIVER_FILES ? "VK_DRIVER_FILES" : "VK_ICD_FILENAMES") : "the system";
  const manifests = named ?? manifestFolders().flatMap(manifestsIn);
  return [...new Set(manifests)].map((manifest) => ({ manifest, source, inProcess: false }));
}

/**
 * SwiftShader from an installed Chromium or Chrome, else from the npm package; nothing without either, or where the
 * user has named the drivers to use.
 */
export async function softwareDrivers(): Promise<Driver[]> {
  if (process.platform !== "linux" || namedDrivers()) return [];
  const installed = BROWSERS.find((folder) => existsSync(join(folder, SWIFTSHADER)));
  const folder = installed ?? (await unpackedSwiftShader());
  const source = installed ?? "npm package @sparticuz/chromium";
  return folder ? [{ manifest: join(folder, SWIFTSHADER), source, inProcess: true }] : [];
}

/** What to install for a software adapter. */
export const SOFTWARE_FROM = hasPackage
  ? "Chromium, Chrome, or beside this package npm's @sparticuz/chromium"
  : "Chromium or Chrome";

/** Makes this process use this driver, and a Vulkan loader from wherever there is one. */
export async function useDriver({ manifest, inProcess }: Driver): Promise<void> {
  if (process.platform !== "linux" || manifest === null) return;
  await setEnvironment({
    VK_DRIVER_FILES: manifest,
    // The name that loaders before 1.3.207 know.
    VK_ICD_FILENAMES: manifest,
    // With a software adapter the loader need not look for hardware's layers, nor complain about them.
    ...(inProcess && { VK_LOADER_LAYERS_DISABLE: process.env.VK_LOADER_LAYERS_DISABLE || "~implicit~" }),
    // Drivers complain on stderr when it is not set.
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR || tmpdir(),
  });
  await loader(dirname(manifest));
}

/** Sets variables where the Vulkan loader sees them: in a worker thread process.env is a copy, and C's setenv does it. */
async function setEnvironment(variables: Readonly<Record<string, string>>): Promise<void> {
  const changed = Object.entries(variables).filter(([name, value]) => process.env[name] !== value);
  Object.assign(process.env, variables);
  if (isMainThread || !changed.length) return;
  try {
    const setenv = (await import("koffi")).load(null).func("int setenv(str name, str value, int overwrite)");
    for (const [name, value] of changed) setenv(name, value, 1);
  } catch {
    // koffi is optional: without it no software adapter is found, which IN_WORKER explains.
  }
}

/** How to have a software adapter in a worker thread that found none. */
export const IN_WORKER =
  "In a worker thread a software adapter needs the npm package koffi, or new Worker(file, { env: SHARE_ENV })";

/**
 * Loads a Vulkan loader and returns where it comes from: the system, the folder of a driver, or the npm package; null
 * without one, and on systems that need none.
 */
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

/** The drivers that the user has named, as the Vulkan loader reads them; read at once, as useDriver changes them. */
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
 * Loads a Vulkan loader, since Dawn would not look in our folders. Node takes the library for an add-on and throws as it
 * is none; by then it is loaded, and RTLD_NODELETE keeps it.
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
