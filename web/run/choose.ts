import type { Backend } from "../../src/backend.ts";
import { openThreads, type WorkerLike } from "../../src/cpu/threads.ts";
import { isGpuFault } from "../../src/errors.ts";
import { openGpu } from "../../src/gpu/gpu.ts";
import type { BackendName } from "../../src/problem/options.ts";
import type { Precision } from "../../src/problem/problem.ts";
import type { Plan } from "../../src/quadrature/plan.ts";
import { host, openDevice } from "../host.ts";

export interface BackendChoice {
  backend: BackendName;
  precision?: Precision | undefined;
  threads: number;
  spawn: () => WorkerLike;
}

/** The backend that was chosen, ready for the plan. */
export async function openBackend(plan: Plan, choice: BackendChoice): Promise<Backend> {
  const { backend, precision, threads, spawn } = choice;
  if (backend === "serial") return openSerialInWorker(plan, spawn);
  if (backend === "threads" || precision === "f64") return openThreads(plan, threads, spawn);
  try {
    const gpu = await openDevice();
    if (backend === "auto" && precision === "df64" && gpu.identity.software) {
      gpu.release();
      return openThreads(plan, threads, spawn);
    }
    return await openGpu(plan, precision ?? "f32", gpu, host);
  } catch (error) {
    if (backend !== "auto" || precision !== undefined || !isGpuFault(error)) throw error;
    return openThreads(plan, threads, spawn);
  }
}

/** `serial` in one worker: a page may not compile code, and has to answer meanwhile. */
export async function openSerialInWorker(plan: Plan, spawn: () => WorkerLike): Promise<Backend> {
  return { ...(await openThreads(plan, 1, spawn)), name: "serial", threads: null };
}
