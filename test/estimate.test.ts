import { describe, expect, it } from "vitest";
import type { Estimate } from "../src/accuracy/claim.ts";
import { convergenceOf } from "../src/accuracy/convergence.ts";
import { type Survey, survey } from "../src/accuracy/survey.ts";
import { constantOf } from "../src/integrand/language/integrand.ts";
import { prepare } from "../src/problem/problem.ts";
import { midpoints } from "../src/quadrature/rules/rule.ts";
import { CASES, estimated, judged, misleading } from "./estimate-suite.ts";
import published from "./integrands.json" with { type: "json" };

it("is never wrong in silence: a quarter of the misleading integrands, at two n", async () => {
  const { runs, silent, above } = await judged(misleading((_, k) => k % 4 === 0, [50, 1000]));
  expect(runs).toBe(2 * Math.ceil(CASES.length / 4));
  expect(silent).toEqual([]);
  expect(above).toBeLessThanOrEqual(0.02 * runs);
});

it("is no more careful than it has to be where f is smooth and the grid resolves it", async () => {
  const smooth = CASES.filter(({ kind, f }) => kind === "smooth" && !f.includes("1000"));
  expect(smooth.length).toBeGreaterThan(10);
  for (const { f, x, y, exact } of smooth) {
    for (const n of [100, 1500]) {
      const { error, estimate, doubts, integral } = await estimated({ f, x, y, n }, Number(exact));
      expect([f, n, doubts, estimate?.regime]).not.toContain("not asymptotic");
      expect(doubts).toEqual([]);
      const roundoff = 2e-14 * Math.max(1, Math.abs(integral));
      expect(estimate?.total, f).toBeLessThan(10 * (error as number) + roundoff);
    }
  }
});

it("holds on the published integrals: the true error is below the claim", async () => {
  for (const { f, x, y, exact } of published.integrals) {
    for (const n of [20, 100, 333, 1000]) {
      const { error, estimate, doubts } = await estimated({ f, x, y, n }, constantOf(exact, "exact"));
      const { total, regime } = estimate as Estimate;
      if (!doubts.length && regime !== "not asymptotic")
        expect(error, `${f} ${n}`).toBeLessThanOrEqual(total);
    }
  }
});

it.each<[string, string, number]>([
  ["cos(x+y)", "0,pi", 2],
  ["exp(-(x-4)^2-(y-1)^2)", "0,5", 2],
  ["sqrt(x^2+y^2)", "0,1", 2],
  // A crease along the diagonal, through the corners of cells.
  ["abs(x-y)", "0,1", 2],
  ["abs(x^2+y^2-1/4)", "-1,1", 2],
  // Roots: h^1.5 along an edge, and at a corner.
  ["sqrt(x*y)", "0,1", 1.5],
  ["1/sqrt(2-x-y)", "-1,1", 1.5],
  ["x^(-1/4)", "0,1", 0.75],
  ["x < 1/3 ? 1 : 0", "0,1", 1],
])("sees the order of %s on %s: %d", async (f, limits, order) => {
  const { estimate } = await estimated({ f, x: limits, y: limits, n: 1024 });
  expect(estimate?.regime).toBe("asymptotic");
  expect(Math.abs((estimate?.order as number) - order)).toBeLessThan(0.2);
});

it.each([
  ["x+2*y", "0,1"],
  ["sin(x+y)", "0,pi"],
  ["7", "0,1"],
])("says that %s on %s is exact but for rounding", async (f, limits) => {
  const { estimate, doubts } = await estimated({ f, x: limits, y: limits, n: 300 });
  expect(estimate).toMatchObject({ regime: "below rounding", order: null });
  expect(doubts).toEqual([]);
});

