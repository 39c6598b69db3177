import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import { variable } from "../src/integrand/language/tree.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { domainOf } from "../src/problem/domain.ts";
import { variablesOf } from "../src/problem/variables.ts";
import {
  boxSpline,
  type Density,
  densityAt,
  densityOf,
  meetings,
} from "../src/quadrature/reductions/box-spline.ts";
import { reduceRidges } from "../src/quadrature/reductions/ridge.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { genz } from "./genz.ts";
import { integrandOf } from "./trees.ts";

type Limits = readonly [number | string, number | string];

const domain = (f: string, names: readonly string[], limits: Readonly<Record<string, Limits>> = {}) =>
  domainOf(
    integrandOf(f, names),
    variablesOf({
      variables: Object.fromEntries(names.map((name) => [name, [...(limits[name] ?? [0, 1])]])),
    }),
    true,
  );

const integral = (
  f: string,
  names: readonly string[],
  relative: number,
  limits?: Readonly<Record<string, Limits>>,
) => adaptAlone(domain(f, names, limits), { relative, absolute: 0, maxEvaluations: 1e6 });

it("sees sums under square roots as a program prepares them", async () => {
  const variables = { x: [0, 1], y: [0, 1], z: [0, 1] };
  const prepared = prepareAccuracy({ f: "1/sqrt((x-y)^2+z^2)", variables } as never);
  const { integral, error, evaluations } = await adaptAlone(prepared, prepared.problem.method);
  const truth = 3 * Math.asinh(1) - Math.SQRT2 + 1;
  expect(Math.abs(integral - truth)).toBeLessThan(error);
  expect(error).toBeLessThan(1e-8 * truth);
  expect(evaluations).toBeLessThan(20_000);
});

it("gives way to others while it measures", async () => {
  let now = 0;
  let pauses = 0;
  const pausing = {
    now: () => (now += 60),
    pause: async () => {
      pauses++;
    },
  };
  const wanted = { relative: 1e-8, absolute: 0, maxEvaluations: 1e6 };
  await adaptAlone(domain("cos(a+b+c+d)", ["a", "b", "c", "d"]), wanted, { pausing });
  expect(pauses).toBeGreaterThan(0);
});

describe("the volume of slices of a box", () => {
  const slice = (widths: readonly number[], s: number) =>
    evaluate(boxSpline(widths, variable(0), 200) as NonNullable<ReturnType<typeof boxSpline>>, [s]);

  it("of unit cubes is the density of a sum of uniform numbers (Irwin 1927, Hall 1927)", () => {
    // n = 3: s^2/2, then (-2 s^2 + 6 s - 3)/2, then (s - 3)^2/2.
    expect(slice([1, 1, 1], 0.5)).toBeCloseTo(1 / 8, 15);
    expect(slice([1, 1, 1], 1.5)).toBeCloseTo(3 / 4, 15);
    expect(slice([1, 1, 1], 2.8)).toBeCloseTo(0.02, 15);
    // The middle of n = 8: 151/315.
    expect(slice(Array(8).fill(1), 4)).toBeCloseTo(151 / 315, 14);
  });

  it("of a rectangle is a trapezium", () => {
    expect([0.5, 1, 2, 2.5, 3, 3.75].map((s) => slice([1, 3], s))).toEqual([0.5, 1, 1, 1, 1, 0.25]);
  });

  it("of seven narrow widths and a wide one is their product, and falls as s^7 / 7!", () => {
    const widths = [1, ...Array(7).fill(2 ** -10)];
    expect(slice(widths, 0.5)).toBeCloseTo(2 ** -70, 30);
    expect(slice(widths, 0.5) * 2 ** 70).toBeCloseTo(1, 14);
    expect(slice(widths, 2 ** -11) * 2 ** 77 * 5040).toBeCloseTo(1, 14);
  });

  it("as a table is that of the formula, on both sides of the middle", () => {
    const widths = [0.3, 0.7, 1.1, 0.2, 0.9, 0.41];
    const density = densityOf(widths, 200) as Density;
    for (const s of [0.05, 0.25, 0.9, 1.7, 1.805, 2.3, 3.4, 3.6])
      expect(densityAt(density, s)).toBeCloseTo(slice(widths, s), 15);
    const ends = meetings(density);
    expect(ends.every((end, k) => k === 0 || end > (ends[k - 1] as number))).toBe(true);
    expect([ends[0], ends.at(-1)]).toEqual([0, density.total]);
    for (const [k, width] of widths.entries())
      expect(
        ends.some((end) => Math.abs(end - width) < 1e-14),
        `width ${k}`,
      ).toBe(true);
  });

  it("is left alone where it would have too many pieces", () => {
    expect(boxSpline([1, 1.1, 1.21, 1.331, 1.4641], variable(0), 8)).toBeNull();
  });
});

