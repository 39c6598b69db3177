import { IntegrateError } from "../src/errors.ts";
import { type Gpu, openGpu } from "../src/gpu.ts";
import type { Backend } from "../src/integrate.ts";
import type { BackendName } from "../src/library.ts";
import type { Plan } from "../src/plan.ts";
import type { GpuPrecision, Precision } from "../src/problem.ts";
import { openSerial } from "../src/serial.ts";
import { openThreads, type WorkerLike } from "../src/threads.ts";
import { host, openDevice } from "./host.ts";

export interface BackendChoice {
  backend: BackendName;
  precision?: Precision | undefined;
  threads: number;
  spawn: () => WorkerLike;
}

/** The backend that was chosen, ready for the plan. */
export async function openBackend(plan: Plan, choice: BackendChoice): Promise<Backend> {
  const { backend, precision, threads, spawn } = choice;
  if (backend === "serial") return openSerial(plan, host);
  if (backend === "threads" || precision === "f64") return openThreads(plan, threads, spawn);
  let gpu: Gpu;
  try {
    gpu = await openDevice();
  } catch (error) {
    const free = backend === "auto" && precision === undefined;
    if (!free || !(error instanceof IntegrateError) || error.code !== "no-adapter") throw error;
    return openThreads(plan, threads, spawn);
  }
  try {
    return await openGpu(plan, (precision ?? "f32") as GpuPrecision, gpu, host);
  } catch (error) {
    gpu.release();
    throw error;
  }
}
