import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { AdapterIdentity } from "../src/adapter.ts";
import { IntegrateError } from "../src/errors.ts";
import { built } from "./built.ts";
import { probe } from "./probe.ts";
import { type Driver, softwareDrivers, systemDrivers } from "./vulkan.ts";

export interface FoundAdapter {
  readonly identity: AdapterIdentity;
  readonly driver: Driver;
}

export interface AdapterChoice {
  /** Part of the adapter's name, in any case of letters. */
  name?: string | undefined;
  software?: boolean | undefined;
}

/**
 * The adapters of this machine, hardware first. The software adapter that this program brings is made
 * ready only where no hardware is `enough`.
 */
export async function findAdapters(enough = (_: FoundAdapter) => false): Promise<FoundAdapter[]> {
  const found = await probeAll(systemDrivers());
  if (!found.some((one) => !one.identity.software && enough(one))) {
    found.push(...(await probeAll(await softwareDrivers())));
  }
  return found.sort((a, b) => Number(a.identity.software) - Number(b.identity.software));
}

/** The first adapter, hardware before software, that fits the choice. Throws `no-adapter`. */
export async function chooseAdapter(choice: AdapterChoice): Promise<FoundAdapter> {
  const named = choice.name?.toLowerCase() ?? "";
  const fits = ({ identity }: FoundAdapter) =>
    identity.name.toLowerCase().includes(named) && (!choice.software || identity.software);
  const all = await findAdapters(fits);
  const found = all.find(fits);
  if (found) return found;
  const names = all.map(({ identity }) => identity.name).join(", ");
  if (!names) throw new IntegrateError("no-adapter", `no WebGPU adapter on this machine. ${WHAT_TO_INSTALL}`);
  const wanted = choice.name === undefined ? "a software adapter" : `an adapter named ${choice.name}`;
  throw new IntegrateError("no-adapter", `there is no such thing as ${wanted} here; there is: ${names}`);
}

const WHAT_TO_INSTALL =
  "Install a Vulkan driver for your GPU, or Chromium or Chrome for a software adapter, or use -b threads";

async function probeAll(drivers: readonly Driver[]): Promise<FoundAdapter[]> {
  const found: FoundAdapter[] = await probeApart(drivers.filter((driver) => !driver.trusted));
  for (const driver of drivers.filter((one) => one.trusted)) {
    for (const identity of await probe(driver)) found.push({ identity, driver });
  }
  return found;
}

/**
 * Probes drivers in a process apart: they write to stderr as they like, and a broken one may crash.
 * After a crash the probe goes on with the driver that comes next.
 */
async function probeApart(drivers: readonly Driver[]): Promise<FoundAdapter[]> {
  const found: FoundAdapter[] = [];
  for (let next = 0; next < drivers.length; ) {
    const rest = drivers.slice(next);
    const lines = await runProbe(rest.map((driver) => driver.manifest as string));
    lines.forEach((line, k) => {
      const identities = JSON.parse(line) as AdapterIdentity[];
      found.push(...identities.map((identity) => ({ identity, driver: rest[k] as Driver })));
    });
    next += lines.length < rest.length ? lines.length + 1 : lines.length;
  }
  return found;
}

function runProbe(manifests: readonly string[]): Promise<string[]> {
  const program = fileURLToPath(built("probe-child.js"));
  return new Promise((resolve) => {
    // An exit code tells nothing that the lines do not.
    execFile(process.execPath, [program, ...manifests], { timeout: 20_000 }, (_, stdout) => {
      const lines = stdout.split("\n");
      resolve(lines.slice(0, -1));
    });
  });
}
