import { describe, expect, it } from "vitest";
import { integral } from "./adapting.ts";

type Case = [f: string, limits: Record<string, string>];
const UNIT = "0,1";
const LINE = "-inf,inf";
const HALF = "0,inf";
const SQUARE = { x: UNIT, y: UNIT };
const PLANE = { x: LINE, y: LINE };
const WANTED = { relative: 1e-8, maxEvaluations: 1e5 };

/** The integral over one variable is such a function of the other (Tonelli), up to a constant or a bounded factor. */
const MARGINALS: [...Case, string][] = [
  ["x^(y-1)", SQUARE, "1/y"],
  ["1/(x^2+y^4)^0.75", SQUARE, "1/y at 0, by x = u y^2"],
  ["1/(x+y^3)^1.5", SQUARE, "y^-1.5 at 0, by x = u y^3"],
  ["exp(-(x-y^3)^2)", PLANE, "sqrt(pi)"],
  ["exp(-x*y^2)", { x: HALF, y: UNIT }, "1/y^2"],
];

describe("diverges, though f is integrable along almost every line", () => {
  it.each(MARGINALS)("%s over %o, whose marginal is %s", async (f, limits) => {
    expect((await integral(f, limits, { ...WANTED, maxEvaluations: 1e6 })).status).toBe("diverges");
  });
});

it.each(["x>0.5 ? 1/(x-0.5) : 1", "(x<=0.3)/(0.3-x)", "(sin(x)>0.5)/(sin(x)-0.5)"])(
  "%s diverges where it jumps",
  async (f) => {
    expect((await integral(f, { x: UNIT }, WANTED)).status).toBe("diverges");
  },
);

it("does not take exp(711*x), which overflows, for divergent", async () => {
  expect((await integral("exp(711*x)", { x: UNIT }, WANTED)).status).toBe("undefined");
});

/** Waves of one sign, whose mean falls no faster than 1/x, on the way to infinity. */
const WAVES: Case[] = [
  ["abs(sin(x))/x", { x: "1,inf" }],
  ["sin(x)^2/x", { x: "1,inf" }],
  ["(1+cos(x))/x", { x: "1,inf" }],
  ["(0.1+cos(x))/x", { x: "1,inf" }],
  ["(sin(x)/x)^2*x", { x: HALF }],
  ["sin(1/x)^2/x", { x: UNIT }],
];

describe("diverges in waves of one sign", () => {
  it.each(WAVES)("%s over %o", async (f, limits) => {
    expect((await integral(f, limits, WANTED)).status).toBe("diverges");
  });
});

it("diverges towards one end of an axis, where limits meet at the other", async () => {
  const limits = { x: UNIT, y: "0,1-x", z: "0,1-x-y" };
  expect((await integral("cos(x*y*z)/x", limits, WANTED)).status).toBe("diverges");
});

/** A power of the sum overflows far out, and f is 0 there, as it is for exp(x/1e14) in f that converges. */
it.each(["x^2/(1+x)^3", "x^2/(1+x)^2.5"])("diverges though it becomes 0 by overflow: %s", async (f) => {
  expect((await integral(f, { x: HALF }, WANTED)).status).toBe("diverges");
});

/** The second: gamma(5/4) times Dirichlet's eta function at 1/4 (mpmath 1.3). */
it.each([
  ["1/(1+exp(x/1e14))", 1e14 * Math.LN2],
  ["1/(1+exp((x/1e30)^4))", 0.5025887400885321e30],
  ["1/(1+exp((x/3e30)^4))", 1.507766220265596e30],
])("converges before a part of f overflows: %s", async (f, truth) => {
  const {
    integral: value,
    error,
    status,
  } = await integral(f, { x: HALF }, { ...WANTED, maxEvaluations: 2e4 });
  expect(["converged", "rounding", "evaluations"]).toContain(status);
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
});

/** 2 + C(1) and (2 - C(2)) / 2 with C(w), the integral of cos(w x) x^-1.5 from 1, by the incomplete gamma function (mpmath 1.3). */
it.each<[string, number]>([
  ["(1+cos(x))/x^1.5", 1.815049543998803],
  ["sin(x)^2/x^1.5", 1.193353264801816],
])("reaches %s from 1 on", async (f, truth) => {
  const { integral: value, error, status } = await integral(f, { x: "1,inf" }, WANTED);
  expect(status).toBe("converged");
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
});

/** By Fourier's series of |cos(x)|, or by the gamma function. Not all can be reached: x is followed to about 1e145. */
const FAR: [...Case, number][] = [
  ["abs(cos(x))/x^1.01", { x: "1,inf" }, 63.47560504895452],
  ["exp(-1e-200*x)", { x: HALF }, 1e200],
  ["1/(1+1e-250*x)^2", { x: HALF }, 1e250],
  ["x*exp(-1e-140*x)", { x: HALF }, 1e280],
  ["log(x)^2/x^1.001", { x: "1,inf" }, 2e9],
  ["log(x)/x^1.0001", { x: "1,inf" }, 1e8],
  ["log(x)^5*x^-0.999", { x: UNIT }, -1.2e20],
  ["exp(-log(x)^2/1000)", { x: "1,inf" }, Math.sqrt(1000 * Math.PI) * Math.exp(250)],
  ["1/(x+x^1.0001)", { x: "1,inf" }, Math.LN2 * 1e4],
  ["1/(x*(1+1e-250*x))", { x: "1,inf" }, 250 * Math.LN10],
  ["exp(-x^2/1e200)", { x: LINE }, Math.sqrt(Math.PI) * 1e100],
];

/** With the integral over one variable in closed form. */
const CONVERGENT: [...Case, number][] = [
  ["exp(-(x-y^2)^2)/(1+y^2)", PLANE, Math.PI ** 1.5],
  ["exp(-(x-y)^2-x^2/1e30)", PLANE, Math.PI * 1e15],
  ["exp(-x^2*y^4)", { x: LINE, y: "1,inf" }, Math.sqrt(Math.PI)],
  ["x*exp(-x*y)/(1+x^2)", { x: HALF, y: HALF }, Math.PI / 2],
];

describe("the claim holds where a marginal or f itself falls slowly or far away", () => {
  it.each([...CONVERGENT, ...FAR])("%s over %o", async (f, limits, truth) => {
    const { integral: value, error, status } = await integral(f, limits, WANTED);
    expect(["converged", "rounding", "evaluations"]).toContain(status);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
  });
});

it.each<Case>([
  ["x-x", { x: HALF }],
  ["exp(x*y)*0", PLANE],
])("%s over %o is 0, whatever overflows", async (f, limits) => {
  const { integral: value, error, status } = await integral(f, limits, WANTED);
  expect({ value, error, status }).toEqual({ value: 0, error: 0, status: "converged" });
});

it.each(["log(x)-log(x)", "0*log(x)"])("%s is undefined below 0", async (f) => {
  expect((await integral(f, { x: "-1,1" }, WANTED)).status).toBe("undefined");
});
