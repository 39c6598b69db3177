import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { RULE_NAMES, type RuleName } from "../src/problem/grid.ts";
import { prepare } from "../src/problem/problem.ts";
import { makeAxis, RULES, type Rule } from "../src/quadrature/rules/rule.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import published from "./legendre.json" with { type: "json" };

const all = Object.values(RULES);
const gauss = Object.entries(published.rules).map(([count, rows]) => ({
  rule: RULES[`gauss${count}` as RuleName],
  rows,
}));

/** Legendre's polynomials P_0 to P_degree at x, by the three-term recurrence. */
function legendre(degree: number, x: number): number[] {
  const values = [1, x];
  for (let k = 2; k <= degree; k++) {
    values.push(((2 * k - 1) * x * (values[k - 1] as number) - (k - 1) * (values[k - 2] as number)) / k);
  }
  return values;
}

/** The rule's sum over one cell, [0, 1]. */
function sumOf({ nodes, weights }: Rule, f: (x: number) => number): number {
  return nodes.reduce((sum, x, k) => sum + (weights[k] as number) * f(x), 0);
}

const serial = async (options: Parameters<typeof prepare>[0]) => {
  return (await integrate(prepare(options), (plan) => openSerial(plan, host), host)).integral;
};

describe("a rule", () => {
  it.each(gauss)("$rule.name has the published nodes and weights", ({ rule, rows }) => {
    const upper = rows.map(([x, weight]) => [Number(x), Number(weight)] as [number, number]);
    const lower = upper.filter(([x]) => x > 0).map(([x, weight]) => [-x, weight] as [number, number]);
    const expected = [...lower.reverse(), ...upper];
    expect(rule.nodes).toHaveLength(expected.length);
    for (const [k, [x, weight]] of expected.entries()) {
      expect(Math.abs(2 * (rule.nodes[k] as number) - 1 - x)).toBeLessThanOrEqual(2 ** -52);
      expect(Math.abs(2 * (rule.weights[k] as number) - weight)).toBeLessThanOrEqual(2 ** -51);
    }
  });

  it.each(all)("$name is symmetric, and its weights are positive and add up to 1", ({ nodes, weights }) => {
    expect(Math.abs(weights.reduce((a, b) => a + b) - 1)).toBeLessThanOrEqual(2 ** -51);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    expect(weights.toReversed()).toEqual(weights);
    for (const [k, x] of nodes.toReversed().entries())
      expect(Math.abs(1 - x - (nodes[k] as number))).toBeLessThanOrEqual(2 ** -53);
    expect(nodes.toSorted((a, b) => a - b)).toEqual(nodes);
  });

  it.each(all)("$name is exact for polynomials of a degree below its order, and of no other", (rule) => {
    for (let degree = 1; degree <= rule.order; degree++) {
      const sum = sumOf(rule, (x) => legendre(degree, 2 * x - 1)[degree] as number);
      // The integral is 0 for every degree; |P| is at most 1.
      if (degree < rule.order) expect(Math.abs(sum)).toBeLessThan(1e-15);
      else expect(Math.abs(sum)).toBeGreaterThan(0.15);
    }
  });

  it("of an unknown name is refused", () => {
    const advice = "must be midpoint, trapezoid, simpson, or gauss2 to gauss16";
    for (const rule of ["gauss1", "gauss17", "Simpson", "", "__proto__", 5, null]) {
      const wrong = expect.objectContaining({ code: "usage", argument: "rule", advice });
      expect(() => prepare({ rule: rule as RuleName })).toThrow(wrong);
    }
  });
});

describe.each(RULE_NAMES)("nodes of %s along an axis", (name) => {
  const [a, b, cells] = [-1, 5, 24];
  const axis = makeAxis(RULES[name], [a, b], cells);
  const nodes = axis.nodes();

  it("rise from cell to cell, those of an edge once", () => {
    const { nodes: own, closed } = RULES[name];
    expect(axis.count).toBe(cells * (own.length - Number(closed)) + Number(closed));
    expect([...nodes].every((x, k) => k === 0 || x > (nodes[k - 1] as number))).toBe(true);
    if (closed) expect([nodes[0], nodes.at(-1)]).toEqual([a, b]);
    const h = (b - a) / cells;
    for (const x of own) {
      const within = nodes.filter((node) => Math.abs((((node - a) / h - x + 0.5 + cells) % 1) - 0.5) < 1e-12);
      expect(within.length).toBeGreaterThanOrEqual(cells);
    }
  });

  it("have weights that add up to the length", () => {
    const weights = axis.weights() ?? nodes.map(() => 1);
    expect(weights).toHaveLength(axis.count);
    expect(weights.reduce((sum, weight) => sum + weight, 0) * axis.step).toBeCloseTo(b - a, 13);
  });

  it("do not depend on the range that they are taken from", () => {
    for (const [first, count] of [
      [0, 1],
      [1, 7],
      [axis.count - 3, 3],
    ] as const) {
      expect(axis.nodes(first, count)).toEqual(nodes.slice(first, first + count));
      expect(axis.weights(first, count)).toEqual(axis.weights()?.slice(first, first + count) ?? null);
    }
  });

  it("are those of the reversed axis, with the opposite sign", () => {
    const reversed = makeAxis(RULES[name], [b, a], cells);
    expect(reversed.step).toBe(-axis.step);
    const distances = reversed
      .nodes()
      .reverse()
      .map((x, k) => Math.abs(x - (nodes[k] as number)));
    expect(Math.max(...distances)).toBeLessThan(1e-15 * 5);
  });
});

