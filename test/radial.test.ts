import { describe, expect, it } from "vitest";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";

const SPACE = "-inf,inf";
const prepared = (f: string, limits: Readonly<Record<string, string>>) =>
  prepareAccuracy({ f, variables: limits });
const space = { x: SPACE, y: SPACE, z: SPACE };

describe("an f of the distance from 0 alone", () => {
  // The surface of the sphere times the integral over r; of 1/(1 + r^2)^2 that is pi/4, and of r^2 exp(-r) cos(r^2) by mpmath.
  it.each([
    ["exp(-hypot(hypot(x,y),z))", space, 8 * Math.PI],
    ["exp(-hypot(x,y,z))", { ...space, x: "0,inf", y: "-inf,0" }, 2 * Math.PI],
    ["exp(-sqrt(x^2+y^2+z^2))/sqrt(x*x+y*y+z*z)", space, 4 * Math.PI],
    ["1/(1+x^2+4*y^2+9*z^2)^2", space, Math.PI ** 2 / 6],
    ["exp(-sqrt(x^2+y^2+z^2))*cos(x^2+y^2+z^2)", space, -0.23846301403946524],
    ["exp(-sqrt(2*(x^2+y^2+z^2+w^2)))", { ...space, w: SPACE }, 3 * Math.PI ** 2],
    ["sqrt(a^2+b^2+c^2+d^2+g^2)*exp(-(a^2+b^2+c^2+d^2+g^2)/2)", five(), (8 / 3) * Math.PI ** 2 * 8],
  ])("%s: of one variable", async (f, limits, exact) => {
    const domain = prepared(f, limits as Readonly<Record<string, string>>);
    const wanted = { relative: 1e-9, absolute: 0, maxEvaluations: 1e4 };
    const { status, integral, error } = await adaptAlone(domain, wanted);
    expect(status).toBe("converged");
    expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error + 1e-14 * Math.abs(exact));
  });

  it.each([
    ["exp(-sqrt(x^2+y^2+z^2))*x^2", space],
    ["exp(-hypot(x,y)-z^2)", space],
    ["x*abs(x)*exp(-x^2-y^2-z^2)", space],
    ["exp(-sqrt(x^2+y^2-z^2))", space],
    ["exp(-(x+y+z)^2)", space],
    ["exp(-sqrt(x^2+y^2+z^2)-(x^2+y^2+2*z^2))", space],
    ["exp(-sqrt(x^2+y^2+z^2))", { ...space, x: "1,inf" }],
    ["exp(-sqrt(x^2+y^2+z^2))", { ...space, x: "inf,-inf" }],
  ])("%s is no such f", (f, limits) => {
    expect(prepared(f, limits as Readonly<Record<string, string>>).radial).toBeUndefined();
  });
});

function five() {
  return { a: SPACE, b: SPACE, c: SPACE, d: SPACE, g: SPACE };
}
