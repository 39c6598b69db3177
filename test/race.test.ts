import { describe, expect, it } from "vitest";
import { RACE_SECONDS, race } from "../src/benchmark/race.ts";
import { sideOf } from "../src/benchmark/sizes.ts";
import { IntegrateError } from "../src/errors.ts";
import { prepare } from "../src/problem/problem.ts";
import type { Result } from "../src/run/result.ts";
import { aboutRace } from "../web/race/about.ts";
import { type Pair, winsFrom } from "../web/race/crossing.ts";
import { rateWithSpread, sentence } from "../web/race/words.ts";
import { type Fake, fake, fakeHost } from "./contenders.ts";

const problem = prepare({ f: "cos(x+y)" });

/** A race of contenders whose times are known. */
async function raced(prepared: typeof problem, ...fakes: Fake[]) {
  const clock = fakeHost();
  const rates = new Map<string, number[]>();
  const found = await race(
    prepared,
    fakes.map((one) => fake(clock, one)),
    clock.host,
    { onSample: ({ backend }, all) => rates.set(backend, [...all]) },
  );
  return { ...found, rates, seconds: clock.host.now() / 1000 };
}

const GPU: Fake = { backend: "gpu", precision: "f32" };
const THREADS: Fake = { backend: "threads", threads: 8 };
const at = (rate: number) => (nodes: number) => nodes / rate;

describe("a race", () => {
  it("finds the rates, whatever the grids, and takes the time that is said beforehand", async () => {
    const { entries, checked, rates, seconds } = await raced(
      problem,
      { ...GPU, compute: at(800_000) },
      { ...THREADS, compute: at(100_000) },
      { compute: at(20_000) },
    );
    const results = entries.map(({ result }) => result as Result);
    for (const [k, rate] of [800_000, 100_000, 20_000].entries())
      expect(results[k]?.cellsPerSecond).toBeCloseTo(rate, -2);
    const sides = results.map(sideOf);
    expect(sides).toEqual([...sides].sort((a, b) => b - a));
    // About a second of the GPU, and no less than a fifth of one for the others.
    expect(results[0]?.seconds.compute).toBeGreaterThan(0.6);
    expect(results[0]?.seconds.compute).toBeLessThan(1.2);
    for (const { seconds: own, samples } of results) {
      expect(own.compute).toBeGreaterThan(0.2);
      expect(samples?.length).toBeGreaterThanOrEqual(3);
    }
    expect(seconds).toBeLessThan(1.2 * RACE_SECONDS);
    expect(rates.get("gpu")).toHaveLength(results[0]?.samples?.length as number);
    expect(checked.n).toBe(Math.min(...sides));
    expect(checked.results.map(sideOf)).toEqual(sides.map(() => checked.n));
    expect(checked.agreement).toMatchObject({ ok: true, reference: "serial f64" });
  });

  it("gives all the same grid where they take about as long", async () => {
    const { entries } = await raced(
      problem,
      { ...GPU, compute: at(100_000) },
      { ...THREADS, compute: at(90_000) },
    );
    const [gpu, threads] = entries.map(({ result }) => sideOf(result as Result));
    expect(threads).toBe(gpu);
  });

  it("is not misled by a run that something else held up", async () => {
    const held = (nodes: number, k: number) => nodes / 100_000 + (k === 0 ? 1 : 0);
    const { entries } = await raced(problem, { ...GPU, compute: held });
    expect(entries[0]?.result?.seconds.compute).toBeGreaterThan(0.6);
    expect(entries[0]?.result?.cellsPerSecond).toBeCloseTo(100_000, -2);
  });

  it("is not misled by a GPU that takes a tenth of a second for any grid", async () => {
    const polled = (nodes: number) => 0.1 * Math.ceil(1 + nodes / 200_000 / 0.1);
    const { entries } = await raced(problem, { ...GPU, compute: polled });
    // The last tenth of a second and the first are all that is not the cells'.
    const rate = entries[0]?.result?.cellsPerSecond as number;
    expect(rate).toBeGreaterThan(0.75 * 200_000);
    expect(rate).toBeLessThan(200_000);
  });

  it("repeats short runs where a grid cannot be large enough, and never exceeds what a grid may be", async () => {
    const line = prepare({ f: "4/(1+t^2)", variables: { t: [0, 1] } });
    const { entries } = await raced(line, { ...GPU, compute: at(1.4e7) });
    const [gpu] = entries;
    expect(sideOf(gpu?.result as Result)).toBe(1_000_000);
    // Of 71 ms each, so that a round has at least three.
    expect(gpu?.result?.samples?.length).toBeGreaterThanOrEqual(15);
  });

  it("finds the integral that is not", async () => {
    const wrong: Fake = { ...GPU, compute: at(50_000), change: (partial) => 1.001 * partial };
    const { checked } = await raced(problem, wrong, { compute: at(20_000) });
    expect(checked.agreement.ok).toBe(false);
    expect(checked.agreement.verdicts.map(({ ok }) => ok)).toEqual([false, true]);
    // The integral is -4.
    expect(checked.agreement.verdicts[0]?.difference).toBeCloseTo(0.004, 6);
  });

  it("goes on without a GPU that refuses, and says why", async () => {
    const clock = fakeHost();
    const missing = { ...fake(clock, GPU), open: () => Promise.reject(noGpu()) };
    const { entries, checked } = await race(
      problem,
      [missing, fake(clock, { compute: at(50_000) })],
      clock.host,
    );
    expect(entries[0]).toMatchObject({ result: null, refusal: "no GPU: there is none" });
    expect(entries[1]?.result?.cellsPerSecond).toBeCloseTo(50_000, -2);
    expect(checked.results).toHaveLength(1);
  });
});

