import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { discretization } from "../src/accuracy/estimate.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { constantOf } from "../src/integrand/integrand.ts";
import { type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/integrate.ts";
import type { Estimate } from "../src/run/result.ts";
import published from "./integrands.json" with { type: "json" };

const run = (options: ProblemOptions, exact?: number) => {
  return integrate(prepare(options), (plan) => openSerial(plan, host), host, { estimate: true, exact });
};

it("is honest: the true error is below three times the estimate on the published integrals", async () => {
  const misses: unknown[] = [];
  let runs = 0;
  for (const { f, x, y, exact } of published.integrals) {
    for (const n of [20, 100, 333, 1000, 2500]) {
      const { error, estimate } = await run({ f, x, y, n }, constantOf(exact, "exact"));
      const { discretization: grid, rounding } = estimate as Estimate;
      runs++;
      if ((error as number) > 3 * (grid + rounding)) misses.push([f, n, error, grid, rounding]);
      // Nor is it so careful as to say nothing.
      if (!f.includes("?")) expect(grid).toBeLessThan(20 * (error as number) + 1e-12);
    }
  }
  expect(runs).toBe(65);
  expect(misses.length, JSON.stringify(misses)).toBeLessThanOrEqual(0.05 * runs);
});

it.each<[string, string, number]>([
  ["cos(x+y)", "0,pi", 2],
  ["exp(-(x-4)^2-(y-1)^2)", "0,5", 2],
  ["sqrt(x^2+y^2)", "0,1", 2],
  // A crease along the diagonal, through the corners of cells.
  ["abs(x-y)", "0,1", 2],
  ["abs(x^2+y^2-1/4)", "-1,1", 2],
  // Roots: h^1.5 along an edge, along the diagonal, and at a corner.
  ["sqrt(x*y)", "0,1", 1.5],
  ["sqrt(abs(x-y))", "0,1", 1.5],
  ["1/sqrt(2-x-y)", "-1,1", 1.5],
  ["x^(-1/4)", "0,1", 0.75],
])("sees the order of %s on %s: %d", async (f, limits, order) => {
  const { estimate } = await run({ f, x: limits, y: limits, n: 1024 });
  expect(estimate?.regime).toBe("asymptotic");
  expect(Math.abs((estimate?.order as number) - order)).toBeLessThan(0.2);
});

describe("says so where there is no order to be seen", () => {
  it.each([
    ["sin(200*x*y)", "0,3", "not asymptotic"],
    ["x^2+y^2 < 0.3 ? 1 : 0", "0,1", "not asymptotic"],
    ["x+2*y", "0,1", "below rounding"],
    ["sin(x+y)", "0,pi", "below rounding"],
  ])("%s on %s", async (f, limits, regime) => {
    const { estimate } = await run({ f, x: limits, y: limits, n: 300 });
    expect(estimate).toMatchObject({ regime, order: null });
  });
});

describe("Richardson on three sums", () => {
  // M(h) = I + c h^p: differences c h^p (2^p - 1) and 2^p times that.
  it.each([0.5, 1, 1.5])("of order %d is exact", (p) => {
    const sum = (h: number) => 7 + 3 * h ** p;
    const seen = discretization([sum(0.01), sum(0.02), sum(0.04)], 1e-16, 0.1);
    expect(seen.order).toBeCloseTo(p, 10);
    expect(seen.discretization).toBeCloseTo(3 * 0.001 ** p, 10);
  });

  it("counts on no more than the second order", () => {
    const sum = (h: number) => h ** 4;
    const seen = discretization([sum(0.01), sum(0.02), sum(0.04)], 1e-16, 0.5);
    expect(seen.order).toBeCloseTo(4, 10);
    expect(seen.discretization).toBeGreaterThan(sum(0.005));
  });

  it("takes the largest difference where they grow", () => {
    expect(discretization([1, 3, 2], 1e-16, 0.1)).toEqual({
      discretization: 2,
      order: null,
      regime: "not asymptotic",
    });
  });
});
