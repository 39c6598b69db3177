import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { type Arithmetic, probeArithmetic } from "../../src/gpu/arithmetic.ts";
import { clockStep } from "../../src/gpu/clock-step.ts";
import type { AdapterIdentity } from "../../src/identity.ts";
import { type FoundAdapter, findAdapters, runProbe } from "../devices/adapters.ts";
import { loadDawn } from "../devices/probe.ts";
import { BROWSERS, loader, SOFTWARE_FROM, softwareDrivers, systemDrivers } from "../devices/vulkan.ts";
import { host, openDevice } from "../host.ts";

/** What this machine can integrate on, and what it lacks. */
export interface Diagnosis {
  readonly node: string;
  readonly os: string;
  readonly cpu: { readonly model: string; readonly cores: number };
  /** The WebGPU implementation for Node; `error` where it does not load. */
  readonly dawn: { readonly version: string | null; readonly error: string | null };
  /** Where the Vulkan loader comes from; null where there is none, or none is needed. */
  readonly loader: string | null;
  readonly drivers: readonly DriverState[];
  readonly adapters: readonly AdapterState[];
  readonly browsers: readonly string[];
  /** What is missing, and what to install. */
  readonly advice: readonly string[];
}

export interface DriverState {
  readonly manifest: string;
  readonly source: string;
  /** In words: its adapters, or what is wrong with it. */
  readonly state: string;
  readonly adapters: number;
}

export interface AdapterState {
  readonly identity: AdapterIdentity;
  readonly source: string;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly arithmetic: Arithmetic | null;
  /** The step of its clock in nanoseconds; null without a clock. */
  readonly clockStep: number | null;
  readonly error: string | null;
}

const LIMITS = [
  "maxComputeWorkgroupsPerDimension",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupStorageSize",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
] as const;

export async function diagnose(): Promise<Diagnosis> {
  // First, as using a driver loads one, too.
  const loaderFrom = await loader();
  const drivers: DriverState[] = [];
  for (const { manifest, source } of [...systemDrivers(), ...(await softwareDrivers())]) {
    if (manifest !== null) drivers.push({ manifest, source, ...(await stateOf(manifest)) });
  }
  const error = await loadDawn().then(
    () => null,
    (failed: Error) => failed.message,
  );
  const adapters: AdapterState[] = [];
  if (!error) for (const found of await findAdapters()) adapters.push(await examine(found));
  const found = { drivers, adapters, browsers: browsers() };
  return {
    node: process.versions.node,
    os: host.info.os,
    cpu: { model: host.info.cpu ?? "", cores: host.info.cores },
    dawn: { version: host.info.webgpu, error },
    loader: loaderFrom,
    ...found,
    advice: advise(found),
  };
}

async function stateOf(manifest: string): Promise<Pick<DriverState, "state" | "adapters">> {
  const wrong = wrongWith(manifest);
  if (wrong) return { state: wrong, adapters: 0 };
  const [answer] = await runProbe([manifest]);
  if (!answer) return { state: "broken: it crashes or hangs", adapters: 0 };
  if (!answer.length) return { state: "no adapter: no such hardware, or Dawn refuses it", adapters: 0 };
  return { state: answer.map(({ name }) => name).join(", "), adapters: answer.length };
}

/** What is wrong with a driver's manifest, without loading the driver; null if nothing is. */
function wrongWith(manifest: string): string | null {
  if (!existsSync(manifest)) return "missing: there is no such file";
  try {
    const library = JSON.parse(readFileSync(manifest, "utf8")).ICD.library_path as string;
    const file = isAbsolute(library) ? library : join(dirname(manifest), library);
    // A bare name is searched for by the system.
    const findable = !library.includes("/") || existsSync(file);
    return findable ? null : `broken: its library ${library} does not exist`;
  } catch {
    return "broken: it is not a driver manifest";
  }
}

/** One adapter, examined through a device. */
export async function examine(found: FoundAdapter): Promise<AdapterState> {
  const { identity } = found;
  const base = { identity, source: found.driver.source };
  try {
    const { device, release } = await openDevice(found);
    try {
      const limits = device.limits as unknown as Record<string, number>;
      return {
        ...base,
        features: [...device.features].sort(),
        limits: Object.fromEntries(LIMITS.map((name) => [name, limits[name] as number])),
        arithmetic: await probeArithmetic(device),
        clockStep: await clockStep(device),
        error: null,
      };
    } finally {
      release();
    }
  } catch (error) {
    const message = (error as Error).message;
    return { ...base, features: [], limits: {}, arithmetic: null, clockStep: null, error: message };
  }
}

/** Paths of browsers that can show the page. */
function browsers(): string[] {
  const names = ["chromium", "chromium-browser", "google-chrome", "microsoft-edge", "firefox", "firefox-esr"];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...BROWSERS];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((file) => existsSync(file));
}

function advise({
  drivers,
  adapters,
  browsers,
}: Pick<Diagnosis, "drivers" | "adapters" | "browsers">): string[] {
  const advice: string[] = [];
  const linux = process.platform === "linux";
  for (const { manifest, state } of drivers) {
    if (/^(broken|missing)/.test(state))
      advice.push(`${manifest} is ${state}: reinstall its package, or remove it`);
  }
  if (!adapters.some(({ identity }) => !identity.software)) {
    const drivers = "on Debian: mesa-vulkan-drivers, or nvidia-driver";
    advice.push(
      `no hardware GPU was found: if the machine has one, install its driver${linux ? ` (${drivers})` : ""}`,
    );
  }
  if (!adapters.length) {
    advice.push(
      `there is no adapter: for a software adapter install ${SOFTWARE_FROM}; -b threads needs none`,
    );
  }
  for (const { identity, arithmetic } of adapters) {
    if (arithmetic && !arithmetic.guardsHold)
      advice.push(`${identity.name} does not add exactly: use -b threads`);
    else if (arithmetic && !arithmetic.productsHold) advice.push(`${identity.name} cannot do df64`);
  }
  if (!browsers.length)
    advice.push("no browser was found for the page: install Chromium, Chrome, Edge or Firefox");
  return advice;
}
