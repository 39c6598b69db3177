import type { Backend } from "../../src/backend.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { openThreads } from "../../src/cpu/threads.ts";
import { isGpuFault } from "../../src/errors.ts";
import { openGpu } from "../../src/gpu/gpu.ts";
import type { BackendName } from "../../src/problem/options.ts";
import type { Precision } from "../../src/problem/problem.ts";
import type { Plan } from "../../src/quadrature/plan.ts";
import { host, openDevice, spawnWorker } from "../host.ts";
import { type AdapterChoice, chooseAdapter, findAdapters } from "./adapters.ts";

export interface BackendChoice {
  backend: BackendName;
  /** Default: f32 on the GPU, f64 on the CPU. */
  precision?: Precision | undefined;
  threads: number;
  adapter: AdapterChoice;
  /** Says which device was taken, and why. */
  note: (text: string) => void;
}

/** The backend that was chosen, ready for the plan. */
export async function openBackend(plan: Plan, choice: BackendChoice): Promise<Backend> {
  const { backend, precision, threads, note } = choice;
  if (backend === "serial") return openSerial(plan, host);
  if (backend === "threads") return openThreads(plan, threads, spawnWorker);
  if (precision === "f64") {
    note("threads: f64 is a precision of the CPU");
    return openThreads(plan, threads, spawnWorker);
  }
  if (backend === "auto" && precision === "df64" && !(await hasHardware(choice.adapter))) {
    note("threads: no hardware GPU was found, and f64 on the CPU is as exact as df64 and faster");
    return openThreads(plan, threads, spawnWorker);
  }
  try {
    return await openGpuBackend(plan, choice);
  } catch (error) {
    // Only where nothing was asked for that only a GPU has.
    const { name, software } = choice.adapter;
    const free = backend === "auto" && precision === undefined && name === undefined && !software;
    if (!free || !isGpuFault(error)) throw error;
    note(`threads: no GPU can be used: ${error.message}`);
    return openThreads(plan, threads, spawnWorker);
  }
}

/** Whether a GPU of hardware fits, or an adapter was asked for. */
async function hasHardware(adapter: AdapterChoice): Promise<boolean> {
  if (adapter.name !== undefined || adapter.software) return true;
  return (await findAdapters(() => true)).some(({ identity }) => !identity.software);
}

async function openGpuBackend(
  plan: Plan,
  { precision = "f32", adapter, note }: BackendChoice,
): Promise<Backend> {
  const found = await chooseAdapter(adapter);
  const { identity, driver } = found;
  const why = adapter.name || adapter.software ? "as asked" : "no hardware GPU was found";
  const kind = identity.software ? `a software adapter from ${driver.source}: ${why}` : "a hardware GPU";
  note(`gpu: ${identity.name}, ${kind}`);
  return openGpu(plan, precision, await openDevice(found), host);
}