describe("an integrand that depends on a sum of variables alone", () => {
  let state = 2026;
  /** xorshift32 (Marsaglia 2003). */
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };

  it.each(["oscillatory", "corner peak"] as const)(
    "Genz's %s in four to six variables, to 1e-10",
    async (family) => {
      for (const n of [4, 5, 6]) {
        const known = genz(family, n, random);
        const { integral: value, error, status, evaluations } = await integral(known.f, known.names, 1e-10);
        // The closed forms cancel.
        expect(Math.abs(value - known.exact)).toBeLessThanOrEqual(
          error + 1e-12 + 1e-9 * Math.abs(known.exact),
        );
        expect(["converged", "rounding"]).toContain(status);
        expect(evaluations).toBeLessThan(1e4);
      }
    },
  );

  it.each([
    // The mean distance of the sums of two pairs of uniform numbers.
    ["abs(a+b-c-d)", 7 / 15],
    ["(a+b+c+d)^2", 4 / 12 + 4],
    ["a+b+c+d<1", 1 / 24],
    ["exp((a-2*b+c-d/2)/3)", [1 / 3, -2 / 3, 1 / 3, -1 / 6].reduce((all, x) => (all * Math.expm1(x)) / x, 1)],
    // Two sums, each of its own variables, that no product takes apart.
    ["(a+b)*cos(c+d)+sin(a+b)^2", NaN],
  ])("%s on the unit cube", async (f, exact) => {
    const names = ["a", "b", "c", "d"];
    const one = await integral(f, names, 1e-11);
    expect(one.status).toBe("converged");
    const known = Number.isNaN(exact) ? twoSums() : exact;
    expect(Math.abs(one.integral - known)).toBeLessThanOrEqual(one.error + 1e-15);
  });

  /** The integral of (a + b) is 1, that of cos(c + d) Re ((e^i - 1) / i)^2, of sin^2(s) (1 - cos 2 s) / 2. */
  function twoSums() {
    const cos2 = (w: number) => (2 * Math.cos(w) - Math.cos(2 * w) - 1) / w ** 2;
    return cos2(1) + (1 - cos2(2)) / 2;
  }

  it("of which all variables but one hardly matter", async () => {
    const names = ["a", "b", "c", "d", "g", "h", "i", "j"];
    const factors = [3, ...Array(7).fill(1e-3)];
    const { integral: value, error } = await integral("cos(3*a+0.001*(b+c+d+g+h+i+j))", names, 1e-10);
    const half = factors.reduce((sum, own) => sum + own / 2, 0);
    const exact = factors.reduce((all, own) => (all * Math.sin(own / 2)) / (own / 2), Math.cos(half));
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 1e-16);
    expect(error).toBeLessThan(1e-10);
  });

  it("singular along a line or on a plane, which the sum makes a place", async () => {
    const line = await integral("1/sqrt((x-y)^2+z^2)", ["x", "y", "z"], 1e-10);
    // 2 (1 - s) / r over the unit square: 4 ln(1 + sqrt 2) less sqrt 2 + ln(1 + sqrt 2) - 1.
    const exact = 3 * Math.asinh(1) - Math.SQRT2 + 1;
    expect(Math.abs(line.integral - exact)).toBeLessThanOrEqual(line.error + 1e-15);
    expect(line.status).toBe("converged");
    // Delta_2(-1) of Bailey, Borwein and Crandall 2007.
    const plane = await integral("1/sqrt((a-b)^2+(c-d)^2)", ["a", "b", "c", "d"], 1e-10);
    expect(Math.abs(plane.integral - 2.9732095982473776)).toBeLessThanOrEqual(plane.error + 1e-15);
    expect(plane.status).toBe("converged");
    // 0.1 + 0.2 + 0.3 is more than 0.6. By eight integrals of s^-2.9.
    const limits = { x: [0.1, 1], y: [0.2, 1], z: [0.3, 1] } as const;
    const corner = await integral("(x+y+z-0.6)^-2.9", ["x", "y", "z"], 1e-10, limits);
    const own = (s: number) => s ** 0.1 / (1.9 * 0.9 * 0.1);
    const known = own(2.4) - own(1.7) - own(1.6) - own(1.5) + own(0.9) + own(0.8) + own(0.7);
    expect(Math.abs(corner.integral - known)).toBeLessThanOrEqual(corner.error + 1e-14);
    expect(corner.status).toBe("converged");
  });

  // By u = x - y, and by x + y - 1, in 40 digits.
  it.each([
    ["exp(-abs(x-y)*1e6)", 2e-6 - 2e-12],
    ["exp(-1e8*(x-y)^2)", Math.sqrt(Math.PI) * 1e-4 - 1e-8],
    ["1/((x-y)^2+1e-12)", 3141563.022568677],
    ["1/((x-y)^2+1e-16)", 314159226.5176178],
    ["1/((x+y-1)^2+1e-20)", 31415926487.84623],
  ])("in two variables where it is sharp: %s", async (f, exact) => {
    const { integral: value, error, evaluations } = await integral(f, ["x", "y"], 1e-8);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(3e-8 * exact);
    expect(evaluations).toBeLessThan(10_000);
  });

  it("with limits in either direction, beside variables of another kind", async () => {
    const limits = { a: [2, -1], b: [0, 3], c: ["-inf", "inf"], d: [0, 1] } as const;
    const { integral: value, error } = await integral(
      "exp(a-b)*exp(-c^2)+0*d",
      ["a", "b", "c", "d"],
      1e-10,
      limits,
    );
    const exact = -(Math.exp(2) - Math.exp(-1)) * (1 - Math.exp(-3)) * Math.sqrt(Math.PI);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 1e-14);
    const whole = domain("cos(a-2*b+c)*d^2+c*d", ["a", "b", "c", "d"], limits);
    // c occurs by itself, too.
    expect(reduceRidges(whole)?.domain.box.length).toBe(3);
  });

  it("is told of a place in the variables that were given", () => {
    const limits = { a: [2, -1], b: [0, 3], c: [0, 1], d: [1, 5] } as const;
    const reduced = reduceRidges(domain("1/(a-2*b+c+3*d)", ["a", "b", "c", "d"], limits));
    const [[, total] = [0, 0]] = reduced?.domain.box ?? [];
    const sumAt = (s: number) => {
      const [a = 0, b = 0, c = 0, d = 0] = reduced?.placeOf([s]) ?? [];
      return a - 2 * b + c + 3 * d;
    };
    // From -1 - 6 + 0 + 3 to 2 - 0 + 1 + 15.
    expect(sumAt(0)).toBe(-4);
    expect(sumAt(total as number)).toBe(18);
    expect(sumAt((total as number) / 2)).toBeCloseTo(7, 14);
  });

  it.each(["a*b+c+d", "exp(a)+b+c*d^2", "hypot(a,b,c,d)"])("%s is none", (f) => {
    expect(reduceRidges(domain(f, namesIn))?.domain.box.length ?? 4).toBeGreaterThan(2);
  });
});

const namesIn = ["a", "b", "c", "d"];
