import { afterAll, beforeAll, expect } from "vitest";
import { chooseAdapter, type FoundAdapter } from "../node/devices/adapters.ts";
import { host, openDevice } from "../node/host.ts";
import type { Gpu } from "../src/gpu/device.ts";
import type { GpuLimits } from "../src/gpu/gpu.ts";
import type { GpuPrecision, Prepared } from "../src/problem/problem.ts";
import type { Plan } from "../src/quadrature/plan.ts";
import { type IntegrateOptions, integrate } from "../src/run/integrate.ts";
import { gpuAlone } from "./alone.ts";

/** GPU devices for a test file. Fails without an adapter, and after errors outside of all error scopes. */
export function useGpu() {
  const uncaptured: string[] = [];
  let adapter: FoundAdapter;
  beforeAll(async () => {
    adapter = await chooseAdapter({});
    console.log(`on ${adapter.identity.name}`);
  });
  afterAll(() => expect(uncaptured).toEqual([]));
  return {
    async open(): Promise<Gpu> {
      const gpu = await openDevice(adapter);
      gpu.device.onuncapturederror = ({ error }) => uncaptured.push(error.message);
      return gpu;
    },
    async run(
      prepared: Prepared,
      precision: GpuPrecision,
      limits: GpuLimits = {},
      options: IntegrateOptions = {},
    ) {
      const open = async (plan: Plan) => gpuAlone(plan, precision, await this.open(), host, limits);
      return integrate(prepared, open, host, options);
    },
  };
}
