import { fork } from "node:child_process";
import { isMainThread } from "node:worker_threads";
import { IntegrateError } from "../../src/errors.ts";
import type { AdapterIdentity } from "../../src/identity.ts";
import { identityOf } from "../../src/run/grid/partial-document.ts";
import { built } from "../built.ts";
import { probe } from "./probe.ts";
import { type Driver, IN_WORKER, namedIn, softwareDrivers, systemDrivers } from "./vulkan.ts";

export interface FoundAdapter {
  readonly identity: AdapterIdentity;
  readonly driver: Driver;
}

export interface AdapterChoice {
  /** Part of the adapter's name, in any case. */
  name?: string | undefined;
  software?: boolean | undefined;
  /** Index, from 0 and wrapping around, among adapters with the same bits: for processes that share a machine. */
  nth?: number | undefined;
}

/** The adapters of this machine, hardware first. Looks for software adapters only if no hardware is `enough`. */
export async function findAdapters(enough = (_: FoundAdapter) => false): Promise<FoundAdapter[]> {
  const found = await probeAll(systemDrivers());
  if (!found.some((one) => !one.identity.software && enough(one))) {
    found.push(...(await probeAll(await softwareDrivers())));
  }
  return found.sort((a, b) => Number(a.identity.software) - Number(b.identity.software));
}

/** The adapter to use for this choice, preferably hardware. Throws `no-adapter`. */
export async function chooseAdapter(choice: AdapterChoice): Promise<FoundAdapter> {
  const all = await findAdapters((one) => fits(one, choice));
  const found = pick(all, choice);
  if (found) return found;
  const names = all.map(({ identity }) => identity.name).join(", ");
  if (!names) throw new IntegrateError("no-adapter", `there is no WebGPU adapter (${await whatToDo()})`);
  const wanted = [
    choice.software && "software",
    "adapter",
    choice.name !== undefined && `named ${choice.name}`,
  ];
  throw new IntegrateError("no-adapter", `no ${wanted.filter(Boolean).join(" ")}; available: ${names}`);
}

/** The nth of the adapters with the same bits as the first that fits. */
export function pick(all: readonly FoundAdapter[], choice: AdapterChoice): FoundAdapter | undefined {
  const fitting = all.filter((one) => fits(one, choice));
  const alike = fitting.filter(
    ({ identity }) => identityOf(identity) === identityOf(fitting[0]?.identity ?? null),
  );
  return alike[(choice.nth ?? 0) % alike.length];
}

function fits({ identity }: FoundAdapter, { name = "", software }: AdapterChoice): boolean {
  return identity.name.toLowerCase().includes(name.toLowerCase()) && (!software || identity.software);
}

async function whatToDo(): Promise<string> {
  for (const [name, value] of Object.entries(namedIn))
    if (value) return `${name}=${value} has none: unset it, or use -b threads`;
  if (!isMainThread && (await softwareDrivers()).length) return IN_WORKER;
  return "gpu-integrate doctor says what to install; -b threads needs none";
}

async function probeAll(drivers: readonly Driver[]): Promise<FoundAdapter[]> {
  const found = await probeApart(drivers.filter((driver) => !driver.inProcess));
  for (const driver of drivers.filter((one) => one.inProcess)) {
    for (const identity of await probe(driver)) found.push({ identity, driver });
  }
  return fastestFirst(found);
}

/** The fastest adapter first. Dawn ranks only adapters of one process, so several drivers are probed once more together. */
async function fastestFirst(found: readonly FoundAdapter[]): Promise<FoundAdapter[]> {
  const hardware = found.filter(({ identity }) => !identity.software);
  const manifests = new Set(hardware.map(({ driver }) => driver.manifest));
  if (manifests.size < 2) return [...found];
  const together = { manifest: [...manifests].join(":"), source: "", inProcess: false };
  const [fastest] = await probeApart([together]);
  const rank = ({ identity }: FoundAdapter) => Number(identity.name !== fastest?.identity.name);
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/**
 * Probes drivers in a child process, since they may write to stdout and stderr, crash or hang. After a crash the next
 * driver is probed in a new process.
 */
async function probeApart(drivers: readonly Driver[]): Promise<FoundAdapter[]> {
  const found: FoundAdapter[] = [];
  for (let next = 0; next < drivers.length; ) {
    const rest = drivers.slice(next);
    const answers = await runProbe(rest.map((driver) => driver.manifest as string));
    answers.forEach((identities, k) => {
      found.push(...identities.map((identity) => ({ identity, driver: rest[k] as Driver })));
    });
    next += Math.min(rest.length, answers.length + 1);
  }
  return found;
}

/** The adapters of each manifest, up to the first that crashed or hung. */
export function runProbe(manifests: readonly string[]): Promise<AdapterIdentity[][]> {
  const child = fork(built("probe-child.js"), manifests, { stdio: "ignore", timeout: 10_000, execArgv: [] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const answers: AdapterIdentity[][] = [];
  child.on("message", (identities: AdapterIdentity[]) => answers.push(identities));
  return new Promise((resolve) => {
    const end = () => {
      process.off("exit", kill);
      resolve(answers);
    };
    child.once("error", end);
    child.once("exit", end);
  });
}
