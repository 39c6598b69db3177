import { describe, expect, it } from "vitest";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";

type Limits = Readonly<Record<string, string>>;
const TRIANGLE = { x: "0,1", y: "0,1-x" };
const TETRAHEDRON = { ...TRIANGLE, z: "0,1-x-y" };
const ORTHANT = { x: "0,inf", y: "0,inf", z: "0,inf" };
const WANTED = { relative: 1e-9, absolute: 0, maxEvaluations: 3e3 };

describe("powers of the variables times an f of their sum", () => {
  // Dirichlet and Liouville: the product of gamma(p) over gamma(sum of p), times the integral of g(s) s^(sum of p - 1).
  it.each<[string, Limits, number]>([
    ["1/sqrt(x*y*z*(1-x-y-z))", TETRAHEDRON, Math.PI ** 2],
    [
      "x^-0.5*y^-0.5*z^-0.5*w^-0.5*(1-x-y-z-w)^-0.5",
      { ...TETRAHEDRON, w: "0,1-x-y-z" },
      (4 / 3) * Math.PI ** 2,
    ],
    // mpmath 1.3.
    ["x^-0.7*y^-0.3*z^-0.8*(1-x-y-z)^-0.6", TETRAHEDRON, 44.25634040503911],
    ["(x+y+z+w)^-3.5", { ...TETRAHEDRON, w: "0,1-x-y-z" }, 1 / 3],
    ["log(x+y+z)", TETRAHEDRON, -1 / 18],
    ["x*y", TRIANGLE, 1 / 24],
    ["(x-y)/(x+y)^2.5", TRIANGLE, 0],
    ["x/2+y/3+z/4", { z: "0,4", y: "0,3-3*z/4", x: "0,2-z/2-2*y/3" }, 3],
    // 1/49 times 49 is less than 1.
    ["(1-x/49-y)^-0.9", { x: "0,49", y: "0,1-x/49" }, 49 / 0.11],
    ["(1-x/49-y-z)^-0.6", { x: "0,49", y: "0,1-x/49", z: "0,1-x/49-y" }, 49 / (0.4 * 1.4 * 2.4)],
    ["exp(-x-y-z)/(x+y+z)^2.5", ORTHANT, Math.sqrt(Math.PI) / 2],
    ["1/(1+x+y+z)^3.1", ORTHANT, 1 / (2.1 * 1.1 * 0.1)],
    ["exp(-x-2*y-3*z)*sqrt(x+2*y+3*z)", ORTHANT, (5 * Math.sqrt(Math.PI)) / 32],
    ["x*y^2*exp(x+y-z)/(z-x-y)", { x: "-inf,0", y: "-inf,0", z: "0,inf" }, -2 / 5],
  ])("%s: of one variable", async (f, variables, exact) => {
    const { status, integral, error } = await adaptAlone(prepareAccuracy({ f, variables }), WANTED);
    expect(status).toBe("converged");
    expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error + 1e-15 * Math.abs(exact));
  });

  it.each<[string, Limits]>([
    ["1/(1+x+y+z)^3", ORTHANT],
    ["exp(-x-y-z)/(x+y+z)^3", ORTHANT],
    ["x*y/(1-x-y-z)", TETRAHEDRON],
    ["(x-y)/(x+y)^3", TRIANGLE],
    ["(x-y)/abs(x+y-0.5)", TRIANGLE],
  ])("%s diverges", async (f, variables) => {
    const wanted = { ...WANTED, maxEvaluations: 1e5 };
    expect((await adaptAlone(prepareAccuracy({ f, variables }), wanted)).status).toBe("diverges");
  });

  it.each<[string, Limits]>([
    ["cos(x*y)", TRIANGLE],
    ["x+y", { x: "0,1", y: "0,1+x" }],
    ["x+y", { x: "0,1", y: "x,1" }],
    ["x+y", { x: "0,1e12", y: "0,1e-6-5e-19*x" }],
    ["exp(-x-y)*abs(x-y)", { x: "0,inf", y: "0,inf" }],
    // Gamma(184) exceeds f64.
    ["x^60*y^60*z^60", TETRAHEDRON],
    ["1/x/(1+x+y)^3", { x: "0,inf", y: "0,inf" }],
  ])("%s over %o is no such f", (f, variables) => {
    expect(prepareAccuracy({ f, variables }).radial).toBeUndefined();
  });
});