describe("what a race comes to", () => {
  const gpu: Fake = { ...GPU, compute: at(800_000) };
  const one: Fake = { compute: at(60_000) };
  const all = (rate: number): Fake => ({ ...THREADS, compute: at(rate) });

  it("is how many times the fastest of the CPU, by its name", async () => {
    expect(sentence(await raced(problem, gpu, all(100_000), one))).toBe(
      "Your GPU: 800 kcell/s, 8.0 times this browser's 8 CPU threads",
    );
    const slow = await raced(problem, gpu, all(40_000), one);
    expect(sentence(slow)).toBe("Your GPU: 800 kcell/s, 13 times one CPU thread");
    expect(aboutRace(slow, false, "Chrome").join(" ")).toContain(
      "One CPU thread was faster than 8 CPU threads",
    );
    const slower = await raced(problem, { ...GPU, compute: at(40_000) }, all(100_000), one);
    expect(sentence(slower)).toBe("Your GPU: 40 kcell/s; this browser's 8 CPU threads are 2.5 times as fast");
    const beaten = await raced(problem, { ...GPU, compute: at(40_000) }, all(20_000), one);
    expect(sentence(beaten)).toBe("Your GPU: 40 kcell/s; one CPU thread is 1.5 times as fast");
  });

  it("has the spread of the ratio, which both rates have a part in", async () => {
    const found = await raced(problem, gpu, all(100_000), one);
    const spreads = (own: number, other: number) => ({
      ...found,
      entries: found.entries.map((entry, k) => ({ ...entry, spread: k ? other : own })),
    });
    // Of 8.0 times: the root of 0.03² + 0.04² is 0.05, and 0.4 times.
    expect(sentence(spreads(0.03, 0.04))).toBe(
      "Your GPU: 800 kcell/s, 8.0 ± 0.4 times this browser's 8 CPU threads",
    );
    expect(sentence(spreads(0.001, 0))).toContain("8.0 ± 0.1 times");
  });

  it("is, without a GPU, the faster of the CPU against the other", async () => {
    expect(sentence(await raced(problem, all(100_000), one))).toBe(
      "8 CPU threads: 100 kcell/s, 1.7 times one CPU thread",
    );
    expect(sentence(await raced(problem, all(40_000), one))).toBe(
      "One CPU thread: 60 kcell/s, 1.5 times this browser's 8 CPU threads",
    );
  });

  it("is no ratio of single runs, nor of runs that differ by more than half; no spread of fewer than three", async () => {
    const found = await raced(problem, gpu, one);
    const single = found.entries.map((entry) => {
      const result = entry.result as Result;
      return { ...entry, spread: null, result: { ...result, samples: [result.seconds.compute] } };
    });
    expect(sentence({ ...found, entries: single })).not.toMatch(/times|cell/);
    expect(single.map(rateWithSpread)).toEqual(["800 kcell/s, one run", "60 kcell/s, one run"]);
    expect(aboutRace({ ...found, entries: single }, false, "").join(" ")).toContain(
      "one run each, so no spread is known",
    );
    const unsteady = (nodes: number, k: number) => (nodes / 50_000) * (k % 2 ? 1 : 4);
    expect(sentence(await raced(problem, gpu, { compute: unsteady }))).toBe(
      "The machine is too busy for a race: the times of one CPU thread vary by more than half",
    );
  });
});

describe("from where on the GPU wins", () => {
  /** Won at the n after which there is a plus. */
  const pairs = (text: string): Pair[] =>
    text.split(" ").map((one) => ({ n: Number.parseFloat(one), own: one.endsWith("+") ? 1 : 2, other: 1.5 }));

  it.each([
    ["250 500 1000+ 2000+", 654, "from about n = 700 on"],
    ["250 500 1000+ 2000+", 1494, "from somewhere between n = 500 and n = 1,000 on"],
    ["250 500 1000+ 2000+", 494, "from somewhere between n = 500 and n = 1,000 on"],
    ["250 500+ 1000+ 2000+", 494, "from about n = 500 on"],
    ["1000 2000+", 1237, "from about n = 1,200 on"],
    ["250+ 500 1000+ 2000+", 494, "from somewhere between n = 250 and n = 500 on"],
    ["250 500 1000 2000", 5321, "from about n = 5,000 (extrapolated)"],
    ["250 500 1000 2000", 2044, "beyond n = 2,000 (extrapolated)"],
    ["250 500 1000 2000", 400, null],
    ["250 500 1000 2000", null, null],
    ["250+ 500 1000+ 2000", null, "at some n only"],
    ["250+ 500+", 0, "at every n measured"],
  ])("is, of %s and a crossing at %s, %s", (text, fit, words) => {
    expect(winsFrom(pairs(text), fit)).toBe(words);
  });
});

function noGpu(): Error {
  return new IntegrateError("no-adapter", "no GPU: there is none");
}
