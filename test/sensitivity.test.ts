import { expect, it } from "vitest";
import { integrandOf } from "../src/integrand/integrand.ts";
import { sensitivity } from "../src/integrand/sensitivity.ts";

it.each<[string, number, number, number]>([
  // By hand: |f| + |(x+y) cos(x+y)| + |x cos(x+y)| + |y cos(x+y)|.
  ["sin(x+y)", 0.5, 0.25, Math.sin(0.75) + 1.5 * Math.cos(0.75)],
  // 1 - cos x, cos x, x, and 1: cancellation makes it about 2, where f itself is 5e-5.
  ["1-cos(x)", 0.01, 0, 1 - Math.cos(0.01) + Math.cos(0.01) + 0.01 * Math.sin(0.01) + 1],
  // x y, x, y.
  ["x*y", 3, 5, 45],
  // x^2 as one operation: f, and x * 2 x.
  ["x^2", 3, 0, 9 + 18],
  ["7", 1, 1, 7],
  // y < 1 has no slope, and the branch not taken does not count.
  ["y < 1 ? x : 1/x", 2, 0, 4],
])("%s at %d, %d", (text, x, y, expected) => {
  expect(sensitivity(integrandOf(text), x, y).sum).toBeCloseTo(expected, 7);
});
