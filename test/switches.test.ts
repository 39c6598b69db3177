import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import { around } from "../src/integrand/reading/distance.ts";
import { rootsOf } from "../src/integrand/reading/roots.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { domainOf } from "../src/problem/domain.ts";
import { breaksOf } from "../src/quadrature/places/breaks.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { integrandOf } from "./trees.ts";

const near = (values: readonly number[], expected: readonly number[]) => {
  expect(values).toHaveLength(expected.length);
  for (const [k, value] of values.entries()) expect(value).toBeCloseTo(expected[k] as number, 12);
};
const places = (text: string, from: string, to: string) => {
  const domain = domainOf(integrandOf(text, ["x"]), [{ name: "x", from, to }]);
  return (breaksOf(domain).cuts[0] as { at: number; singular: boolean }[]).slice(1, -1);
};

describe("roots", () => {
  const roots = (text: string, ends: readonly [number, number], levels = [0]) =>
    rootsOf(integrandOf(text, ["x"]), ends, levels);

  it("are all found, each once", () => {
    near(
      roots("sin(x)", [1, 20]),
      [1, 2, 3, 4, 5, 6].map((k) => k * Math.PI),
    );
    near(roots("x^3-2*x-5", [0, 4]), [2.0945514815423265]);
    near(roots("cos(x)-x", [0, 1]), [0.7390851332151607]);
    near(roots("exp(x)-1", [-1, 1]), [0]);
    expect(roots("x^2+1e-6", [-1, 1])).toEqual([]);
  });

  it("on several levels, and where they touch", () => {
    near(roots("7*x", [0.05, 1], [1, 2, 3]), [1 / 7, 2 / 7, 3 / 7]);
    const touching = roots("(x-0.3)^2", [0, 1]);
    expect(touching.length).toBeGreaterThan(0);
    for (const one of touching) expect(one).toBeCloseTo(0.3, 6);
  });
});

describe("places where f is not smooth", () => {
  it.each<[string, string, string, number[]]>([
    ["abs(x-0.3)", "0", "1", [0.3]],
    ["x>1/3", "0", "1", [1 / 3]],
    ["floor(7*x)", "0.05", "0.95", [1, 2, 3, 4, 5, 6].map((k) => k / 7)],
    ["round(x)", "0", "2", [0.5, 1.5]],
    ["max(x,0.2)", "0", "1", [0.2]],
    ["abs(sin(10*x))", "0.1", "1", [1, 2, 3].map((k) => (k * Math.PI) / 10)],
    ["abs(abs(x)-0.5)", "-1", "1", [-0.5, 0, 0.5]],
    ["x^2 < 0.25", "-1", "1", [-0.5, 0.5]],
    ["atan2(x,-1)", "-1", "1", [0]],
    ["abs(exp(x)*(x-0.25))", "0", "1", [0.25]],
    ["exp(sin(x))", "0", "1", []],
  ])("of %s from %s to %s", (text, from, to, expected) => {
    near(
      places(text, from, to).map(({ at }) => at),
      expected,
    );
    expect(places(text, from, to).some(({ singular }) => singular)).toBe(false);
  });

  it("say where f or a derivative may be infinite", () => {
    expect(places("log(abs(x-0.4))", "0", "1")).toEqual([{ at: 0.4, singular: true }]);
    expect(places("abs(x-0.4)", "0", "1")).toMatchObject([{ at: 0.4, singular: false }]);
    const [one] = places("tan(x)", "1", "2");
    expect(one?.singular).toBe(true);
    expect(one?.at).toBeCloseTo(Math.PI / 2, 13);
  });

  it("are found in the coordinates of infinite limits", () => {
    const [one] = places("exp(-abs(x-2))", "-inf", "inf");
    // x is tan(pi u/2) there.
    expect(one?.at).toBeCloseTo((2 / Math.PI) * Math.atan(2), 13);
  });
});

describe("f in the distance from a place", () => {
  it.each<[string, number, (d: number) => number]>([
    ["1/sqrt(1-x)", 1, (d) => 1 / Math.sqrt(-d)],
    ["(1-x)^-0.75", 1, (d) => (-d) ** -0.75],
    ["(1-x^2)^-0.75", 1, (d) => (-d * (2 + d)) ** -0.75],
    ["(1-x^2)^-0.75", -1, (d) => (d * (2 - d)) ** -0.75],
    ["log(abs(x-0.4))", 0.4, (d) => Math.log(Math.abs(d))],
    ["1/sqrt(abs(x^2-0.25))", 0.5, (d) => 1 / Math.sqrt(Math.abs(d * (1 + d)))],
    ["1/(x^3-1)", 1, (d) => 1 / (d * (3 + d * (3 + d)))],
    ["1/sqrt(sin(x))", Math.PI, (d) => 1 / Math.sqrt(Math.sin(-d))],
    ["sqrt(cos(x))", Math.PI / 2, (d) => Math.sqrt(Math.sin(-d))],
  ])("%s at %f keeps every digit of it", (text, centre, truth) => {
    const tree = around(integrandOf(text, ["x"]), [centre]);
    let judged = 0;
    for (const size of [1e-3, 1e-9, 1e-15, 1e-40, 1e-150])
      for (const d of [size, -size]) {
        const expected = truth(d);
        if (!Number.isFinite(expected)) continue;
        judged++;
        expect(Math.abs(evaluate(tree, [d]) / expected - 1)).toBeLessThan(1e-13);
      }
    expect(judged).toBeGreaterThanOrEqual(5);
  });
});

describe("minima and maxima of each other", () => {
  const at = { x: [0, 1], y: [0, 1], z: [0, 1] } as const;
  // Of three uniform variables the median has the density 6 t (1 - t); of max(x^2, y, z) the distribution is t^(5/2).
  it.each([
    ["max(min(x,y),min(max(x,y),z))", 1 / 2],
    ["min(max(x,y),min(max(y,z),max(x,z)))^2", 3 / 10],
    ["max(x^2,max(y,z))", 5 / 7],
  ])("%s", async (f, exact) => {
    const wanted = { relative: 1e-10, absolute: 0, maxEvaluations: 1e6 };
    const { status, integral, error } = await adaptAlone(prepareAccuracy({ f, ...at }), wanted);
    expect(status).toBe("converged");
    expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error);
  });
});
