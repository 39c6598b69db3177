import { describe, expect, it } from "vitest";
import { regionsAlone } from "../src/cpu/regions.ts";
import { domainOf } from "../src/problem/domain.ts";
import { variablesOf } from "../src/problem/variables.ts";
import { makeIntegrandRule } from "../src/quadrature/integrands/integrand-rule.ts";
import { firstRegions } from "../src/quadrature/regions/first.ts";
import { failureAtEnd } from "../src/run/accuracy/failure.ts";
import { adaptParts, NO_PAUSES } from "../src/run/accuracy/separately.ts";
import { integrandOf } from "./trees.ts";

/** Kept whole: taken apart, many of these are integrals in one variable. */
const adapted = (f: string, names = "xyzw", limits = "0,1", relative = 1e-2, maxEvaluations = 2e5) => {
  const variables = Object.fromEntries([...names].map((name) => [name, limits]));
  return adaptParts(
    domainOf(integrandOf(f, [...names]), variablesOf({ variables }), true),
    { relative, absolute: 0, maxEvaluations },
    (part) => regionsAlone(makeIntegrandRule(part), NO_PAUSES),
    {},
    false,
  );
};

const SQUARES = "x^2+y^2+z^2+w^2";

describe("in four variables and more, an integral that diverges", () => {
  it.each([
    ["at a corner", "1/(x+y+z+w)^5", "xyzw"],
    ["at a corner, as a logarithm", "1/(x+y+z+w)^4", "xyzw"],
    ["at a corner of five", "1/(x+y+z+w+v)^5", "xyzwv"],
    ["at a corner of eight", "1/(x+y+z+w+v+u+s+t)^9", "xyzwvust"],
    ["from a corner on", `1/(${SQUARES})^3`, "xyzw"],
    ["from a corner on, as a logarithm", `1/(${SQUARES})^2`, "xyzw"],
    ["at a place", "1/((x-0.3)^2+(y-0.4)^2+(z-0.6)^2+(w-0.7)^2)^2", "xyzw"],
    ["along an edge", "exp(x*y*z*w)/(x^2+y^2)", "xyzw"],
    ["along an edge on which four of eight vanish", "1/(x+y+z+w)^9*cos(x*u*v*s*t)", "xyzwvust"],
    ["along an edge across singular faces", "exp(x*y*z*w)/sqrt(x)/(y^2+z^2+w^2)^2", "xyzw"],
    ["on a face", "exp(x*y*z*w)/x", "xyzw"],
    ["on the opposite face", "exp(x*y*z*w)/(1-x)", "xyzw"],
    ["on all faces, a product", "1/(x*y*z*w)", "xyzw"],
    ["on a cut", "cos(x*y+z*w)/(x-0.3)", "xyzw"],
    ["on a plane", "1/abs(x+y-z-w)", "xyzw"],
    ["on a plane, with both signs", "1/(x+y+z+w-2)", "xyzw"],
    ["on many planes", "tan(x+y+z+w)", "xyzw"],
    ["beyond any power", "exp(1/(x+y+z+w))", "xyzw"],
    ["beyond any power on all faces", "exp(1/(x*y*z*w))", "xyzw"],
  ])("%s, is said to: %s", async (_, f, names) => {
    expect((await adapted(f, names)).status).toBe("diverges");
  });

  it.each([`1/(1+${SQUARES})^2`, `1/(1+${SQUARES})`, "exp(-x*y*z*w)", "1"])(
    "at infinity is said to: %s",
    async (f) => {
      expect((await adapted(f, "xyzw", "-inf,inf")).status).toBe("diverges");
    },
  );

  it("is told of at a tolerance that its rules seem to meet", async () => {
    expect((await adapted("1/(x+y+z+w)^4", "xyzw", "0,1", 0.5)).status).toBe("diverges");
  });
});

