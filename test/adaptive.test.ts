import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import { integral } from "./adapting.ts";
import { integrandOf } from "./trees.ts";

const SQUARE = { x: "-1,1", y: "-1,1" };
const UNIT = { x: "0,1", y: "0,1" };
const CUBE = { ...UNIT, z: "0,1" };

describe("regions cut along curves", () => {
  it.each<[string, Record<string, string>, number, number]>([
    ["x^2+y^2<1", UNIT, Math.PI / 4, 2e5],
    ["x^2+y^2<1", SQUARE, Math.PI, 2e5],
    ["max(x,y)", UNIT, 2 / 3, 1e4],
    ["abs(x-y)", UNIT, 1 / 3, 1e4],
    ["x+y<1 && x>0.25", UNIT, 0.28125, 2e5],
    ["floor(x+y)", UNIT, 0.5, 2e4],
    ["x^2+y^2+z^2<1", CUBE, Math.PI / 6, 1e6],
    ["abs(x+y+z-1)", CUBE, 7 / 12, 3e4],
    ["max(x,y,z)", CUBE, 3 / 4, 3e4],
    // Rounding puts crossings of surfaces on the ends of lines.
    ["max(x,y,z,0.3)", CUBE, 0.752025, 1.2e5],
    ["x<y && y<z", CUBE, 1 / 6, 3e4],
  ])("%s to 1e-12", async (f, limits, truth, most) => {
    const { integral: value, error, evaluations, status } = await integral(f, limits, { relative: 1e-12 });
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(1e-12 * truth);
    expect(error).toBeGreaterThanOrEqual(Math.abs(value - truth));
    expect(evaluations).toBeLessThan(most);
    expect(status).toBe("converged");
  });
});

describe("looking", () => {
  /** Places that are nowhere special, the same each time. */
  function random(seed: number) {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
  }
  const WIDTH = 1e-6;

  it.each([
    [["x"], false],
    [["x"], true],
    [["x", "y"], false],
    [["x", "y"], true],
  ])("finds every narrow peak in %s, waves behind it: %s", async (names, wavy) => {
    const next = random(names.length * 2 + (wavy ? 1 : 0));
    const missed: string[] = [];
    // The peak has about a millionth of the whole.
    const height = WIDTH ** (1 - names.length);
    const waves = `2+${names.map((v) => `sin(9*${v})`).join("*")}`;
    const behind = wavy ? 2 + ((1 - Math.cos(9)) / 9) ** names.length : 0;
    for (let k = 0; k < 20; k++) {
      const centres = names.map(() => 0.01 + 0.98 * next());
      const squares = names.map((v, axis) => `(${v}-${centres[axis]})^2`).join("+");
      const f = `${height}*exp(-(${squares})/${WIDTH ** 2})${wavy ? `+${waves}` : ""}`;
      const truth = height * (WIDTH * Math.sqrt(Math.PI)) ** names.length + behind;
      const { integral: value } = await integral(f, Object.fromEntries(names.map((v) => [v, "0,1"])));
      if (!(Math.abs(value - truth) <= 1e-8 * truth)) missed.push(f);
    }
    expect(missed).toEqual([]);
  });
});

