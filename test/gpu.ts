import { afterAll, beforeAll, expect } from "vitest";
import { chooseAdapter, type FoundAdapter } from "../node/devices/adapters.ts";
import { host, openDevice } from "../node/host.ts";
import { type Gpu, warmDevice } from "../src/gpu/device.ts";
import { type GpuLimits, openGpu } from "../src/gpu/gpu.ts";
import type { GpuPrecision, Prepared } from "../src/problem/problem.ts";
import type { Plan } from "../src/quadrature/grid/plan.ts";
import { type IntegrateOptions, integrate } from "../src/run/grid/integrate.ts";

/** GPU devices for a test file. Fails without an adapter, and after errors outside of all error scopes. */
export function useGpu() {
  const uncaptured: string[] = [];
  let adapter: FoundAdapter;
  const open = async (): Promise<Gpu> => {
    const gpu = await openDevice(adapter);
    gpu.device.onuncapturederror = ({ error }) => uncaptured.push(error.message);
    return gpu;
  };
  const shared = warmDevice(open);
  beforeAll(async () => {
    adapter = await chooseAdapter({});
    console.log(`on ${adapter.identity.name}`);
  });
  afterAll(() => {
    shared.close();
    expect(uncaptured).toEqual([]);
  });
  return {
    /** A device of its own, for the caller to release. */
    open,
    /** Integrates on a device that the runs of a file share, as those of a session do. */
    async run(
      prepared: Prepared,
      precision: GpuPrecision,
      limits: GpuLimits = {},
      options: IntegrateOptions = {},
    ) {
      const backend = async (plan: Plan) => openGpu(plan, precision, await shared.get(), host, limits);
      return integrate(prepared, backend, host, options);
    },
  };
}
