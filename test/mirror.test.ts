import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import { domainOf } from "../src/problem/domain.ts";
import { variablesOf } from "../src/problem/variables.ts";
import { mirrored } from "../src/quadrature/reductions/mirror.ts";
import { expressions, FUNCTIONS } from "./random.ts";
import { integrandOf } from "./trees.ts";

const domain = (f: string, limits: readonly [number | string, number | string]) =>
  domainOf(integrandOf(f, ["x", "y"]), variablesOf({ variables: { x: [...limits], y: [...limits] } }), true);

/** Which axes are halved. */
const halved = (f: string, limits: readonly [number | string, number | string]) => {
  const whole = domain(f, limits);
  return mirrored(whole).box.map(([a], axis) => a !== whole.box[axis]?.[0]);
};

describe("an axis is halved about whose middle f is even", () => {
  it.each([
    ["x^2+y", [true, false]],
    ["cos(x)*abs(y)", [true, true]],
    ["sin(x)*tan(y)", [false, false]],
    ["sin(x)*x + y^3*sinh(2*y)", [true, true]],
    ["x*y", [false, false]],
    ["exp(-(3*x+0)^2/hypot(y,1))", [true, true]],
    ["x^2 < 0.5 ? y : 1", [true, false]],
    ["abs(x) + floor(y)", [true, false]],
    ["exp(x)+exp(-x)", [false, true]],
    ["x/sin(x) - atan(y)*y", [true, true]],
  ])("%s on [-1, 1]^2", (f, expected) => expect(halved(f, [-1, 1])).toEqual(expected));

  it.each([
    ["abs(x-0.5)+(2*y-1)^2", [true, true]],
    ["x*(1-x)", [false, true]],
    ["(0.5-x)*(x-0.5)*cos(y)", [true, false]],
    ["abs(x-0.4)", [false, true]],
  ])("%s on [0, 1]^2", (f, expected) => expect(halved(f, [0, 1])).toEqual(expected));

  it("over all space, too", () => {
    expect(halved("exp(-x^2)/(1+y^2)", ["-inf", "inf"])).toEqual([true, true]);
    expect(halved("exp(-x^2-y)", [0, "inf"])).toEqual([false, false]);
  });

  it("only where values say the same, of 2,000 random formulas", () => {
    let found = 0;
    const formulas = fc.sample(expressions(FUNCTIONS, ["+", "-", "*", "/", "^"]), {
      numRuns: 2000,
      seed: 16,
    });
    for (const f of formulas) {
      const whole = domain(f, [-1, 1]);
      const half = mirrored(whole);
      if (half === whole) continue;
      found++;
      for (const point of [
        [0.31, 0.77],
        [0.62, 0.13],
        [0.9, 0.55],
      ]) {
        const value = evaluate(whole.f, point);
        for (const [axis, [a]] of half.box.entries()) {
          if (a !== 0) continue;
          const other = evaluate(whole.f, point.with(axis, -(point[axis] as number)));
          if (Number.isNaN(value)) expect(other).toBeNaN();
          else if (Math.abs(value) < 1e12)
            expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(value)));
        }
      }
    }
    expect(found).toBeGreaterThan(50);
  });
});
