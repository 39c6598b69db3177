import { describe, expect, it } from "vitest";
import { conclusion } from "../node/commands/comparison-text.ts";
import { boundsOf } from "../src/accuracy/bound.ts";
import { compare } from "../src/benchmark/compare.ts";
import { title } from "../src/benchmark/labels.ts";
import { prepare } from "../src/problem/problem.ts";
import { type Fake, fake, fakeHost } from "./contenders.ts";

const problem = prepare({ f: "cos(x+y)", n: 64 });

function compareFakes(...fakes: Fake[]) {
  const clock = fakeHost();
  const contenders = fakes.map((one) => fake(clock, one));
  return compare(problem, contenders, clock.host, { rounds: 3, fill: 0 });
}

describe("agreement", () => {
  const f32: Fake = { backend: "gpu", precision: "f32" };

  it("holds where sums differ by what their precision allows", async () => {
    const { agreement } = await compareFakes(
      {},
      { backend: "threads", threads: 4 },
      { ...f32, change: (partial) => partial * (1 + 1e-7) },
      { backend: "gpu", precision: "df64", change: (partial) => partial * (1 + 1e-13) },
    );
    expect(agreement).toMatchObject({ ok: true, reference: "serial f64" });
    expect(agreement.verdicts.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(agreement.maxDifference).toBeCloseTo(4e-7, 8);
  });

  it.each<[string, Fake]>([
    ["zeros in f32", { ...f32, change: () => 0 }],
    ["a sine off by 1e-5", { ...f32, change: (partial) => partial * (1 + 1e-5) }],
    ["f32's digits in df64", { backend: "gpu", precision: "df64", change: Math.fround }],
    ["threads off in the last bit", { backend: "threads", threads: 2, change: (p) => p * (1 + 2 ** -52) }],
  ])("breaks with %s", async (_, wrong) => {
    const { agreement } = await compareFakes({}, wrong);
    expect(agreement.ok).toBe(false);
    expect(agreement.verdicts[1]?.ok).toBe(false);
  });

  it("is not asked of fast, which promises nothing, however wrong", async () => {
    const { agreement } = await compareFakes({}, { backend: "gpu", precision: "fast", change: () => 0 });
    expect(agreement.ok).toBe(true);
    expect(agreement.maxDifference).toBe(0);
    expect(agreement.verdicts[1]).toMatchObject({ name: "gpu fast", ok: null, bound: null });
    expect(agreement.verdicts[1]?.difference).toBeCloseTo(4, 2);
  });

  it("is held against threads where serial is not there, and without either judges nothing", async () => {
    const { agreement } = await compareFakes({ backend: "threads", threads: 2 }, f32);
    expect(agreement.reference).toBe("threads f64");
    const alone = await compareFakes(f32);
    expect(alone.agreement).toMatchObject({ reference: null, verdicts: [{ ok: null }] });
  });
});

describe("speed-ups", () => {
  it("are over serial and over all threads, by compute and with the setup", async () => {
    const { speedup, spread } = await compareFakes(
      { setup: 0, compute: () => 12 },
      { backend: "threads", threads: 1, setup: 1, compute: () => 14 },
      { backend: "threads", threads: 4, setup: 1, compute: () => 4 },
      { backend: "gpu", precision: "f32", setup: 5, compute: (_, k) => [9, 0.5, 1, 1.5][k] as number },
    );
    expect(Object.keys(speedup)).toEqual(["serial f64", "threads f64 x1", "threads f64", "gpu f32"]);
    const rounded = Object.values(speedup["gpu f32"] ?? {}).map((ratio) => Number(ratio?.toFixed(3)));
    expect(rounded).toEqual([12, 2, 4, 0.833]);
    expect(speedup["threads f64"]?.compute).toBeCloseTo(3, 6);
    // 0.5, 1, 1.5: the 10th percentile is 0.6, the 90th 1.4.
    expect(spread["gpu f32"]).toBeCloseTo(0.4, 6);
  });

  it("are null without what they are over", async () => {
    const { speedup } = await compareFakes({ compute: () => 2 }, { backend: "gpu", precision: "f32" });
    expect(speedup["gpu f32"]).toMatchObject({ computeOverThreads: null, totalOverThreads: null });
    expect(speedup["gpu f32"]?.compute).toBeCloseTo(2, 6);
  });
});

it.each([
  ["threads", "f64", null, "CPU threads"],
  ["threads", "f64", 1, "1 CPU thread"],
  ["threads", "f64", 8, "8 CPU threads"],
  ["serial", "f64", null, "one CPU thread"],
  ["gpu", "df64", null, "GPU df64"],
] as const)("%s %s with %s workers is called so on the page", (backend, precision, threads, name) =>
  expect(title({ backend, precision, threads })).toBe(name),
);

describe("the sentence at the end", () => {
  const gpu: Fake = { backend: "gpu", precision: "f32" };
  const two: Fake = { backend: "threads", threads: 2 };
  it.each<[Fake[], string]>([
    [
      [
        { ...two, setup: 0, compute: () => 41 },
        { ...gpu, setup: 20, compute: () => 10 },
      ],
      "gpu f32 is 4.10 times as fast as 2 threads (1.37 with its setup); all integrals agree",
    ],
    [
      [
        { ...two, compute: () => 10 },
        { ...gpu, setup: 10, compute: () => 20 },
      ],
      "2 threads are 2.00 times as fast as gpu f32 (3.00 with its setup); all integrals agree",
    ],
    [
      [{ compute: () => 6 }, { ...two, compute: () => 3 }, { ...gpu, precision: "fast", compute: () => 1 }],
      "2 threads are 2.00 times as fast as serial (2.00 with its setup); all integrals agree",
    ],
    [[{ compute: () => 2 }, { ...gpu, change: () => 0 }], "gpu f32 DISAGREE"],
    [[{ ...gpu, precision: "fast", change: () => 0 }, {}], "no integral could be judged"],
  ])("%#: %s", async (fakes, words) => {
    expect(conclusion(await compareFakes(...fakes))).toContain(words);
  });
});

describe("what a precision promises", () => {
  const area = Math.PI ** 2;

  it("is epsilon, area and sensitivity, by hand for sin(x+y): |sin s| + 2 s |cos s|, at most 4 pi", () => {
    const most = 4 * Math.PI;
    for (const [precision, epsilon] of [
      ["f32", 1e-7],
      ["df64", 1e-12],
      ["f64", 1e-14],
    ] as const) {
      const bound = boundsOf(prepare({ n: 1000 }))[precision];
      expect(bound).toBeLessThanOrEqual(epsilon * area * most * (1 + 1e-5));
      expect(bound).toBeGreaterThan(0.98 * epsilon * area * most);
    }
    expect(boundsOf(prepare()).fast).toBe(Number.POSITIVE_INFINITY);
  });

  it("sees a peak between the nodes that are looked at first", () => {
    const f = "exp(-1e5*((x-0.3)^2+(y-0.71)^2))";
    const peak = prepare({ f, x: [0, 1], y: [0, 1], n: 4000 });
    // At the peak f itself is 1, and on its flanks the other terms add some.
    expect(boundsOf(peak).f32).toBeGreaterThan(1e-7);
    expect(boundsOf(peak).f32).toBeLessThan(1e-4);
  });

  // Integrals that are right, and whose peaks lie between all nodes that are looked at first.
  it.each([
    ["exp(-x^2-y^2)", 1000, 1.2e-7],
    ["exp(-1e8*((x-.3)^2+(y-.7)^2))", 1, 8.8e-13],
    ["exp(-1e3*((x-.3)^2))+1e6*exp(-1e8*((x-.31)^2+(y-.7)^2))", 1, 5e-6],
    ["max(0,1-1e4*abs(x-.5123))", 1, 4.3e-8],
    ["max(0,1-1e4*abs(x-.5123))*1e10+y", 1, 430],
  ])("leaves f32 room for the peak of %s", (f, far, off) => {
    const limits = [far === 1 ? 0 : -far, far] as const;
    expect(boundsOf(prepare({ f, x: limits, y: limits, n: 4000 })).f32).toBeGreaterThan(off);
  });

  it("is none where f jumps, which any rounding may move", () => {
    expect(boundsOf(prepare({ f: "floor(x/0.1)", n: 1005 })).df64).toBe(Number.POSITIVE_INFINITY);
    expect(boundsOf(prepare({ f: "x+y<1", n: 1000 })).f32).toBe(Number.POSITIVE_INFINITY);
  });

  it("is nothing where there is no area", () => {
    expect(boundsOf(prepare({ f: "1/x", x: [1, 1], y: [0, 1], n: 10 })).f32).toBe(0);
  });

  it("leaves room for what is too small for the arithmetic", () => {
    const tiny = prepare({ f: "1e-30*x*1e-12", x: [0, 1], y: [0, 1], n: 10 });
    expect(boundsOf(tiny).f32).toBeGreaterThan(2 ** -127);
    const small = prepare({ f: "1e-3*x", x: [0, 1], y: [0, 1], n: 1000 });
    // f, x and 1e-3, each 1e-3 at x = 1.
    expect(boundsOf(small).f32).toBeCloseTo(3e-10, 11);
  });
});
