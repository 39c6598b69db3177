import { describe, expect, it } from "vitest";
import { domainOf } from "../src/problem/domain.ts";
import { variablesOf } from "../src/problem/variables.ts";
import { separate } from "../src/quadrature/reductions/separate.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { integrandOf } from "./trees.ts";

type Limits = Record<string, string>;

function domain(f: string, limits: Limits) {
  const variables = variablesOf({ variables: limits });
  const names = variables.map(({ name }) => name);
  return domainOf(integrandOf(f, names), variables);
}

const UNIT = { x: "0,1", y: "0,1" };
const CUBE = { ...UNIT, z: "0,1" };
const SPACE = { x: "-inf,inf", y: "-inf,inf", z: "-inf,inf" };
const erf1 = 0.8427007929497149;

const separable: [string, Limits, number[][], number][] = [
  ["exp(-x^2-y^2-z^2)", SPACE, [[0], [1], [2]], Math.PI ** 1.5],
  ["exp(-(x^2+y^2)/2)", UNIT, [[0], [1]], (Math.PI / 2) * 0.6826894921370859 ** 2],
  ["x*y*z", CUBE, [[0], [1], [2]], 1 / 8],
  ["x/(1+y)", UNIT, [[0], [1]], Math.LN2 / 2],
  ["(x*y)^3", UNIT, [[0], [1]], 1 / 16],
  ["-abs(x*(y-0.5))", UNIT, [[0], [1]], -1 / 8],
  ["x<0.25 && y>0.5", UNIT, [[0], [1]], 1 / 8],
  ["x<0.25 && y>0.5 ? exp(x+y) : 0", UNIT, [[0], [1]], (Math.exp(0.25) - 1) * (Math.E - Math.exp(0.5))],
  ["x>0.5 ? sqrt(x-0.5)*y : 0", UNIT, [[0], [1]], Math.SQRT1_2 / 6],
  ["sin(x*z)*y", CUBE, [[0, 2], [1]], 0.2398117420005647 / 2],
  ["exp(-x^2)", UNIT, [[0]], (erf1 * Math.sqrt(Math.PI)) / 2],
  ["x*y", { x: "1,0", y: "0,2" }, [[0], [1]], -1],
  // y is x u there.
  ["x*y", { x: "0,1", y: "0,x" }, [[0], [1]], 1 / 8],
  ["x+y", { x: "0,1", y: "0,1", z: "2,5" }, [[0, 1]], 3],
];

describe("an integral that is a product", () => {
  it.each(separable)("%s over %s falls apart", async (f, limits, axes, truth) => {
    const whole = domain(f, limits);
    expect(separate(whole)?.map((group) => group.axes)).toEqual(axes);
    const { integral, error, status, evaluations } = await adaptAlone(whole, {
      relative: 1e-11,
      absolute: 0,
      maxEvaluations: 1e6,
    });
    expect(Math.abs(integral - truth)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThanOrEqual(1e-11 * Math.abs(truth));
    expect(status).toBe("converged");
    expect(evaluations).toBeLessThan(3e4);
  });

  it("keeps the constant of an exponent with its other terms, lest they overflow", async () => {
    const limits = { x: "-inf,inf", y: "-inf,inf" };
    const whole = domain("exp(60*x-x^2-900-y^2)", limits);
    const wanted = { relative: 1e-8, absolute: 0, maxEvaluations: 1e6 };
    const { integral, error, status } = await adaptAlone(whole, wanted);
    expect(status).toBe("converged");
    expect(Math.abs(integral - Math.PI)).toBeLessThanOrEqual(error);
  });

  it.each<[string, Limits]>([
    ["sin(x+y)", UNIT],
    ["x+y", UNIT],
    ["x<y && y<0.5", UNIT],
    ["x+y", { x: "0,1", y: "0,x" }],
    ["x<0.5 ? y : 1", UNIT],
    ["sqrt(x*y)", UNIT],
    ["exp(x)", { x: "0,1" }],
  ])("%s over %s is none", (f, limits) => {
    expect(separate(domain(f, limits))).toBeNull();
  });

  it("has the errors of its factors composed, whichever accuracy is asked for", async () => {
    for (const wanted of [
      { relative: 1e-3, absolute: 0 },
      { relative: 0, absolute: 1e-5 },
    ]) {
      const result = await adaptAlone(domain("1/((x-0.3)^2+1e-4)/((y-0.6)^2+1e-4)", UNIT), {
        ...wanted,
        maxEvaluations: 1e6,
      });
      const factor = (c: number) => 100 * (Math.atan(100 * c) + Math.atan(100 * (1 - c)));
      const truth = factor(0.3) * factor(0.6);
      expect(Math.abs(result.integral - truth)).toBeLessThanOrEqual(result.error);
      expect(result.error).toBeLessThanOrEqual(Math.max(wanted.relative * truth, wanted.absolute));
      expect(result.status).toBe("converged");
    }
  });

  it("diverges or is undefined where a factor is, and is 0 only with a claim", async () => {
    const run = (f: string) =>
      adaptAlone(domain(f, UNIT), { relative: 1e-8, absolute: 0, maxEvaluations: 1e6 });
    const [diverging, undefined_, zero] = await Promise.all([
      run("y/x"),
      run("x*log(y-2)"),
      run("cos(pi*x)*exp(y)"),
    ]);
    expect(diverging?.status).toBe("diverges");
    expect(diverging?.lost?.[0]).toBe(0);
    expect(undefined_?.status).toBe("undefined");
    expect(zero?.error).toBeGreaterThanOrEqual(Math.abs(zero?.integral as number));
    expect(zero?.error).toBeLessThan(1e-8 * (zero?.size as number));
  });
});
