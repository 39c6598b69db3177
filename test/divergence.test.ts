import { describe, expect, it } from "vitest";
import { integral } from "./adapting.ts";

type Case = [f: string, limits: Record<string, string>];
const UNIT = "0,1";
const LINE = "-inf,inf";
const HALF = "0,inf";
const SQUARE = { x: UNIT, y: UNIT };
const PLANE = { x: LINE, y: LINE };
const WANTED = { relative: 1e-8, maxEvaluations: 3e5 };

/** The integral over one variable is such a function of the other (Tonelli), up to a constant or a bounded factor. */
const MARGINALS: [...Case, string][] = [
  ["x^(y-1)", SQUARE, "1/y"],
  ["y^x/y", SQUARE, "1/x"],
  ["abs(x-0.5)^(y-1)", SQUARE, "1/y"],
  ["x^(-1-y)", { x: "1,inf", y: UNIT }, "1/y"],
  ["1/(x^2+y^4)^0.75", SQUARE, "1/y at 0, by x = u y^2"],
  ["1/(x+y^3)^1.5", SQUARE, "y^-1.5 at 0, by x = u y^3"],
  ["1/(x^3+y^2)^0.84", SQUARE, "x^-1.02 at 0, by y = u x^1.5"],
  ["1/(1+x^4+y^2)^0.7", PLANE, "x^-0.8 at infinity, by y = u x^2"],
  ["exp(-(x-y)^4)", PLANE, "1"],
  ["exp(-(x-y^2)^2)", PLANE, "sqrt(pi)"],
  ["exp(-(x-y^3)^2)", PLANE, "sqrt(pi)"],
  ["exp(-x^2*y^2)", PLANE, "sqrt(pi)/|y|"],
  ["exp(-x*y^2)", { x: HALF, y: UNIT }, "1/y^2"],
  ["exp(-x*y^2)/x^0.5", { x: UNIT, y: LINE }, "sqrt(pi)/x"],
  ["exp(-x^3*y)", { x: UNIT, y: HALF }, "1/x^3"],
  ["abs(x-y)<1", { x: HALF, y: HALF }, "2"],
  ["1/(1+(x-y^2)^2)", { x: HALF, y: HALF }, "pi"],
];

describe("diverges, though f is integrable along almost every line", () => {
  it.each(MARGINALS)("%s over %o, whose marginal is %s", async (f, limits) => {
    expect((await integral(f, limits, WANTED)).status).toBe("diverges");
  });
});

/** With the integral over one variable in closed form. */
const CONVERGENT: [...Case, number][] = [
  ["exp(-(x-y^2)^2)/(1+y^2)", PLANE, Math.PI ** 1.5],
  ["exp(-(x-y)^2)/(1+y^2)", PLANE, Math.PI ** 1.5],
  ["exp(-(x-y)^2-x^2/1e30)", PLANE, Math.PI * 1e15],
  ["exp(-x^2*y^4)", { x: LINE, y: "1,inf" }, Math.sqrt(Math.PI)],
  ["exp(-x*y^2)/x^0.4", { x: UNIT, y: LINE }, 10 * Math.sqrt(Math.PI)],
  ["x*exp(-x*y)/(1+x^2)", { x: HALF, y: HALF }, Math.PI / 2],
];

describe("the claim holds where a marginal falls", () => {
  it.each(CONVERGENT)("%s over %o", async (f, limits, truth) => {
    const { integral: value, error, status } = await integral(f, limits, WANTED);
    expect(["converged", "rounding", "evaluations"]).toContain(status);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
  });
});
