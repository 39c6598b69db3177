import { expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import type { Tree } from "../src/integrand/language/tree.ts";
import { derivativeOf } from "../src/integrand/reading/derivative.ts";
import { integral } from "./adapting.ts";
import { integrandOf } from "./trees.ts";

const UNIT = { x: "0,1", y: "0,1" };
const CUBE = { ...UNIT, z: "0,1" };

/** Of |x - y|^-p over the unit square. */
const alongDiagonal = (p: number) => 2 / ((1 - p) * (2 - p));

// By u = x - y, by x = r cosh(t), and from the integral of log(2 sin(x/2)) over a half period, which is 0 (Euler).
it.each<[string, Record<string, string>, number, number, number]>([
  ["1/abs(x-y)^0.5", UNIT, alongDiagonal(0.5), 1e-12, 3e5],
  ["1/abs(x-y)^0.9", UNIT, alongDiagonal(0.9), 1e-8, 5e5],
  ["1/abs(y-x)^0.7", UNIT, alongDiagonal(0.7), 1e-8, 3e5],
  ["1/abs(x-y)^0.63", UNIT, alongDiagonal(0.63), 1e-8, 4e5],
  ["abs(x-y)^0.3", UNIT, alongDiagonal(-0.3), 1e-8, 1e5],
  ["abs(x+y-1)^(-1/3)", UNIT, alongDiagonal(1 / 3), 1e-8, 2e5],
  ["1/sqrt(abs(x^2-y^2))", UNIT, Math.PI, 1e-8, 1e6],
  ["x>y ? 1/sqrt(x-y) : 0", UNIT, alongDiagonal(0.5) / 2, 1e-8, 2e5],
  ["1>x+y ? 2 : (x+y-1)^-0.5", UNIT, 1 + alongDiagonal(0.5) / 2, 1e-8, 2e5],
  ["x>y ? (x-y)^-0.9 : (y-x)^-0.2", UNIT, (alongDiagonal(0.9) + alongDiagonal(0.2)) / 2, 1e-8, 4e5],
  // By the beta function.
  ["x^2<y ? (y-x^2)^-0.7 : 0", UNIT, 2.846526929976357, 1e-8, 3e5],
  ["log(abs(cos(x)-cos(y)))", { x: "0,pi", y: "0,pi" }, -(Math.PI ** 2) * Math.LN2, 1e-8, 4e5],
  ["log(abs(sin(x+y)))", { x: "0,pi", y: "0,pi" }, -(Math.PI ** 2) * Math.LN2, 1e-8, 2e5],
])("%s, which is singular along a curve", async (f, limits, truth, relative, most) => {
  const { integral: value, error, evaluations, status } = await integral(f, limits, { relative });
  expect(status).toBe("converged");
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(Math.min(error, relative * Math.abs(truth)));
  expect(evaluations).toBeLessThan(most);
});

// Substituting u = x - y, in 60 digits. The sums are odd at the root: every second derivative is 0 there.
it.each<[string, string, number]>([
  ["1/sqrt(abs(x-y+sin(x-y)))", "0,4", 15.9616976025],
  ["1/sqrt(abs(x-y+(x-y)^5))", "0,1", 2.633055147644],
  ["1/sqrt(abs(sin(x)*cos(y)-cos(x)*sin(y)))", "0,3", 15.131916483285],
])("%s, whose series has no second nor fourth term", async (f, range, truth) => {
  const { integral: value, error, status } = await integral(f, { x: range, y: range });
  expect(status).toBe("converged");
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
});

it.each<[string, number, number]>([
  ["abs(x-y)^-0.99", alongDiagonal(0.99), 2e5],
  ["abs(x-y)^-0.999", alongDiagonal(0.999), 2e5],
  // A quarter of what is known for the square around the circle.
  ["abs(x^2+y^2-1)^-0.9", 56.7910830908 / 4, 1e7],
])("the claim holds for %s, of which much is nearer than any node", async (f, truth, maxEvaluations) => {
  const { integral: value, error } = await integral(f, UNIT, { relative: 1e-9, maxEvaluations });
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
});

it("reaches the same on both sides of a circle, in the square and in polar coordinates", async () => {
  const square = await integral("1/sqrt(abs(1-x^2-y^2))", { x: "-2,2", y: "-2,2" }, { relative: 1e-9 });
  const inside = await integral("1/sqrt(abs(1-x^2-y^2))", { x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)" });
  expect(Math.abs(inside.integral - 2 * Math.PI)).toBeLessThanOrEqual(inside.error + 1e-14);
  // From the circle to the square's sides in polar coordinates: eight parts alike, the inner integral in closed form.
  const outside = await integral("8*sqrt(4/cos(t)^2-1)", { t: "0,pi/4" }, { relative: 1e-11 });
  expect(square.status).toBe("converged");
  expect(Math.abs(square.integral - 2 * Math.PI - outside.integral)).toBeLessThanOrEqual(square.error);
});

it.each(["1/(x-y)", "1/abs(x-y)^1.2", "1/(x^2+y^2-1)"])("has no value for %s", async (f) => {
  expect((await integral(f, UNIT)).status).toBe("diverges");
});

it.each([
  "x^3*y^2-2*x*y",
  "sin(x*y)+cos(x-y)",
  "exp(-x^2)/(1+y*x)",
  "sqrt(1+x^2)*log(2+x)",
  "(1+x)^2.5/cosh(x)",
])("the derivative of %s", (f) => {
  const tree = integrandOf(f, ["x", "y"]);
  const [x, y, h] = [0.7, 0.4, 1e-3];
  const derivative = derivativeOf(tree, 0) as Tree;
  const at = (v: number) => evaluate(tree, [v, y]);
  // Central differences of the fourth order.
  const difference = (8 * (at(x + h) - at(x - h)) - at(x + 2 * h) + at(x - 2 * h)) / (12 * h);
  expect(evaluate(derivative, [x, y])).toBeCloseTo(difference, 9);
});

// By Dirichlet's integrals, in polar coordinates and by hand.
it.each<[string, Record<string, string>, number, number]>([
  ["sqrt(x*y)*(x+y<1)", UNIT, Math.PI / 24, 4e4],
  ["(x+y<1)/sqrt(x*y)", UNIT, Math.PI, 4e4],
  ["(x^2+y^2<1)/sqrt(x)", UNIT, 1.7480383695280799, 4e4],
  ["sqrt(x)*abs(x-y)", UNIT, 23 / 105, 2e4],
  ["abs(sqrt(x)-y)", UNIT, 1 / 3, 2e4],
  ["abs(log(x)-log(y))", UNIT, 1, 2e4],
  ["log(x)*log(y)*(x<y)", UNIT, 0.5, 2e4],
  ["x^-0.9*(x<y)", UNIT, 1 / (0.1 * 1.1), 3e5],
  ["abs(x)^(2/3)+abs(y)^(2/3)<1", { x: "-1,1", y: "-1,1" }, (3 * Math.PI) / 8, 2e5],
  ["abs(x-y)*exp(-x-y)", { x: "0,inf", y: "0,inf" }, 1, 4e4],
  ["(x<y)*(y<z)/sqrt(x*y*z)", CUBE, 8 / 6, 1e5],
  ["exp(-x-y-z)*(x<y)*(y<z)", { x: "0,inf", y: "0,inf", z: "0,inf" }, 1 / 6, 2e6],
  ["abs(y-z)*exp(x)", CUBE, (Math.E - 1) / 3, 5e4],
])("%s, cut by a curve where nodes pile up at an end", async (f, limits, truth, most) => {
  const { integral: value, error, evaluations, status } = await integral(f, limits);
  expect(status).toBe("converged");
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(Math.min(error, 1e-8 * Math.abs(truth)));
  expect(evaluations).toBeLessThan(most);
});

// Cubpack++ (Cools, Laurie and Pluym 1997), example vb15.
it("does not take a jump for a peak", async () => {
  const limits = { x: "0,2", y: "0,1+min(x,2-x)" };
  const { integral: value, error, evaluations, status } = await integral("y <= 1 ? y^2 : x^2", limits);
  expect(status).toBe("converged");
  expect(Math.abs(value - 11 / 6)).toBeLessThanOrEqual(error);
  expect(evaluations).toBeLessThan(2e4);
});

it.each<[string, number]>([
  ["(x>y)+1e6*exp(-1e8*((x-0.41)^2+(y-0.44)^2))", 0.5 + Math.PI / 100],
  ["abs(x-y)+1e6*exp(-1e8*((x-0.31)^2+(y-0.33)^2))", 1 / 3 + Math.PI / 100],
])("finds a narrow peak in a region that is cut: %s", async (f, truth) => {
  const { integral: value, error, status } = await integral(f, UNIT);
  expect(status).toBe("converged");
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
});
