import { expect, it } from "vitest";
import type { Estimate } from "../../src/accuracy/claim.ts";
import { equalWidth } from "../../src/accuracy/widths.ts";
import { RULE_NAMES, type RuleName } from "../../src/problem/grid.ts";
import { RULES } from "../../src/quadrature/rules/rule.ts";
import { domains, estimated, judged, misleading } from "../estimate-suite.ts";

/** Of exp(x y) over x from 0 to 2 and y from 0 to 1: the sum of 2^k / (k k!). */
const EXP_XY = 3.683871510540412;

const RULES_TRIED = ["midpoint", "trapezoid", "gauss3", "gauss8"] as const;

it("is never wrong in silence in one to three variables, over any limits, by any rule", async () => {
  const { silent, above, runs } = await judged(domains(RULES_TRIED, [0]));
  expect(runs).toBeGreaterThan(80);
  expect(silent).toEqual([]);
  expect(above).toBeLessThanOrEqual(0.02 * runs);
}, 120_000);

it("is never wrong in silence on misleading integrands by rules of high order", async () => {
  const some = misleading((_, k) => k % 4 === 1, [20, 150], ["gauss2", "gauss8"]);
  const { silent, above, runs } = await judged(some);
  expect(silent).toEqual([]);
  expect(above).toBeLessThanOrEqual(0.02 * runs);
}, 120_000);

it("does not doubt smooth integrands, and claims little more than their error", async () => {
  for (const { options, exact, smooth } of domains(["simpson", "gauss3", "gauss8"], [1])) {
    if (!smooth) continue;
    const { error, estimate, doubts, integral } = await estimated(options, exact);
    const named = JSON.stringify(options);
    expect(doubts, named).toEqual([]);
    const { total, regime } = estimate as Estimate;
    expect(regime, named).not.toBe("not asymptotic");
    const three = Object.keys(options.variables).length > 2;
    const roundoff = (three ? 1e-4 : 1e-9) * Math.max(1, Math.abs(integral));
    expect(total, named).toBeLessThan(10 * (error as number) + roundoff);
  }
}, 60_000);

it.each<[RuleName, number, number]>([
  ["trapezoid", 40, 2],
  ["simpson", 40, 4],
  ["gauss2", 40, 4],
  ["gauss3", 12, 6],
  ["gauss4", 6, 8],
  ["gauss5", 2, 10],
])("sees the order of %s at n = %d: %d", async (rule, n, order) => {
  const { error, estimate } = await estimated({ f: "exp(x*y)", x: "0,2", y: "0,1", n, rule }, EXP_XY);
  expect(estimate?.regime).toBe("asymptotic");
  expect(Math.abs((estimate?.order as number) - order)).toBeLessThan(0.2);
  expect(estimate?.total).toBeGreaterThan(error as number);
  expect(estimate?.total).toBeLessThan(3 * (error as number) + 1e-13);
});

it.each<[RuleName, number]>([
  ["gauss8", 20],
  ["gauss16", 20],
  ["gauss5", 300],
])("claims no more than rounding for cos(x+y) by %s at n = %d", async (rule, n) => {
  const { error, estimate, doubts } = await estimated({ f: "cos(x+y)", x: "0,pi", y: "0,pi", n, rule }, -4);
  expect(doubts).toEqual([]);
  expect(estimate).toMatchObject({ regime: "below rounding", order: null });
  expect(estimate?.total).toBeLessThan(3e-14);
  expect(estimate?.total).toBeGreaterThan((error as number) / 3);
});

it.each([0.3, 0.5, 0.9])("holds at the tip of a cone at %d, on and off the corners of cells", async (at) => {
  // Of the distance from a corner of an a × b rectangle: integrate it in polar coordinates.
  const rectangle = (a: number, b: number) =>
    (2 * a * b * Math.hypot(a, b) + a ** 3 * Math.asinh(b / a) + b ** 3 * Math.asinh(a / b)) / 6;
  const ends = [at, 1 - at] as const;
  const exact = ends.flatMap((a) => ends.map((b) => rectangle(a, b))).reduce((sum, one) => sum + one);
  for (const rule of ["midpoint", "simpson", "gauss2", "gauss3", "gauss5"] as const) {
    for (const n of [15, 20, 30, 60, 61, 100]) {
      const options = { f: `hypot(x-${at},y-${at})`, x: "0,1", y: "0,1", n, rule };
      const { error, estimate } = await estimated(options, exact);
      const { total } = estimate as Estimate;
      expect(total, `${rule}, n = ${n}`).toBeGreaterThan(error as number);
      expect(total, `${rule}, n = ${n}`).toBeLessThan(2 / n ** 2);
    }
  }
});

it("names places by the variables, not by the coordinates of the box", async () => {
  const { doubts } = await estimated({
    f: "exp(-r)+1e3*exp(-1e7*((r-0.7321)^2+(phi-1)^2))",
    variables: { r: "0,inf", phi: "0,2*pi" },
    n: 200,
  });
  expect(doubts[0]).toMatch(/^f is [\d.e+-]+ at phi = 1\.0\d*, r = 0\.73\d*, far from/);
});

it.each([
  ["midpoint", 1, 1],
  // By hand, from the kernels at the middle of a cell: 1/3 and 1/24.
  ["simpson", 2 / 3, Math.sqrt(1 / 3)],
  ["trapezoid", 1, 1],
] as const)(
  "a cell of %s is as wrong where f jumps or kinks as midpoints %d and %d wide",
  (rule, jump, kink) => {
    expect(equalWidth(RULES[rule], "jump")).toBeCloseTo(jump, 12);
    expect(equalWidth(RULES[rule], "kink")).toBeCloseTo(kink, 12);
  },
);

it.each(RULE_NAMES)("no jump or kink in a cell of %s costs more than that", (rule) => {
  const { nodes, weights } = RULES[rule];
  const sum = (f: (t: number) => number) =>
    nodes.reduce((all, x, k) => all + (weights[k] as number) * f(x), 0);
  let [jump, kink] = [0, 0];
  for (let at = 0.0005; at < 1; at += 0.001) {
    jump = Math.max(jump, Math.abs(sum((t) => Number(t > at)) - (1 - at)));
    kink = Math.max(kink, Math.abs(sum((t) => Math.max(0, t - at)) - (1 - at) ** 2 / 2));
  }
  expect(2 * jump).toBeLessThanOrEqual(equalWidth(RULES[rule], "jump") + 1e-12);
  expect(2 * jump).toBeGreaterThan(0.98 * equalWidth(RULES[rule], "jump"));
  expect(Math.sqrt(8 * kink)).toBeLessThanOrEqual(equalWidth(RULES[rule], "kink") + 1e-12);
  expect(Math.sqrt(8 * kink)).toBeGreaterThan(0.98 * equalWidth(RULES[rule], "kink"));
});