describe("integrals without a value", () => {
  it.each<[string, Record<string, string>, readonly (number | null)[]]>([
    ["1/x", { x: "0,1" }, [0]],
    ["1/x", { x: "1,inf" }, [1]],
    ["1/sin(x)", { x: "0,1" }, [0]],
    ["1/(exp(x)-1)", { x: "0,1" }, [0]],
    ["x^-1.5", { x: "0,1" }, [0]],
    ["1/(1-x)", { x: "0,1" }, [1]],
    ["1/abs(x-0.3)", { x: "0,1" }, [0.3]],
    ["1/(x-0.3)", { x: "0,1" }, [0.3]],
    ["tan(x)", { x: "0,2" }, [Math.PI / 2]],
    ["exp(x)", { x: "0,inf" }, [1]],
    ["1", { x: "0,inf" }, [1]],
    ["1/(x+y)^2", UNIT, [0, 0]],
    ["1/(x^2+y^2)", UNIT, [0, 0]],
    ["1/((x-.3)^2+(y-.4)^2)", UNIT, [0.3, 0.4]],
    ["1/(1-x*y)^2", UNIT, [1, 1]],
    ["1/(x*y)", UNIT, [0, null]],
    ["1/abs(x-y)", UNIT, [null, null]],
    ["1/(x^2+y^2+z^2)^1.5", CUBE, [0, 0, 0]],
    ["exp(x*x-y)", { x: "0,inf", y: "0,inf" }, [1, null]],
    ["x^x", { x: "0,inf" }, [1]],
    ["sin(x)+exp(-x)", { x: "0,inf" }, [1]],
  ])("%s over %s diverges", async (f, limits, place) => {
    const { status, lost, evaluations } = await integral(f, limits);
    expect(status).toBe("diverges");
    place.forEach((v, axis) => {
      if (v !== null) expect(lost?.[axis]).toBeCloseTo(v, 12);
    });
    expect(evaluations).toBeLessThan(1e6);
  });

  it.each<[string, Record<string, string>, number]>([
    ["x^-0.99", { x: "0,1" }, 100],
    ["x^-0.999", { x: "0,1" }, 1000],
    ["x^-1.01", { x: "1,inf" }, 100],
    ["1/(x*log(x)^2)", { x: "0,0.5" }, 1 / Math.LN2],
    ["1/(x+1e-12)", { x: "0,1" }, Math.log1p(1e12)],
    ["1/sqrt(x^2+y^2)", SQUARE, 8 * Math.asinh(1)],
    ["abs(x-y)^-0.5", UNIT, 8 / 3],
    ["1/(1-x*y)", UNIT, Math.PI ** 2 / 6],
  ])("%s over %s does not, and its claim holds", async (f, limits, truth) => {
    const {
      status,
      integral: value,
      error,
    } = await integral(f, limits, { relative: 1e-6, maxEvaluations: 3e5 });
    expect(status).not.toBe("diverges");
    expect(status).not.toBe("undefined");
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
  });

  it.each<[string, Record<string, string>]>([
    ["sqrt(x)", { x: "-1,1" }],
    ["log(x-0.5)", { x: "0,1" }],
    ["asin(2*x)", { x: "0,1" }],
    ["(x-0.5)^1.5", { x: "0,1" }],
    ["0*log(x-2)", { x: "0,1" }],
    ["sqrt(x-y)", UNIT],
    ["log(x)*y", { x: "-1,1", y: "0,1" }],
  ])("%s over %s is undefined, at a place where it is", async (f, limits) => {
    const { status, lost } = await integral(f, limits);
    expect(status).toBe("undefined");
    expect(evaluate(integrandOf(f, Object.keys(limits).sort()), lost as number[])).toBeNaN();
  });

  it.each<[string, Record<string, string>, number]>([
    ["sqrt(1-x^2)", { x: "-1,1" }, Math.PI / 2],
    ["sin(x)/x", { x: "-1,1" }, 1.8921661407343662],
    ["x>0.5 ? sqrt(x-0.5) : 0", { x: "0,1" }, Math.SQRT1_2 / 3],
    ["sqrt(1-x^2-y^2)", { x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)" }, (2 * Math.PI) / 3],
  ])("%s over %s is fine", async (f, limits, truth) => {
    const { status, integral: value } = await integral(f, limits);
    expect(status).toBe("converged");
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(1e-8 * truth);
  });
});

describe("the rounding of f itself", () => {
  const sixth = "x^6-6*x^5*y+15*x^4*y^2-20*x^3*y^3+15*x^2*y^4-6*x*y^5+y^6";
  const fourth = "x^4-4*x^3*y+6*x^2*y^2-4*x*y^3+y^4";

  it.each<[string, Record<string, string>, number, number]>([
    // (x - y)^6, which is h^8/28 over a square of side h, and (x - y)^4, which is h^6/15.
    [sixth, { x: "1,2", y: "1,2" }, 1 / 28, 1e-13],
    [fourth, { x: "1,1.03", y: "1,1.03" }, 0.03 ** 6 / 15, 1e-20],
    ["sin(1e6+x)", { x: "0,1" }, Math.cos(1e6) - Math.cos(1e6 + 1), 1e-12],
    ["(x+1e8)-1e8", { x: "0,1" }, 0.5, 1e-9],
  ])("is in the claim for %s", async (f, limits, truth, least) => {
    const {
      integral: value,
      error,
      status,
      evaluations,
    } = await integral(f, limits, { relative: 1e-13, maxEvaluations: 3e6 });
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
    expect(error).toBeGreaterThan(least);
    expect(status).toBe("rounding");
    expect(evaluations).toBeLessThan(2e6);
  });
});
