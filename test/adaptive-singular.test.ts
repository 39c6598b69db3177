import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import { bounder } from "../src/integrand/reading/bounds.ts";
import { around } from "../src/integrand/reading/distance.ts";
import { withSquares } from "../src/integrand/reading/squares.ts";
import { condensed, levin } from "../src/quadrature/ends/levin.ts";
import { integral } from "./adapting.ts";
import { integrandOf } from "./trees.ts";

const UNIT = { x: "0,1", y: "0,1" };
const CUBE = { ...UNIT, z: "0,1" };
const PLANE = { x: "-inf,inf", y: "-inf,inf" };
const QUADRANT = { x: "0,inf", y: "0,inf" };
const SPACE = { ...PLANE, z: "-inf,inf" };
const GAMMA = 0.5772156649015329;

/** Converges to the truth within what is claimed, by at most so many values. */
async function check(
  f: string,
  limits: Record<string, string>,
  truth: number,
  most: number,
  relative = 1e-8,
) {
  const { integral: value, error, evaluations, status } = await integral(f, limits, { relative });
  expect(status).toBe("converged");
  const off = Math.abs(value - truth);
  expect(off).toBeLessThanOrEqual(relative * Math.abs(truth));
  expect(off).toBeLessThanOrEqual(error + 4e-15 * Math.abs(truth));
  expect(evaluations).toBeLessThan(most);
}

describe("corners and inner places where f is singular", () => {
  // Bailey and Borwein 2006 (box integrals), Watson 1939, Beukers 1979; the others by elementary means.
  it.each<[string, Record<string, string>, number, number]>([
    ["1/sqrt(x^2+y^2)", UNIT, 2 * Math.asinh(1), 1e4],
    ["1/(x+y)", UNIT, 2 * Math.LN2, 1e4],
    ["x^-0.5*(x+y)^-1", UNIT, Math.PI + 2 * Math.LN2, 5e4],
    ["log(x^2+y^2)", UNIT, Math.LN2 - 3 + Math.PI / 2, 2e4],
    ["1/(1-x*y)", UNIT, Math.PI ** 2 / 6, 2e4],
    ["x^2/(x^2+y^2)", UNIT, 0.5, 1e4],
    ["1/sqrt(x^2+y^2)", { x: "0,1", y: "0,x" }, Math.asinh(1), 2e4],
    ["1/sqrt((x-0.25)^2+(y-0.5)^2)", { x: "-0.75,1.25", y: "-0.5,1.5" }, 8 * Math.asinh(1), 2e4],
    ["log(1-cos(x)*cos(y))", { x: "0,pi", y: "0,pi" }, -2.1718138012815884, 1e6],
    ["1/(3-cos(x)-cos(y)-cos(z))", { x: "0,pi", y: "0,pi", z: "0,pi" }, 15.672495234738543, 1e5],
    ["1/(1-x*y*z)", CUBE, 1.2020569031595942, 1e5],
    ["1/(x^2+y^2+z^2)^0.5", CUBE, 1.1900386819897768, 1e5],
  ])("%s over %o", (f, limits, truth, most) => check(f, limits, truth, most));
});

/** Catalan's constant. */
const CATALAN = 0.915965594177219;

describe("double roots, next to which rounding hides what vanishes", () => {
  // Gradshteyn and Ryzhik 4.224; a power of cos x is a beta function; the others by elementary means.
  it.each<[string, string, number]>([
    ["log(1-sin(x))", "0,pi/2", (-Math.PI / 2) * Math.LN2 - 2 * CATALAN],
    ["log(1+cos(x))", "0,pi", -Math.PI * Math.LN2],
    ["log(1-cos(x))", "0,2*pi", -2 * Math.PI * Math.LN2],
    ["1/(1-sin(x)^2)^0.25", "0,pi/2", 2.62205755429212],
    ["log(x^2-2*x+1)", "0,3", 4 * Math.LN2 - 6],
    ["1/(x^2-2*x+1)^0.25", "0,3", 2 + 2 * Math.SQRT2],
  ])("%s over %s", (f, x, truth) => check(f, { x }, truth, 1000));

  it.each([
    ["1/sqrt(1-sin(x)^2)", "0,pi/2"],
    ["1/sqrt(1-sin(x))", "0,2"],
  ])("%s over %s diverges", async (f, x) => {
    expect((await integral(f, { x }, { relative: 1e-8 })).status).toBe("diverges");
  });
});

