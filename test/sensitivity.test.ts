import { expect, it } from "vitest";
import { boundsOf } from "../src/accuracy/bound.ts";
import { compileSensitivity } from "../src/integrand/code/family-code.ts";
import { parse } from "../src/integrand/language/parse.ts";
import { simplify } from "../src/integrand/language/simplify.ts";
import { sensitivity } from "../src/integrand/reading/sensitivity.ts";
import { prepare } from "../src/problem/problem.ts";

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
  // Next to the edge of the domain: f, and x / sqrt(1 - x^2).
  ["acos(x)", 1 - 2 ** -20, 0, Math.acos(1 - 2 ** -20) + (1 - 2 ** -20) / Math.sqrt(2 ** -19 - 2 ** -40)],
  // y < 1 has no slope, and the branch not taken does not count.
  ["y < 1 ? x : 1/x", 2, 0, 4],
])("%s at %d, %d", (text, x, y, expected) => {
  expect(sensitivity(simplify(parse(text, ["x", "y"])), [x, y]).sum).toBeCloseTo(expected, 7);
});

it.each<[string, number, number]>([
  // Of the product and of x, whose other factor is 1; and exp(-x), 32 times below the unit roundoff.
  ["x*(1-exp(-x))", 58 * Math.LN2, 2 + 1 / 32],
  // 1 - tanh(x) is 2 exp(-2 x).
  ["x*(1-tanh(x))", 29 * Math.LN2, 1 / 16],
  ["x*sqrt(1-exp(-x))", 800, 2],
])("rounding of %s at %d counts only values that are not exact", (text, x, times) => {
  const tree = simplify(parse(text, ["x"]));
  const { rounding } = sensitivity(tree, [x]);
  expect(rounding / x).toBeCloseTo(times, 7);
  expect(compileSensitivity(tree, new Set())(x, 0, 0, [])).toBeCloseTo(rounding, 10);
});

it("is taken at the nodes where f has no value between them", () => {
  // The nodes are the whole numbers from -15 to 15, where |f| is at most 1.5^15.
  const problem = prepare({ f: "(-1.5)^x", x: [-15.5, 15.5], y: [0, 1], nx: 31, ny: 4 });
  const least = 31 * 1.5 ** 15;
  expect(boundsOf(problem).f32).toBeGreaterThan(1e-7 * least);
  expect(boundsOf(problem).df64).toBeGreaterThan(1e-12 * least);
});

it.each([
  // A cut, which any rounding may cross, and the half plane without it.
  ["atan2(y,x)", "-1,1", Number.POSITIVE_INFINITY],
  ["atan2(y,x)", "1,2", 1e-5],
  // y < 10 never jumps here.
  ["y < 10 ? x : 0", "0,1", 1e-5],
  ["y < 0.5 ? x : 0", "0,1", Number.POSITIVE_INFINITY],
])("of %s, x %s, counts jumps that are in the domain", (f, x, most) => {
  const bound = boundsOf(prepare({ f, x, y: "-1,1", n: 100 })).f32;
  if (most === Number.POSITIVE_INFINITY) expect(bound).toBe(most);
  else expect(bound).toBeLessThan(most);
});
