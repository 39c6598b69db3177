import { afterAll, describe, expect, it } from "vitest";
import { nodeProvider } from "../../node/devices/provider.ts";
import { host, spawnWorker } from "../../node/host.ts";
import { regionsAlone } from "../../src/cpu/regions.ts";
import { type Gpu, type WarmGpu, warm } from "../../src/gpu/device.ts";
import { manyOnGpu } from "../../src/gpu/many/worker.ts";
import type { RegionPrecision } from "../../src/gpu/region-shader.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import type { Options } from "../../src/problem/options.ts";
import { makeIntegrandRule } from "../../src/quadrature/integrands/integrand-rule.ts";
import type { SumTask } from "../../src/quadrature/sums/sum-task.ts";
import { integrateTo } from "../../src/run/accuracy/accuracy.ts";
import { openRegions } from "../../src/run/accuracy/open-regions.ts";
import { NO_PAUSES } from "../../src/run/accuracy/separately.ts";
import { makeSession } from "../../src/run/session.ts";
import { namesOf } from "../genz.ts";
import { MANY, manyDomain, offsOf, workOf } from "../many-work.ts";

const provider = { ...nodeProvider(), spawn: spawnWorker };
const session = makeSession(provider, host);
const opened: Gpu[] = [];
let shared: Promise<WarmGpu> | null = null;
const open = async () => {
  const gpu = await provider.openDevice();
  opened.push(gpu);
  return warm(gpu);
};
const device = () => {
  shared ??= open();
  return shared;
};
afterAll(() => {
  session.close();
  for (const gpu of opened) gpu.release();
});

const sum = (n: number, term: (name: string, k: number) => string) => namesOf(n).map(term).join("+");

describe.each(["f32", "df64"] as const)("in %s", (precision: RegionPrecision) => {
  // In df64 compilers take seconds.
  it.each(precision === "f32" ? MANY : MANY.filter((_, k) => k % 3 === 0))(
    "%s in %i variables: lattices, tensor rules and regions are those of f64",
    async (_, n, f, limits) => {
      const integrand = manyDomain(n, f, limits);
      const rest = regionsAlone(makeIntegrandRule(integrand), NO_PAUSES);
      const worker = manyOnGpu({ integrand, precision, device, rest, host, onNote() {} });
      for (const { off, allowed, onDevice } of await offsOf(integrand, precision, worker, rest)) {
        expect(off).toBeLessThanOrEqual(allowed);
        expect(onDevice).toBeGreaterThan(0);
      }
      worker.close();
    },
    60_000,
  );

  it("has the same bits however sums are put together, and on a device that takes a lost one's place", async () => {
    const integrand = manyDomain(5, `exp(-(${sum(5, (x) => `${x}^2`)}))`, "0,1");
    const rest = regionsAlone(makeIntegrandRule(integrand), NO_PAUSES);
    let latest: Promise<WarmGpu> | null = null;
    const onNote = () => {
      latest = open();
    };
    const worker = manyOnGpu({
      integrand,
      precision,
      device: () => {
        latest ??= open();
        return latest;
      },
      rest,
      host,
      onNote,
    });
    const [, , smooth, tensors] = workOf(integrand).sums;
    const tasks = smooth as SumTask[];
    const whole = await worker.sums(tasks);
    const values = (parts: readonly { value: number; size: number }[]) =>
      parts.map(({ value, size }) => [value, size]);
    const half = tasks.length / 2;
    // Twice the tasks are enough to be worth a device.
    const doubled = [...tasks.slice(half), ...tasks.slice(half), ...tasks.slice(half)];
    expect(values((await worker.sums(doubled)).slice(0, half))).toEqual(values(whole.slice(half)));
    const before = values(await worker.sums(tensors as SumTask[]));
    (await (latest as unknown as Promise<WarmGpu>)).device.destroy();
    expect(values(await worker.sums(tensors as SumTask[]))).toEqual(before);
    expect(opened.length).toBeGreaterThan(1);
    worker.close();
  }, 60_000);
});