// Euler's integral of log(2 sin(x)), and the mean of log |1 - exp(ix)|^2, which is 0 by Jensen's formula.
it.each([
  ["log(2*sin(x))", "0,pi"],
  ["log(2-2*cos(x))", "0,2*pi"],
  ["log(x)/(1+x^2)", "0,inf"],
])("%s over %s is 0, and is known to be after few values", async (f, x) => {
  const { integral: value, error, size, evaluations } = await integral(f, { x }, { relative: 1e-8 });
  expect(Math.abs(value)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-13 * size);
  expect(evaluations).toBeLessThan(2000);
});

describe("infinite limits in several variables", () => {
  it.each<[string, Record<string, string>, number, number]>([
    ["exp(-x^2-x*y-y^2)", PLANE, (2 * Math.PI) / Math.sqrt(3), 1e5],
    ["exp(-(x-30)^2-(x-30)*(y-40)-(y-40)^2)", PLANE, (2 * Math.PI) / Math.sqrt(3), 2e5],
    ["exp(-hypot(x,y))/hypot(x,y)", PLANE, 2 * Math.PI, 2e5],
    ["(1+x^2+y^2)^-1.5", PLANE, 2 * Math.PI, 1e5],
    ["(1+x+y)^-2.5", QUADRANT, 4 / 3, 2e5],
    ["1/((1+x^2)*(1+(x-y)^2))", PLANE, Math.PI ** 2, 1e6],
    ["exp(-x^2-y^2-z^2-x*y-y*z)", SPACE, Math.PI ** 1.5 * Math.SQRT2, 5e6],
    ["(1+x^2+y^2+z^2)^-2", SPACE, Math.PI ** 2, 3e6],
  ])("%s over %o", (f, limits, truth, most) => check(f, limits, truth, most));
});

describe("waves and jumps without end", () => {
  const I = { x: "0,inf" };
  const U = { x: "0,1" };
  // Gradshteyn and Ryzhik 3.7 and 3.8; fractional parts: Furdui 2013, 2.1.
  it.each<[string, Record<string, string>, number, number]>([
    ["sin(1/x)", U, 0.5040670619069284, 5e3],
    ["sin(x)/x^2", { x: "1,inf" }, 0.5040670619069284, 5e3],
    ["(sin(x)/x)^2", I, Math.PI / 2, 2e5],
    ["(sin(x)/x)^3", I, (3 * Math.PI) / 8, 1e5],
    ["cos(x)/(1+x^2)", { x: "-inf,inf" }, Math.PI / Math.E, 1e4],
    ["sin(x)/x", I, Math.PI / 2, 1e4],
    ["cos(x^2)", I, Math.sqrt(Math.PI / 8), 1e4],
    ["log(x)*sin(x)/x", I, (-GAMMA * Math.PI) / 2, 1e4],
    ["1/x-floor(1/x)", U, 1 - GAMMA, 2e5],
    ["(1/x-floor(1/x))^2", U, Math.log(2 * Math.PI) - GAMMA - 1, 2e5],
    ["floor(x)/x^3", { x: "1,inf" }, Math.PI ** 2 / 12, 2e5],
    ["cos(x^2)", { x: "-inf,inf" }, Math.sqrt(Math.PI / 2), 1e4],
    // By Bessel's functions: K0(2) twice, and -pi Y0(1).
    ["cos(2*sinh(x))", { x: "-inf,inf" }, 0.22778774549906686, 1e4],
    ["cos(cosh(x))", { x: "-inf,inf" }, -0.277267430408108, 1e4],
  ])("%s over %o", (f, limits, truth, most) => check(f, limits, truth, most, 1e-10));

  // Gradshteyn and Ryzhik 3.784, 3.741, 3.742.
  it.each<[string, number]>([
    ["(cos(2*x)-cos(5*x))/x", Math.log(2.5)],
    ["(sin(3*x)+sin(10*x))/x", Math.PI],
    ["sin(x)*sin(7*x)/x", Math.log(4 / 3) / 2],
    ["sin(0.5*x)*sin(1.5*x)/x^2", Math.PI / 4],
    ["cos(x)*cos(7*x)/(1+x^2)", (Math.PI / 4) * (Math.exp(-8) + Math.exp(-6))],
  ])("of two frequencies: %s", async (f, truth) => {
    const { integral: value, error } = await integral(f, I);
    expect(error).toBeLessThan(1e-8);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
  });

  it("of two frequencies that are a series of no kind have an honest claim", async () => {
    const { integral: value, error } = await integral("(cos(2*x)-cos(5*x))/x^0.3", I);
    // By the gamma function.
    expect(Math.abs(value - 0.1717475106624001)).toBeLessThanOrEqual(error);
  });

  it("are no reason for a limit where there is none", async () => {
    for (const f of ["sin(x)", "(sin(x)+0.001)/(1+x)", "(sin(x)+0.1)/sqrt(1+x)", "x-floor(x)"])
      expect((await integral(f, I)).status).toBe("diverges");
    const { error } = await integral("abs(sin(x))/x", { x: "1,inf" }, { maxEvaluations: 1e5 });
    expect(error).toBeGreaterThan(0.1);
  });
});

