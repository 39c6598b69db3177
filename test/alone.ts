import type { Backend, Host } from "../src/backend.ts";
import { makePool, type WorkerLike } from "../src/cpu/pool.ts";
import { openThreads } from "../src/cpu/threads.ts";
import { type Gpu, warm } from "../src/gpu/device.ts";
import { type GpuLimits, openGpu } from "../src/gpu/gpu.ts";
import type { Precision } from "../src/problem/problem.ts";
import type { Plan } from "../src/quadrature/grid/plan.ts";

/** A GPU backend that owns its device. */
export async function gpuAlone(
  plan: Plan,
  precision: Precision,
  gpu: Gpu,
  host: Host,
  limits: GpuLimits = {},
): Promise<Backend> {
  return endingWith(
    await openGpu(plan, precision, await warm(gpu), host, limits).catch((error) => {
      gpu.release();
      throw error;
    }),
    () => gpu.release(),
  );
}

/** A threads backend that owns its workers. */
export async function threadsAlone(plan: Plan, count: number, spawn: () => WorkerLike): Promise<Backend> {
  const pool = makePool(spawn);
  return endingWith(
    await openThreads(plan, count, pool).catch((error) => {
      pool.close();
      throw error;
    }),
    () => pool.close(),
  );
}

function endingWith(backend: Backend, end: () => void): Backend {
  return {
    ...backend,
    close() {
      backend.close();
      end();
    },
  };
}
