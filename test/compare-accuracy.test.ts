import { describe, expect, it } from "vitest";
import { accuracyComparisonReport } from "../node/commands/compare-accuracy-report.ts";
import { compareAccuracy } from "../src/benchmark/compare-accuracy.ts";
import type { AccuracyContender } from "../src/benchmark/measure-accuracy.ts";
import { regionsAlone } from "../src/cpu/regions.ts";
import { IntegrateError } from "../src/errors.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { makeIntegrandRule } from "../src/quadrature/integrands/integrand-rule.ts";
import type { Measure } from "../src/quadrature/rules/measure.ts";
import { fakeHost } from "./contenders.ts";

const problem = prepareAccuracy({ f: "cos(x+y)", x: [0, "pi"], y: [0, "pi"], tolerance: 1e-6 });

interface Fake extends Partial<Omit<AccuracyContender, "open">> {
  setup?: number;
  /** Workers that have a part in it; default: as many as it has. */
  workers?: null;
  /** Seconds of a pass. */
  pass?: number;
  /** Falsifies a region. */
  change?: (measure: Measure) => Measure;
  refusal?: IntegrateError;
}

function compareFakes(...fakes: Fake[]) {
  const { host, pass: wait } = fakeHost();
  const contenders = fakes.map((fake): AccuracyContender => {
    const { backend = "serial", precision = "f64", threads = null } = fake;
    const { workers = threads, setup = 0, pass = 1, change = (one) => one, refusal } = fake;
    return {
      ...{ backend, precision, threads },
      async open() {
        wait(setup);
        if (refusal) throw refusal;
        const open = (integrand: Parameters<typeof makeIntegrandRule>[0]) => {
          const worker = regionsAlone(makeIntegrandRule(integrand), host);
          return {
            ...worker,
            threads: workers,
            async measure(regions: Parameters<typeof worker.measure>[0]) {
              wait(pass);
              return (await worker.measure(regions)).map(change);
            },
          };
        };
        return { regions: { name: backend, precision, adapter: null, open }, close() {} };
      },
    };
  });
  return compareAccuracy(problem, contenders, host, { rounds: 3, fill: 0 });
}

const f32 = { backend: "gpu", precision: "f32" } as const;
const off = (by: number) => (one: Measure) => ({ ...one, value: one.value * (1 + by) });

describe("on an accuracy", () => {
  it("results agree within the sum of their claims, and no further", async () => {
    // 16 regions that together are off by 4e-7.
    const claiming = (error: number) => (one: Measure) => ({ ...off(1e-7)(one), error });
    const near = await compareFakes({}, { ...f32, change: claiming(1e-7) });
    const [serial, gpu] = near.results;
    expect((serial?.integral ?? 0) - (gpu?.integral ?? 0)).toBeCloseTo(4e-7, 9);
    expect(near.agreement).toMatchObject({ reference: "serial f64", ok: true });
    const claims = (serial?.estimate.total ?? 0) + (gpu?.estimate.total ?? 0);
    expect(near.agreement.verdicts[1]).toMatchObject({ ok: true, bound: claims });
    const far = await compareFakes({}, { ...f32, change: claiming(1e-9) });
    expect(far.agreement).toMatchObject({ ok: false, verdicts: [{ ok: true }, { ok: false }] });
    expect(accuracyComparisonReport(far, problem, 80)).toContain("gpu f32 DISAGREE");
  });

  it("one that rounding stopped short is shown as such and not judged", async () => {
    const coarse = (one: Measure) => ({ ...off(1e-3)(one), error: 1e-3, rounding: 1e-3 });
    const compared = await compareFakes({}, { ...f32, change: coarse, pass: 0.1 });
    expect(compared.results[1]?.status).toBe("rounding");
    expect(compared.agreement).toMatchObject({ ok: true, verdicts: [{ ok: true }, { ok: null }] });
    const text = accuracyComparisonReport(compared, problem, 80);
    expect(text).toMatch(/^gpu +f32 .* rounding +not judged$/m);
    // It has not done the same work, so that nothing is faster than anything.
    expect(text).not.toContain("times as fast");
  });

  it("seconds are medians with every sample, and the speed is that over serial", async () => {
    const { results, speedup } = await compareFakes(
      { pass: 6 },
      { backend: "threads", threads: 2, pass: 3, setup: 1 },
      { ...f32, pass: 1, setup: 2 },
    );
    expect(results.map(({ samples }) => samples?.length)).toEqual([3, 3, 3]);
    const passes = (results[0]?.seconds.compute ?? 0) / 6;
    expect(passes).toBeCloseTo(Math.round(passes), 6);
    expect(speedup["threads f64"]?.compute).toBeCloseTo(2, 6);
    expect(speedup["gpu f32"]?.compute).toBeCloseTo(6, 6);
    expect(results[2]?.seconds.total).toBeCloseTo(passes + 2, 6);
    expect(results.map(({ precision }) => precision)).toEqual(["f64", "f64", "f32"]);
  });

  it("threads that shared the work are said to be faster, and those that did not are not", async () => {
    const shared = await compareFakes({ pass: 2 }, { backend: "threads", threads: 2 });
    const faster = "2 threads are 2.00 times as fast as serial";
    expect(accuracyComparisonReport(shared, problem, 80)).toContain(faster);
    const alone = await compareFakes({ pass: 2 }, { backend: "threads", threads: 2, workers: null });
    expect([shared.alone, alone.alone]).toEqual([[], ["threads f64"]]);
    const text = accuracyComparisonReport(alone, problem, 80);
    expect(text).toContain("Too little work to share: threads f64 ×2 used no worker.");
    expect(text).not.toContain("times as fast");
  });

  it("a device that refuses is a row that says why", async () => {
    const refusal = new IntegrateError("gpu", "its products are not exact");
    const compared = await compareFakes({}, { backend: "gpu", precision: "df64", refusal });
    expect(compared.refusals).toMatchObject([{ name: "gpu df64", reason: "its products are not exact" }]);
    const text = accuracyComparisonReport(compared, problem, 80);
    expect(text).toMatch(/^gpu +df64 +refused: its products are not exact$/m);
  });
});
