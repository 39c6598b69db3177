import { describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import type { Backend, Open } from "../../src/backend.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { IntegrateError } from "../../src/errors.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { prepare } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { gpuAlone } from "../alone.ts";
import { useGpu } from "../gpu.ts";
import { GRIDS } from "../truth.ts";

const gpu = useGpu();
const problem = prepare({ f: "cos(x+y)", n: 9000 });

/** Opens a new device each time, with so many tiles a submit, and keeps a reference to it. */
function opening(tiles = 40) {
  const opened: Gpu[] = [];
  const open: Open = async (plan) => {
    const one = await gpu.open();
    opened.push(one);
    return gpuAlone(plan, "fast", one, host, { tiles });
  };
  return { opened, open };
}

describe("a device that is lost during a run", () => {
  it("is replaced; finished tiles are not computed again, and the bits are the same", async () => {
    const whole = await gpu.run(problem, "fast");
    for (const at of [0.05, 0.3, 0.6, 0.9]) {
      const { opened, open } = opening();
      const notes: string[] = [];
      let done = 0;
      const run = await integrate(problem, open, host, {
        onProgress(now) {
          expect(now.done).toBeGreaterThan(done);
          done = now.done;
          if (opened.length === 1 && done > at * now.total) opened[0]?.device.destroy();
        },
        onNote: (text) => notes.push(text),
      });
      expect(run.integral).toBe(whole.integral);
      expect(opened).toHaveLength(2);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(
        /^the GPU device was lost \(tiles \d+ to \d+ of 648\): .*; continuing at \d+\.\d % /,
      );
    }
  });

  it.each(GRIDS)("is replaced in $name, too, with the same bits", async ({ problem: other }) => {
    const whole = await gpu.run(other, "fast");
    const { opened, open } = opening(4);
    const run = await integrate(other, open, host, {
      onProgress: ({ done, total }) =>
        opened.length === 1 && done > 0.3 * total && opened[0]?.device.destroy(),
    });
    expect(run.integral).toBe(whole.integral);
    expect(opened).toHaveLength(2);
  });

  it("and again at every submit is replaced each time", async () => {
    const { opened, open } = opening();
    const whole = await gpu.run(problem, "fast");
    let last = 0;
    const run = await integrate(problem, open, host, {
      onProgress: ({ done, total }) => {
        if (done - last < total / 8) return;
        last = done;
        opened.at(-1)?.device.destroy();
      },
    });
    expect(run.integral).toBe(whole.integral);
    expect(opened.length).toBeGreaterThan(4);
  });

  it("is not replaced after three losses without a tile in between", async () => {
    let devices = 0;
    const open: Open = async (plan) => {
      const one = await gpu.open();
      devices++;
      const backend = await gpuAlone(plan, "fast", one, host);
      one.device.destroy();
      return backend;
    };
    await expect(integrate(problem, open, host)).rejects.toMatchObject({
      code: "device-lost",
      message: expect.stringMatching(
        /lost .*, 3 times in a row; gave up at 0\.0 % \(0 of 8\.10e7 evaluations\)$/,
      ),
    });
    expect(devices).toBe(3);
  });

  it("and cannot be replaced is an error that gives the progress", async () => {
    const { opened, open } = opening();
    const once: Open = (plan) => {
      if (opened.length) throw new IntegrateError("no-adapter", "there is no WebGPU adapter");
      return open(plan);
    };
    const run = integrate(problem, once, host, {
      onProgress: ({ done, total }) => done > total / 2 && opened[0]?.device.destroy(),
    });
    await expect(run).rejects.toMatchObject({
      code: "device-lost",
      message: expect.stringMatching(
        /and cannot be replaced: there is no WebGPU adapter; gave up at (5|6|7)\d\.\d %/,
      ),
    });
  });

  it("is not replaced by a CPU", async () => {
    const { opened, open } = opening();
    const either: Open = (plan) => (opened.length ? openSerial(plan, host) : open(plan));
    const run = integrate(problem, either, host, {
      onProgress: () => opened[0]?.device.destroy(),
    });
    await expect(run).rejects.toMatchObject({
      code: "device-lost",
      message: expect.stringContaining("no other"),
    });
  });
});

it("a device of another kind starts again, with a note", async () => {
  const plan = makePlan(problem);
  const done: number[] = [];
  const fake = (driver: string, value: number, tiles: number): Backend => ({
    ...openSerial(plan, host),
    name: "gpu",
    adapter: { name: "", vendor: "", architecture: "", driver, software: false, api: "", variant: "xor" },
    async run([range], { onPartials }) {
      const first = range?.first ?? 0;
      onPartials(first, new Float64Array(tiles - first).fill(value));
      if (tiles < plan.tiles) throw new IntegrateError("device-lost", "the GPU device was lost");
      return { kernel: null };
    },
  });
  const backends = [fake("1.0", 5, 100), fake("1.0", 5, 200), fake("2.0", 7, plan.tiles)];
  const notes: string[] = [];
  const run = await integrate(problem, () => backends.shift() as Backend, host, {
    onProgress: (now) => done.push(now.done),
    onNote: (text) => notes.push(text),
  });
  expect(run.integral).toBeCloseTo((7 * plan.tiles * Math.PI ** 2) / 9000 ** 2, 12);
  expect(notes).toHaveLength(3);
  expect(notes[2]).toContain("another kind and may round differently: starting again");
  expect(run.seconds.kernel).toBeNull();
});
