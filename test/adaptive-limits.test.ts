import { describe, expect, it } from "vitest";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { integral } from "./adapting.ts";

describe("an accuracy that takes more values than it may", () => {
  // Infinitely many jumps towards y = 0.
  const hard = prepareAccuracy({ f: "x/y-floor(x/y)", x: [0, 1], y: [0, 1], tolerance: 1e-10 });

  it.each([5e3, 3e4, 1e5])("ends with at most %f, and a claim", async (maxEvaluations) => {
    const wanted = { relative: 1e-10, absolute: 0, maxEvaluations };
    const { status, evaluations, error, integral } = await adaptAlone(hard, wanted);
    expect(status).toBe("evaluations");
    // A region that a curve crosses takes more than the one it was a part of.
    expect(evaluations).toBeLessThanOrEqual(1.1 * maxEvaluations);
    // They are spent: a region has a few hundred.
    expect(evaluations).toBeGreaterThan(0.7 * maxEvaluations);
    // Furdui 2013, Limits, Series, and Fractional Part Integrals: 3/4 - gamma/2.
    expect(Math.abs(integral - (0.75 - 0.5772156649015329 / 2))).toBeLessThanOrEqual(error);
  });
});

describe("a peak is found where f is exactly 0 at all nodes", () => {
  // The derivative of tanh(k x - c): 1 - tanh^2 is 0 in f64 a few widths away. Its integral is the difference of tanh.
  it.each([
    [4250, 2945.25],
    [8000, 3560],
    [1e6, 271828],
  ])("k = %f, c = %f", async (k, c) => {
    const prepared = prepareAccuracy({ f: `${k}*(1-tanh(${k}*x-${c})^2)`, x: [0, 1], tolerance: 1e-8 });
    const { relative, absolute, maxEvaluations } = prepared.problem.method;
    const { status, integral, error } = await adaptAlone(prepared, { relative, absolute, maxEvaluations });
    expect(status).toBe("converged");
    expect(error).toBeLessThanOrEqual(2e-8);
    expect(Math.abs(integral - 2)).toBeLessThanOrEqual(error);
  });

  it("and in two variables, where nothing is taken apart", async () => {
    const prepared = prepareAccuracy({ f: "exp(-1e8*((x-0.3)^2+(y-0.7)^2))", x: [0, 1], y: [0, 1] });
    const wanted = { relative: 1e-8, absolute: 0, maxEvaluations: 1e7 };
    const { integral, error } = await adaptAlone(prepared, wanted, {}, false);
    expect(Math.abs(integral - Math.PI * 1e-8)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThanOrEqual(1e-8 * integral);
  });
});

// A Gaussian added to what is integrated by hand; x tanh(x/a) from 0 is less than x by a^2 pi^2 / 24; hypot in closed form.
describe("what is narrow is found though it is small beside the change of f", () => {
  const hypot = Math.sqrt(1 + 1e-10) + 1e-10 * Math.asinh(1e5);
  it.each<[string, Record<string, string>, number]>([
    ["x+0.003*exp(-1e8*(x-0.3137)^2)", { x: "0,1" }, 0.5 + 0.003 * Math.sqrt(Math.PI) * 1e-4],
    [
      "sin(30*x)+1e-3*exp(-1e12*(x-0.3137)^2)",
      { x: "0,1" },
      (1 - Math.cos(30)) / 30 + 1e-9 * Math.sqrt(Math.PI),
    ],
    ["x*tanh(5000*x)", { x: "-1,1" }, 1 - Math.PI ** 2 / 12 / 5000 ** 2],
    ["hypot(x,1e-5)", { x: "-1,1" }, hypot],
    ["x*y+0.01*exp(-1e6*(x-0.3137)^2)", { x: "0,1", y: "0,1" }, 0.25 + 1e-5 * Math.sqrt(Math.PI)],
    // By hand but for exp(-1e4).
    ["x*(1+y)*(1-exp(-1e4*x*(1+y)))", { x: "0,1", y: "0,1" }, 0.75 - 1e-8 * Math.LN2],
    ["x+y+0.02*exp(-1e6*((x-0.31)^2+(y-0.77)^2))", { x: "0,1", y: "0,1" }, 1 + 2e-8 * Math.PI],
  ])("%s", async (f, limits, truth) => {
    const { integral: value, error, status } = await integral(f, limits, { relative: 1e-10 });
    expect(status).toBe("converged");
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 1e-15);
  });
});

// Debye's, by Gradshteyn and Ryzhik 3.411, 3.527 and by hand with u = sqrt(1 - exp(-x)); Mehler's integral of a Legendre function.
describe("one variable to infinity, where f settles, and hyperbolic functions", () => {
  const root = 2 * (Math.SQRT2 - 1) - 2 * Math.log((Math.SQRT2 + 1) / 2);
  it.each<[string, string, number]>([
    ["x^2*log(1-exp(-x))", "0,inf", -(Math.PI ** 4) / 45],
    ["x^2*log(tanh(x))", "0,inf", -(Math.PI ** 4) / 192],
    ["1-sqrt(1-exp(-x))", "0,inf", 2 - 2 * Math.LN2],
    ["sqrt(1+exp(-x))-1", "0,inf", root],
    ["x^2/(cosh(x)-1)", "0,inf", (2 * Math.PI ** 2) / 3],
    ["1/sqrt(cosh(1)-cosh(x))", "0,1", 2.090070217243888],
  ])("%s over %s", async (f, x, truth) => {
    const { integral: value, error, status, evaluations } = await integral(f, { x });
    expect(status).toBe("converged");
    expect(evaluations).toBeLessThan(3000);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 1e-15 * Math.abs(truth));
  });
});

// By hand; f loses all digits far out, most next to the end.
it.each<[string, string, number]>([
  ["(sqrt(1+x^2)-x)^2", "0,inf", 2 / 3],
  ["(sqrt(1+x^2)-x)^2", "1,inf", (4 * Math.SQRT2 - 5) / 3],
])("%s over %s is claimed to lose digits far out", async (f, x, truth) => {
  const { integral: value, error } = await integral(f, { x });
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-8);
});

// By hand; beta functions (Gradshteyn and Ryzhik 3.194, 3.241), whose powers overflow where much of the integral is still to come;
// and with t = log(x) by mpmath.
describe("slow falls towards infinity, before which a part of f overflows", () => {
  it.each<[string, string, number]>([
    ["x*(x>2 ? 1/x^2/log(x)^2 : 0)", "0,inf", 1 / Math.LN2],
    ["x^3/(1+x)^4.1", "0,inf", 8.37871805613741],
    ["x^20/(1+x)^21.5", "0,inf", 0.389090055507201],
    ["x^10/(1+x^11.2)", "0,inf", Math.PI / 11.2 / Math.sin((Math.PI * 11) / 11.2)],
    ["1/sqrt(1+x^2)/log(2+x)^2", "0,inf", 2.4133107848744135],
  ])("%s over %s", async (f, x, truth) => {
    const { integral: value, error, status, evaluations } = await integral(f, { x });
    expect(status).toBe("converged");
    expect(evaluations).toBeLessThan(1000);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 1e-15 * truth);
  });
});

it("constants below the least number are not 0", async () => {
  // By hand: the product is exp(-x).
  await expect(integral("exp(800-x)*exp(-800)", { x: "0,10" })).resolves.toMatchObject({
    status: "undefined",
  });
  // exp(-740) has 4 digits.
  const { integral: value, error } = await integral("exp(-740-x)*exp(700)", { x: "0,inf" });
  expect(Math.abs(value - Math.exp(-40))).toBeLessThanOrEqual(error);
});