describe("series", () => {
  it.each<[string, (k: number) => number, number]>([
    ["(-1)^k/(k+1)", (k) => (k % 2 ? -1 : 1) / (k + 1), Math.LN2],
    ["(-1)^k/(2 k+1)", (k) => (k % 2 ? -1 : 1) / (2 * k + 1), Math.PI / 4],
    ["(-1/2)^k", (k) => (-0.5) ** k, 2 / 3],
  ])("that alternate: %s", (_, term, sum) => {
    const terms = Array.from({ length: 25 }, (__, k) => term(k));
    const found = levin(terms, 1, 0);
    expect(Math.abs((found?.value ?? 0) - sum)).toBeLessThanOrEqual(found?.error ?? 0);
    expect(found?.error).toBeLessThan(1e-12);
  });

  it.each<[string, (k: number) => number, number]>([
    ["1/(k+1)^2", (k) => 1 / (k + 1) ** 2, Math.PI ** 2 / 6],
    ["(k+1)^-1.5", (k) => (k + 1) ** -1.5, 2.612375348685488],
    ["1/((k+1)(k+2))", (k) => 1 / ((k + 1) * (k + 2)), 1],
  ])("that fall as a power: %s", (_, term, sum) => {
    const found = condensed(term, 16);
    expect(Math.abs((found?.value ?? 0) - sum)).toBeLessThanOrEqual(found?.error ?? 0);
    expect(found?.error).toBeLessThan(1e-5);
  });
});

describe("rewriting", () => {
  it.each<[string, number[], (a: number, b: number) => number]>([
    ["1-x*y", [1, 1], (a, b) => -(a + b + a * b)],
    ["x*y-6", [2, 3], (a, b) => 3 * a + 2 * b + a * b],
    ["2-cos(x)-cos(y)", [0, 0], (a, b) => 2 * Math.sin(a / 2) ** 2 + 2 * Math.sin(b / 2) ** 2],
    ["1-exp(x)*exp(y)", [0, 0], (a, b) => -Math.expm1(a + b)],
    ["log(x)-log(y)", [4, 4], (a, b) => Math.log1p(a / 4) - Math.log1p(b / 4)],
    ["log2(x)*log10(y)", [1, 1], (a, b) => Math.log1p(a) * Math.LOG2E * Math.log1p(b) * Math.LOG10E],
    ["sqrt(x)-sqrt(y)", [4, 4], (a, b) => (a - b) / (Math.sqrt(4 + a) + Math.sqrt(4 + b))],
  ])("%s around %o keeps every digit", (text, centres, truth) => {
    const tree = around(integrandOf(text, ["x", "y"]), centres);
    for (const size of [1e-3, 1e-9, 1e-15, 1e-40]) {
      const [a, b] = [size, 0.7 * size];
      expect(Math.abs(evaluate(tree, [a, b]) / truth(a, b) - 1)).toBeLessThan(1e-12);
    }
  });

  it.each(["x^2-x*y+y^2", "-(x^2)-1.8*x*y-y^2", "(x-30)^2+(x-30)*(y-40)+(y-40)^2", "2*x*y+3*y^2+x^2-x"])(
    "%s as squares has the same values, and a bound on one side over the plane",
    (text) => {
      const plain = integrandOf(text, ["x", "y"]);
      const tree = withSquares(plain);
      for (const point of [
        [0.3, -7],
        [12, 5],
        [-31, 44],
      ]) {
        const expected = evaluate(plain, point);
        expect(Math.abs(evaluate(tree, point) - expected)).toBeLessThanOrEqual(
          1e-12 * Math.abs(expected) + 1e-11,
        );
      }
      const bound = bounder(tree, 2);
      const { low, high } = bound([-1e16, -1e16], [1e16, 1e16]);
      expect(Math.min(Math.abs(low), Math.abs(high))).toBeLessThan(1e4);
    },
  );
});
