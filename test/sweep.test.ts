import { describe, expect, it } from "vitest";
import { SWEEP_PROTOCOL } from "../src/benchmark/measure.ts";
import { sizesBetween, sweep } from "../src/benchmark/sweep.ts";
import { prepare } from "../src/problem/problem.ts";
import { type Fake, fake, fakeHost } from "./contenders.ts";

const problem = prepare({ f: "cos(x+y)" });

function sweepFakes(sizes: readonly number[], budget: number, ...fakes: Fake[]) {
  const clock = fakeHost();
  return sweep(
    problem,
    sizes,
    fakes.map((one) => fake(clock, one)),
    clock.host,
    budget,
  );
}

describe("sizes", () => {
  it("go from the first to the last in equal ratios", () => {
    expect(sizesBetween(250, 32_000, 8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000]);
    expect(sizesBetween(1, 4, 9)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [10, 10],
    [20, 10],
    [0, 10],
    [1.5, 10],
    [1, 1_000_001],
  ])("%d to %d are refused", (first, last) => {
    expect(() => sizesBetween(first, last, 8)).toThrow(
      "two whole numbers up to 1,000,000, the second larger",
    );
  });
});

describe("times that are known", () => {
  const line = (fixed: number, perCell: number) => (cells: number) => fixed + perCell * cells;
  const threads = (count: number, perCell: number): Fake => {
    return { backend: "threads", threads: count, setup: 2, compute: line(1, perCell) };
  };
  const swept = sweepFakes(
    [4, 8, 16, 32],
    1e9,
    { compute: line(0, 8) },
    threads(1, 8),
    threads(2, 4.5),
    threads(4, 4),
    { backend: "gpu", precision: "f32", setup: 1000, compute: line(101, 3) },
    { backend: "gpu", precision: "fast", setup: 0, compute: line(0.5, 1) },
    { backend: "gpu", precision: "df64", compute: line(0.5, 40) },
  );

  it("are taken apart into what is fixed and what a cell costs", async () => {
    const { fits } = await swept;
    const f32 = fits.find(({ contender }) => contender.precision === "f32");
    expect(f32?.setup).toBeCloseTo(1000, 6);
    expect(f32?.compute?.fixed).toBeCloseTo(101, 3);
    expect(f32?.compute?.perCell).toBeCloseTo(3, 6);
    expect(f32?.compute?.misfit).toBeLessThan(1e-6);
  });

  it("give break-even n: (101 - 1) / (4 - 3) cells, with the setup 1098, always, and never", async () => {
    const { breakEven } = await swept;
    expect(breakEven).toEqual([
      { precision: "f32", compute: 10, total: Math.round(Math.sqrt(1098)) },
      { precision: "fast", compute: 0, total: 0 },
      { precision: "df64", compute: null, total: null },
    ]);
  });

  it("give the scaling of threads", async () => {
    const { scaling } = await swept;
    const shown = scaling.map(({ threads, speedup, efficiency }) =>
      [threads, speedup, efficiency].map((value) => Number(value.toFixed(4))),
    );
    expect(shown).toEqual([
      [1, 1, 1],
      [2, 1.7778, 0.8889],
      [4, 2, 0.5],
    ]);
  });

  it("come with integrals that agree at every n", async () => {
    const { agreement, results, sizes } = await swept;
    expect(agreement.map(({ n, ok }) => [n, ok])).toEqual(sizes.map((n) => [n, true]));
    expect(results).toHaveLength(4 * 7);
  });
});

it("a wrong backend is caught at the n at which it is wrong", async () => {
  let calls = 0;
  const runs = SWEEP_PROTOCOL.rounds + 1;
  const wrong: Fake = { backend: "gpu", precision: "f32", change: (v) => (calls++ < runs ? v : 1.001 * v) };
  const { agreement } = await sweepFakes([4, 8, 16], 1e9, {}, wrong);
  expect(agreement.map(({ ok }) => ok)).toEqual([true, false, false]);
});

it("what does not fit in the time that is left is left out, and the others go on", async () => {
  const slow: Fake = { compute: (cells) => cells / 16 };
  const quick: Fake = { backend: "threads", threads: 2, compute: (cells) => cells / 1600 };
  const { results, leftOut } = await sweepFakes([4, 8, 16, 32], 60, slow, quick);
  // One sample after a warm-up takes 2, 8 and 32 s, for which there is time, and then 128 s.
  expect(results.map(({ backend, problem }) => `${backend} ${problem.method.n[0]}`)).toEqual([
    "serial 4",
    "threads 4",
    "serial 8",
    "threads 8",
    "serial 16",
    "threads 16",
    "threads 32",
  ]);
  expect(leftOut).toEqual([
    {
      contender: { backend: "serial", precision: "f64", threads: null },
      from: 32,
      reason: expect.stringMatching(/^it would take 130 s, and \d+ s are left$/),
    },
  ]);
});

it("a budget that one sample of each fits in leaves nobody out, and more time brings more rounds", async () => {
  const compute = (cells: number) => cells * 1e-5;
  const grown: Fake[] = [
    { compute },
    ...[1, 2, 4].map((threads): Fake => ({ backend: "threads", threads, compute })),
    { backend: "gpu", precision: "f32", setup: 0.1, compute },
    { backend: "gpu", precision: "df64", setup: 0.5, compute },
  ];
  // At n = 200 a run takes 0.4 s: a sample of all six and their warm-ups 5.4 s, all rounds 15 s.
  const sizes = [25, 42, 71, 119, 200];
  const tight = await sweepFakes(sizes, 15, ...grown);
  expect(tight.leftOut).toEqual([]);
  const spent = tight.results.reduce((sum, { samples = [0], seconds }) => {
    return sum + seconds.setup + samples.reduce((a, b) => a + b, 0);
  }, 0);
  expect(spent).toBeGreaterThan(7.5);
  const ample = await sweepFakes(sizes, 60, ...grown);
  expect(ample.results.every(({ samples }) => (samples?.length ?? 0) >= 5)).toBe(true);
});

it("what is fast goes through its whole range", async () => {
  const quick: Fake = {
    backend: "gpu",
    precision: "f32",
    setup: 0.2,
    compute: (cells) => 0.02 + cells * 1e-9,
  };
  const serial: Fake = { compute: (cells) => cells * 1e-4 };
  const { results, leftOut } = await sweepFakes([16, 32, 64, 128], 5, serial, quick);
  expect(leftOut.map(({ contender }) => contender.backend)).not.toContain("gpu");
  expect(results.filter(({ backend }) => backend === "gpu")).toHaveLength(4);
});