describe("in four variables and more, an integral that converges", () => {
  it.each([
    // The sum of (-1)^(n-k) C(n, k) k^(n-p) over the product of j - p, j = 1 to n; where that is 0, its limit.
    ["(x+y+z+w)^-3.5", "xyzw", 0.4724499797727348],
    ["1/(x+y+z+w+v)^4", "xyzwv", 0.09721210189715433],
    ["1/(x+y+z+w+v)^4.5", "xyzwv", 0.1263056546918437],
    ["1/(x+y+z+w+v+u+s+t)^7", "xyzwvust", 0.0006240806441530001],
    // Bailey, Borwein and Crandall 2007: B_4(-2) and B_4(-3).
    [`1/(${SQUARES})`, "xyzw", 1.0717135155754605],
    [`1/(${SQUARES})^1.5`, "xyzw", 1.6116517404306],
    // The same: Delta_2(-1) and Delta_3(-1).
    ["1/sqrt((x-y)^2+(z-w)^2)", "xyzw", 2.9732095982473776],
    ["1/sqrt((x-y)^2+(z-w)^2+(u-v)^2)", "xyzwuv", 1.882312644389659],
    // zeta(4) and zeta(3).
    ["1/(1-x*y*z*w)", "xyzw", 1.0823232337111381],
    ["1/(1-x*y*z*w)^2", "xyzw", 1.2020569031595942],
    ["1/sqrt(x*y*z*w)", "xyzw", 16],
    ["log(x*y*z*w)", "xyzw", -4],
    // The density of x + y - z - w is Irwin and Hall's for four; integrated with 20 digits.
    ["1/sqrt(abs(x+y-z-w))", "xyzw", 2.228939733023919],
  ])("%s has a value within its claim", async (f, names, exact) => {
    const { status, integral, error } = await adapted(f, names);
    expect(["converged", "evaluations"]).toContain(status);
    expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error);
  });
});

describe("in four variables and more, nothing is said to diverge of", () => {
  const whole = (f: string, limits: string) =>
    domainOf(
      integrandOf(f, [..."xyzw"]),
      variablesOf({ variables: Object.fromEntries([..."xyzw"].map((name) => [name, limits])) }),
      true,
    );
  it.each([
    ["1/((x-y)^2+(y-z)^2+(z-w)^2)^1.4", "0,1"],
    ["1/(x^2+y^2+z^2)^1.4*cos(w*x)", "0,1"],
    ["(x*y*z*w)^-0.9*cos(x+y*z*w)", "0,1"],
    ["1/(1-x*y*z*w)^3.9", "0,1"],
    ["1/(x+y)^1.9/(z+w)^1.9*exp(x*z)", "0,1"],
    ["1/sqrt((x-0.3)^2+(y-z)^2)*exp(w*x)", "0,1"],
    ["1/abs(x+y+z-w-1)^0.9", "0,1"],
    ["log(abs(x*y-z*w))", "0,1"],
    ["exp(-(x^2+y^2+z^2+w^2))/sqrt(x^2+y^2+z^2)", "-inf,inf"],
    ["1/(1+x^2+y^2+z^2+w^2)^2.5", "-inf,inf"],
  ])("%s over %s", (f, limits) => {
    const domain = whole(f, limits);
    expect(failureAtEnd(domain, firstRegions(domain)).status).toBeNull();
  });
});

describe("in four variables and more, f that is undefined", () => {
  it.each([
    "sqrt(x+y+z+w-5)",
    "sqrt(x+y+z+w-0.5)",
    "sqrt(x-y)*exp(z*w)",
    "log(x+y+z+w-0.5)",
    "asin(x+y+z+w)",
    "(x*y-z*w)^0.5",
  ])("%s is an error with a place where it is", async (f) => {
    const { status, lost } = await adapted(f);
    expect(status).toBe("undefined");
    const [x, y, z, w] = lost as [number, number, number, number];
    const at = integrandAt(f);
    expect(at(x, y, z, w)).toBeNaN();
  });
});

const integrandAt = (f: string) =>
  new Function(
    "x",
    "y",
    "z",
    "w",
    `const { sqrt, exp, log, asin } = Math; return ${f.replace("^", "**")};`,
  ) as (x: number, y: number, z: number, w: number) => number;
