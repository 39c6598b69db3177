import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { FIELDS } from "../src/quadrature/grid/work.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { makeMembers } from "../src/run/family/members.ts";

const SPACE = "-inf,inf";
const prepared = (f: string, limits: Readonly<Record<string, string>>) =>
  prepareAccuracy({ f, variables: limits });
const space = { x: SPACE, y: SPACE, z: SPACE };

describe("an f of a distance, times a polynomial", () => {
  // The surface of the sphere times the integral over r; of 1/(1 + r^2)^2 that is pi/4, and of r^2 exp(-r) cos(r^2) by mpmath.
  it.each([
    ["exp(-hypot(hypot(x,y),z))", space, 8 * Math.PI],
    ["exp(-hypot(x,y,z))", { ...space, x: "0,inf", y: "-inf,0" }, 2 * Math.PI],
    ["exp(-sqrt(x^2+y^2+z^2))/sqrt(x*x+y*y+z*z)", space, 4 * Math.PI],
    ["1/(1+x^2+4*y^2+9*z^2)^2", space, Math.PI ** 2 / 6],
    ["exp(-sqrt(x^2+y^2+z^2))*cos(x^2+y^2+z^2)", space, -0.23846301403946524],
    ["exp(-sqrt(2*(x^2+y^2+z^2+w^2)))", { ...space, w: SPACE }, 3 * Math.PI ** 2],
    ["sqrt(a^2+b^2+c^2+d^2+g^2)*exp(-(a^2+b^2+c^2+d^2+g^2)/2)", five(), (8 / 3) * Math.PI ** 2 * 8],
    ["exp(-hypot(x,y))", { x: SPACE, y: SPACE }, 2 * Math.PI],
    // Means over the sphere: of x^2 1/3, of (x y)^2 1/15, of (x y z w)^2 in four variables 1/384.
    ["exp(-sqrt(x^2+y^2+z^2))*x^2", space, 32 * Math.PI],
    ["x^2*y^2*exp(-hypot(x,y,z))", space, ((4 * Math.PI) / 15) * 720],
    ["(1+x)*exp(-hypot(x,y,z))/hypot(x,y,z)^2", space, 4 * Math.PI],
    ["x*exp(-hypot(x,y,z))", { ...space, x: "0,inf", z: "-inf,0" }, 3 * Math.PI],
    ["x^2*y^2*z^2*w^2*exp(-hypot(x,y,z,w))", { ...space, w: SPACE }, (2 * Math.PI ** 2 * 39916800) / 1920],
    ["(3*z^2-x^2-y^2-z^2)*exp(-hypot(x,y,z))", space, 0],
    ["hypot(x,y,z)<2 ? (x+y)^2 : 0", space, (8 * Math.PI * 32) / 15],
    // About another place.
    ["x*exp(-hypot(x-1,y-2,z+1))", space, 8 * Math.PI],
    ["exp(-hypot(x-0.1,y-0.7,z))/hypot(x-0.1,y-0.7,z)^2", space, 4 * Math.PI],
    // Of which little or nothing is left of the constant: pi / a for 1/(a + r^2)^2.
    ["1/(1e-17+(x-0.1)^2+(y-0.7)^2)^2", { x: SPACE, y: SPACE }, Math.PI * 1e17],
    ["1/(1+(x-1e6)^2+(y-1e6)^2)^2", { x: SPACE, y: SPACE }, Math.PI],
    ["exp(-hypot(x-1e6,y+1e7,z))", space, 8 * Math.PI],
    ["1/(1-(-(x^2-2e6*x+1e12)-(y^2-2*y+1)))^2", { x: SPACE, y: SPACE }, Math.PI],
    // Of other forms: the determinant is 3/4, and the inverse's first element 4/3.
    ["exp(-x^2-x*y-y^2-z^2)", space, Math.PI ** 1.5 / Math.sqrt(0.75)],
    ["x^2*exp(-x^2-x*y-y^2-z^2)", space, (Math.PI ** 1.5 / Math.sqrt(0.75)) * (2 / 3)],
    ["1/(1+x^2+y^2+z^2+x*y)^3", space, Math.PI ** 2 / 4 / Math.sqrt(0.75)],
    ["exp(-(a^2+b^2+c^2+d^2+g^2+a*b))", five(), Math.PI ** 2.5 / Math.sqrt(0.75)],
  ])("%s: of one variable", async (f, limits, exact) => {
    const domain = prepared(f, limits as Readonly<Record<string, string>>);
    const wanted = { relative: 1e-9, absolute: 0, maxEvaluations: 1e4 };
    const { status, integral, error } = await adaptAlone(domain, wanted);
    expect(status).toBe("converged");
    expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error + 1e-14 * Math.abs(exact));
    expect(error).toBeLessThanOrEqual(1e-9 * Math.abs(integral));
  });

  it.each([
    ["exp(-hypot(x,y)-z^2)", space],
    // The means are finite, and |f| has no integral.
    ["x/(1+x^2+y^2+z^2)^2", space],
    ["(3*z^2-x^2-y^2-z^2)/(x^2+y^2+z^2)^2.5", space],
    ["x*sin(hypot(x,y))^2/hypot(x,y)^3", { x: SPACE, y: SPACE }],
    ["x*exp(-x^2-y^2-z^2)/(hypot(x,y,z)-1)^2", space],
    ["(1-3*x^2)*exp(-x^2-y^2-z^2)/abs(hypot(x,y,z)-1)^1.5", space],
    ["x*abs(x)*exp(-x^2-y^2-z^2)", space],
    ["exp(-sqrt(x^2+y^2-z^2))", space],
    ["exp(-(x+y+z)^2)", space],
    // The constant, 0.01 - 0.02 + 0.01, is rounding.
    ["1/(x^2-0.2*x+0.01+y^2)^0.9/(1+x^2-0.2*x+0.01+y^2)", { x: SPACE, y: SPACE }],
    ["exp(-sqrt(x^2+y^2+z^2)-(x^2+y^2+2*z^2))", space],
    ["exp(-sqrt(x^2+y^2+z^2))", { ...space, x: "1,inf" }],
    ["exp(-sqrt(x^2+y^2+z^2))", { ...space, x: "inf,-inf" }],
  ])("%s is no such f", (f, limits) => {
    expect(prepared(f, limits as Readonly<Record<string, string>>).radial).toBeUndefined();
  });
  it.each([
    // Of the constant, 1.000000000001 - 1, and of the mean, pi / 2 less nearly as much, digits are lost.
    ["1/(1+1e-12+x^2+y^2-2*x)^2", Math.PI * 1e12],
    ["(x^2-(1-1/4096)*y^2)*exp(-x^2-y^2)", Math.PI / 8192],
  ])("%s: claims what rounding took", async (f, exact) => {
    const domain = prepared(f, { x: SPACE, y: SPACE });
    const { integral, error } = await adaptAlone(domain, {
      relative: 1e-13,
      absolute: 0,
      maxEvaluations: 1e4,
    });
    expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error);
  });

  it("is left to all variables where roundings make it infinite near the centre", async () => {
    // exp(r^2) - 1 is 0 in f64. Pi times zeta(2).
    const domain = prepared("(x^2+y^2)/(exp(x^2+y^2)-1)", { x: SPACE, y: SPACE });
    const wanted = { relative: 1e-6, absolute: 0, maxEvaluations: 1e5 };
    const { status, integral, error } = await adaptAlone(domain, wanted);
    expect(status).toBe("converged");
    expect(Math.abs(integral - Math.PI ** 3 / 6)).toBeLessThanOrEqual(error);
  });

  it("diverges where it is infinite", async () => {
    const domain = prepared("exp(-hypot(x-1,y+2,z))/hypot(x-1,y+2,z)^3", space);
    const wanted = { relative: 1e-8, absolute: 0, maxEvaluations: 1e4 };
    const { status, lost } = await adaptAlone(domain, wanted);
    expect(status).toBe("diverges");
    const place = domain.at.map((tree) => evaluate(tree, lost ?? []));
    for (const [axis, own] of [1, -2, 0].entries()) expect(place[axis]).toBeCloseTo(own, 12);
  });

  it("is so for each member of a family, with the bits that it has alone", async () => {
    const f = (a: string) => `x^2*exp(-${a}*hypot(x-${a},y,z))`;
    const values = [0.5, 1, 3];
    const options = { f: f("a"), variables: space, parameters: { a: values } };
    const { numbers } = await makeMembers(prepareAccuracy(options).problem, true)({ first: 0, end: 3 });
    for (const [k, a] of values.entries()) {
      const [value = 0, error = 0] = numbers.slice(FIELDS * k);
      const exact = (32 * Math.PI) / a ** 5 + (8 * Math.PI) / a;
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 1e-14 * exact);
      const alone = prepared(f(`${a}`), space);
      const { integral, error: claim } = await adaptAlone(alone, alone.problem.method);
      expect([value, error]).toEqual([integral, claim]);
    }
  });
});

function five() {
  return { a: SPACE, b: SPACE, c: SPACE, d: SPACE, g: SPACE };
}
