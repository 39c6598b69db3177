import { expect, it } from "vitest";
import { host } from "../../node/host.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { generator } from "../accuracy/generator.ts";
import { gpuAlone } from "../alone.ts";
import { useGpu } from "../gpu.ts";

const gpu = useGpu();

it("a device destroyed at any moment changes no bit, 12 times", async () => {
  const problem = prepare({ f: "cos(x+y)", n: 6000 });
  const { integral } = await gpu.run(problem, "fast");
  const random = generator(11);
  let losses = 0;
  for (let k = 0; k < 12; k++) {
    const opened: Gpu[] = [];
    const destroy = () => opened[0]?.device.destroy();
    // By turns while it opens, is proven or compiles, and after some of its sums have come.
    const timer = k % 2 ? setTimeout(destroy, 20 + 400 * random()) : undefined;
    let reports = k % 2 ? Number.POSITIVE_INFINITY : Math.floor(4 * random());
    const run = await integrate(
      problem,
      async (plan) => {
        const one = await gpu.open();
        opened.push(one);
        return gpuAlone(plan, "fast", one, host, { tiles: 30 });
      },
      host,
      { onProgress: () => reports-- === 0 && destroy() },
    ).catch((error: Error) => error);
    clearTimeout(timer);
    // A device that goes before the work has begun is an error; there is nothing to go on with.
    if (run instanceof Error) expect(run).toMatchObject({ code: "device-lost" });
    else expect(run.integral).toBe(integral);
    losses += opened.length - 1;
  }
  expect(losses).toBeGreaterThan(3);
});