it("knows the cut of atan2 as a jump, whatever two sums say", async () => {
  const limits = { x: "-1,1", y: "-1,sqrt(2)" };
  const exact = Number(CASES.find(({ f }) => f === "atan2(y,x)")?.exact);
  const { error, estimate } = await estimated({ f: "atan2(y,x)", ...limits, n: 1000 }, exact);
  expect(error).toBeGreaterThan(3e-3);
  expect(estimate?.total).toBeGreaterThan(error as number);
  expect(estimate?.order).toBe(1);
  // Where x is positive there is no cut.
  const { estimate: smooth } = await estimated({ f: "atan2(y,x)", x: "1,2", y: "-1,1", n: 1000 });
  expect(smooth?.regime).not.toBe("not asymptotic");
  expect(smooth?.total).toBeLessThan(1e-6);
});

describe("says in one line what to doubt", () => {
  it.each([
    ["cos(2*pi*2000*x)", 2000, /^other grids agree on a value 1\.0e\+0 away/],
    ["exp(-10000*((x-0.31)^2+(y-0.77)^2))", 50, /more than a tenth of the integral|from what other grids/],
    ["1/(x-0.5)", 1000, /^the sums show no order of convergence/],
    ["x*y > 0.9999 ? 1e3 : 0", 100, /^f is 1\.0e\+3 at x = 0\.9999\d*, y = 0\.9999\d*, far from/],
    ["exp(-1e8*(x-0.7321)^2)*(1+y)", 500, /^f is .* may miss a peak/],
  ])("%s at n = %d", async (f, n, doubt) => {
    const { doubts } = await estimated({ f, x: "0,1", y: "0,1", n });
    expect(doubts).toEqual([expect.stringMatching(doubt)]);
    expect(doubts[0]).not.toContain("\n");
  });

  it("that there is no estimate where f has a pole at a node of the estimate's grid alone", async () => {
    const grid = (f: string) => ({ f, x: "0,1", y: "0,1", n: 100 });
    const nodes = survey(prepare(grid("1/(x-0.3333)^2"))).sides[0]?.nodes as number;
    const pole = midpoints([0, 1], nodes)[5] as number;
    const { integral, estimate, doubts } = await estimated(grid(`1/(x-${pole})^2`));
    expect(Number.isFinite(integral)).toBe(true);
    expect(estimate).toBeNull();
    expect(doubts).toEqual([
      `no error estimate: f is not finite at x = ${Number(pole.toPrecision(12))}, y = 0.5, between the nodes of this grid`,
    ]);
  });
});

describe("convergence of sums", () => {
  const side = (p: number, c: number) => {
    const sum = (h: number) => c * h ** p;
    const drifts = [3, 9, 27].map((k) => sum(k) - sum(1)) as [number, number, number];
    const rough = [1, 3, 9].map((k) => 3 * Math.abs(sum(k))) as [number, number, number];
    return { axis: 0, nodes: 324, drifts, rough, aliased: 0 } as const;
  };
  const seen = (p: number): Survey => ({
    sum: 7 + 1e-6,
    size: 7,
    sensitivity: 7,
    breaks: null,
    bounded: true,
    sides: [side(p, 1e-6)],
    ladder: null,
    tips: false,
    unseen: null,
  });

  // M(h) = 7 + 1e-6 h^p.
  it.each([0.5, 1, 1.5, 2])("of order %d is extrapolated exactly", (p) => {
    const { order, value, error } = convergenceOf(seen(p), 1e-16);
    expect(order).toBeCloseTo(p, 8);
    expect(value).toBeCloseTo(7, 12);
    expect(error([0.1])).toBeCloseTo(1e-6 * 0.1 ** p, 12);
  });

  it("counts on no more than the second order", () => {
    const flat = { ...seen(2), sides: [{ ...side(2, 1e-6), drifts: [1e-9, 1e-6, 1e-4] as const }] };
    expect(convergenceOf(flat, 1e-16).error([0.5])).toBeCloseTo(1e-9 / 8 / 4, 14);
  });

  it("takes the roughness for the error where f kinks, though the sums are equal", () => {
    const kinked = {
      ...seen(2),
      breaks: "kink" as const,
      sides: [{ ...side(2, 1e-6), drifts: [0, 0, 0] as const }],
    };
    expect(convergenceOf(kinked, 1e-16).bound([0.5])).toBeCloseTo(3e-6 / 4, 12);
  });
});