describe("the order of a sum", () => {
  // Of Chebyshev's polynomial of that degree, whose highest derivative is constant: so the error is c h^p exactly.
  it.each(all)("of $name is $order", async ({ name, order }) => {
    const f = `cos(${order}*acos(2*t-1))`;
    const errors = [];
    for (const n of [1, 2])
      errors.push((await serial({ f, variables: { t: [0, 1] }, n, rule: name })) - 1 / (1 - order ** 2));
    const [coarse, fine] = errors as [number, number];
    expect(Math.abs(coarse)).toBeGreaterThan(0.1);
    expect(Math.log2(coarse / fine)).toBeCloseTo(order, 2);
  });

  it.each<[RuleName, number]>([
    ["midpoint", 2],
    ["trapezoid", 2],
    ["simpson", 4],
    ["gauss2", 4],
    ["gauss3", 6],
  ])("of %s is the same in two and three variables", async (rule, order) => {
    for (const names of ["xy", "xyz"]) {
      const f = `exp(2*(${[...names].join("+")}))`;
      const limits = Object.fromEntries([...names].map((name) => [name, "0,1"]));
      const exact = (Math.expm1(2) / 2) ** names.length;
      const [coarse, fine] = [
        await serial({ f, ...limits, n: 4, rule }),
        await serial({ f, ...limits, n: 8, rule }),
      ];
      expect(Math.log2((coarse - exact) / (fine - exact))).toBeCloseTo(order, 0);
    }
  });
});

// -(h / sin(h/2))^2 by midpoints; Gauss's rule with 8 nodes and h = pi / 20 is off by 1e-29.
it("gauss8 with 20 cells a side has cos(x+y) to 1e-14, where midpoints are off by 0.008", async () => {
  expect(Math.abs((await serial({ f: "cos(x+y)", n: 20, rule: "gauss8" })) + 4)).toBeLessThan(1e-14);
  expect(await serial({ f: "cos(x+y)", n: 20 })).toBeCloseTo(
    -((Math.PI / 20 / Math.sin(Math.PI / 40)) ** 2),
    13,
  );
});

describe("nodes at the edge", () => {
  it.each(["trapezoid", "simpson"] as const)("%s refuses a pole there and names the place", async (rule) => {
    const wrong = { code: "not-finite", message: "f is infinite at x = 0" };
    await expect(serial({ f: "1/sqrt(x)", x: [0, 1], n: 8, rule })).rejects.toMatchObject(wrong);
    await expect(serial({ f: "1/sqrt(1-x)", x: [0, 1], n: 8, rule })).rejects.toMatchObject({
      message: "f is infinite at x = 1",
    });
    const log = serial({ f: "log(t*r)", variables: { r: [0, 1], t: [1, 2] }, n: 4, rule });
    await expect(log).rejects.toMatchObject({ message: "f is minus infinite at r = 0, t = 1" });
  });

  // zeta(1/2, 1/2) = (sqrt(2) - 1) zeta(1/2), zeta(1/2) = -1.4603545088: the midpoint sum is off by that times sqrt(h).
  it("midpoints go around it", async () => {
    const n = 1000;
    const zeta = (Math.SQRT2 - 1) * -1.4603545088095868;
    const sum = await serial({ f: "1/sqrt(x)", x: [0, 1], n });
    expect(sum - 2).toBeCloseTo(zeta / Math.sqrt(n), 7);
  });

  // In terms of y = x u the integrand is sqrt(x) / sqrt(1+u), whose trapezoidal sum over x is 2/3 + zeta(-1/2) h^1.5.
  it.each(["trapezoid", "simpson"] as const)(
    "%s takes 0 where the range is empty, though f is infinite there",
    async (rule) => {
      const n = 1000;
      const exact = (4 / 3) * (Math.SQRT2 - 1);
      const sum = await serial({ f: "1/sqrt(x+y)", x: [0, 1], y: "0,x", n, rule });
      const zeta = -0.2078862249773546 * n ** -1.5;
      if (rule === "trapezoid") expect(sum - exact).toBeCloseTo(2 * (Math.SQRT2 - 1) * zeta, 6);
      expect(Math.abs(sum - exact)).toBeLessThan(1e-5);
    },
  );

  it.each(["trapezoid", "simpson"] as const)("%s refuses an infinite limit", (rule) => {
    for (const x of ["0,inf", "-inf,5", "-inf,inf", "inf,0"]) {
      const wrong = expect.objectContaining({
        code: "usage",
        message: expect.stringContaining("x has an infinite one: use midpoint or gauss"),
      });
      expect(() => prepare({ f: "exp(-x*x)", x, n: 8, rule })).toThrow(wrong);
    }
  });
});