it("sums that are not those of f64 are refused, with the adapter's name", async () => {
  const integrand = manyDomain(
    5,
    sum(5, (x) => `${x}^2`),
    "0,1",
  );
  const other = manyDomain(5, `1.001*(${sum(5, (x) => `${x}^2`)})`, "0,1");
  const rest = regionsAlone(makeIntegrandRule(other), NO_PAUSES);
  const worker = manyOnGpu({ integrand, precision: "f32", device, rest, host, onNote() {} });
  const { sums, regions } = workOf(integrand);
  const refused = /cannot do f32: a sum over 5 variables is off by .*use -b threads/;
  for (const tasks of sums) await expect(worker.sums(tasks)).rejects.toThrow(refused);
  await expect(worker.measure(regions)).rejects.toThrow(refused);
});

describe("to an accuracy", () => {
  const run = (options: Options, precision: RegionPrecision) => {
    const prepared = prepareAccuracy({ ...options, separation: false });
    const choice = { backend: "gpu", precision, threads: 1 } as const;
    const onNote = () => {};
    return integrateTo(
      prepared,
      () => openRegions({ session, host, onNote }, choice, prepared.problem.method),
      host,
      { onNote, apart: false },
    );
  };
  const variables = (n: number, a: number | string, b: number | string) =>
    Object.fromEntries(namesOf(n).map((name) => [name, [a, b] as const]));

  it.each(["f32", "df64"] as const)(
    "claims hold in %s, and most values are the device's",
    async (precision) => {
      const known: [Options, number][] = [
        [{ f: `exp(-(${sum(4, (x) => `${x}^2`)}))`, variables: variables(4, "-inf", "inf") }, Math.PI ** 2],
        // The ball in four dimensions.
        [
          { f: `${sum(4, (x) => `${x}^2`)}<1`, variables: variables(4, -1, 1), absoluteTolerance: 0.02 },
          Math.PI ** 2 / 2,
        ],
        [
          { f: `exp(${sum(6, (x, k) => `${k + 1}*${x}`)})`, variables: variables(6, 0, 1) },
          [1, 2, 3, 4, 5, 6].reduce((all, a) => (all * Math.expm1(a)) / a, 1),
        ],
      ];
      for (const [options, exact] of known) {
        const result = await run({ tolerance: 1e-4, ...options }, precision);
        expect([result.status, result.precision, result.backend]).toEqual(["converged", precision, "gpu"]);
        expect(Math.abs((result.integral as number) - exact)).toBeLessThanOrEqual(
          result.estimate.total as number,
        );
      }
    },
    120_000,
  );

  it("in f32, what cancels ends with the error that is left", async () => {
    // 8 variables, 3.4e-5 of an integral of |f| of 0.6: f32 cannot tell it to 1e-3.
    const f = `cos(${sum(8, (x, k) => `${k + 1}*${x}`)})`;
    const result = await run({ f, variables: variables(8, 0, 1), tolerance: 1e-3 }, "f32");
    const exact = [1, 2, 3, 4, 5, 6, 7, 8].reduce((all, a) => (all * 2 * Math.sin(a / 2)) / a, Math.cos(18));
    expect(result.status).toBe("rounding");
    expect(Math.abs((result.integral as number) - exact)).toBeLessThanOrEqual(
      result.estimate.total as number,
    );
    expect(result.estimate.total).toBeLessThan(1e-4);
  }, 60_000);

  it("angles beyond those of accurate sines are the CPU's", async () => {
    const f = `cos(1e5*(${sum(4, (x) => x)}))^2`;
    const result = await run(
      { f, variables: variables(4, 0, 1), tolerance: 1e-2, maxEvaluations: 4e5 },
      "f32",
    );
    expect(Math.abs((result.integral as number) - 0.5)).toBeLessThanOrEqual(result.estimate.total as number);
  }, 60_000);
});
