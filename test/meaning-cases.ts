import { describe, expect, it } from "vitest";
import { F32_MAX } from "../src/integrand/language/interval.ts";
import { isFunction } from "../src/integrand/language/names.ts";
import { OPERATIONS } from "../src/integrand/language/operations.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import type { Tree } from "../src/integrand/language/tree.ts";
import type { GpuPrecision } from "../src/problem/problem.ts";
import type { useGpu } from "./gpu.ts";
import { valuesOnGpu } from "./gpu-values.ts";
import { integrandOf } from "./trees.ts";

export type Point = readonly [number, number];
type Gpus = ReturnType<typeof useGpu>;

/**
 * Values in WGSL and in f64, on one device; with few functions per module: compiling takes longer than in proportion to
 * them, most of all in df64.
 */
export async function compare(
  gpu: Gpus,
  texts: readonly string[],
  points: readonly Point[],
  precision: GpuPrecision,
) {
  const opened = await gpu.open();
  const rows: { text: string; tree: Tree; point: Point; value: number; truth: number }[] = [];
  const pairs = new Float32Array(points.flat());
  const size = precision === "df64" ? 2 : 10;
  for (let first = 0; first < texts.length; first += size) {
    const chunk = texts.slice(first, first + size);
    const trees = chunk.map((text) => integrandOf(text));
    const values = await valuesOnGpu(opened.device, trees, pairs, precision);
    trees.forEach((tree, k) => {
      points.forEach((point, i) => {
        const [x, y] = [Math.fround(point[0]), Math.fround(point[1])];
        const value = values[k]?.[i] as number;
        rows.push({ text: chunk[k] as string, tree, point, value, truth: evaluate(tree, [x, y]) });
      });
    });
  }
  opened.release();
  return rows;
}

/** Tests of the language's meaning in this precision, value by value. */
export function describeMeaning(gpu: Gpus, precision: GpuPrecision): void {
  describe(`in ${precision}`, () => {
    it("comparisons, rounding, signs and logic give JavaScript's values", async () => {
      const one = [
        "round(x)",
        "sign(x)",
        "floor(x)",
        "ceil(x)",
        "abs(x)",
        "!x",
        "-x",
        "x ? 5 : 7",
        "x*x*x",
        "x^3",
      ];
      const two = ["x < y", "x <= y", "x > y", "x >= y", "x == y", "x != y", "x && y", "x || y"];
      const more = ["min(x, y)", "max(x, y, 1)", "x > y ? x : y", "x + y", "x - y", "x * y"];
      const few = [-2.5, -2, -1.5, -0.5, -0.25, 0, 0.49999997, 0.5, 1, 1.5, 2.5, 8_388_609];
      const points = few.flatMap((x) => few.map((y): Point => [x, y]));
      for (const { text, point, value, truth } of await compare(
        gpu,
        [...one, ...two, ...more],
        points,
        precision,
      )) {
        // In f32 operations round; df64 is exact here but for the largest cubes.
        const expected = precision === "df64" ? truth : Math.fround(truth);
        const room = precision === "df64" ? 2 ** -44 * Math.abs(truth) : 0;
        expect(Math.abs(value - expected), `${text} at ${point}`).toBeLessThanOrEqual(room);
      }
    });

    it("infinities and NaN are those of JavaScript", async () => {
      const texts = [
        ..."log(x) log2(x) log10(x) sqrt(x) asin(x) acos(x) 1/x -1/x x/x x^-1 x^-2 x^-3 x^0.3".split(" "),
        ..."x^y x^(y/2) 0^x atan(1/x) exp(1/x) exp(-1/x) 1/(1/x) sin(1/x) cos(1/x) tan(1/x) tanh(1/x)".split(
          " ",
        ),
        ..."min(log(x),5) max(log(x),5) min(1/x,5) log(x)<0 log(x)!=0 sqrt(x)==0 cosh(1/x) sinh(1/x)".split(
          " ",
        ),
        ..."hypot(1/x,1) cbrt(1/x) 1/round(x/4) atan2(round(x/4),-1) max(1/x,log(x),log(y)) sign(log(x)) abs(log(x)) exp(89*x) exp(-200*x) cosh(90*x)".split(
          " ",
        ),
        ..."atan2(x,0) atan2(0,x) atan2(x,y) x==0?1:1/x log(x)?1:log(-1) !log(x)?log(-1):1 (log(x)&&1)?1:log(-1) (log(x)||0)?1:log(-1) log(0) sqrt(-1) 1/0 (-8)^(1/3)".split(
          " ",
        ),
      ];
      const points = [-2, -1, -0.25, 0, 0.25, 1, 2, 3].flatMap((x) =>
        [-1, 0, 0.5, 3].map((y): Point => [x, y]),
      );
      // exp(89) and the like are finite in f64, but overflow f32, which must give NaN.
      const kind = (v: number) => {
        if (Number.isNaN(v) || (Number.isFinite(v) && Math.abs(v) > F32_MAX)) return "NaN";
        return Number.isFinite(v) ? "finite" : `${Math.sign(v)} infinite`;
      };
      for (const { text, point, value, truth } of await compare(gpu, texts, points, precision)) {
        expect(`${text} at ${point}: ${kind(value)}`).toBe(`${text} at ${point}: ${kind(truth)}`);
      }
    });

    it("every function of the language is close to its value", async () => {
      const arguments_ = "x,y x,y,1".split(" ");
      const texts = [...OPERATIONS].flatMap(([name, { arity }]) => {
        if (!isFunction(name)) return [];
        return arity[0] === 1
          ? [`${name}(x)`]
          : arguments_.slice(0, arity[1] === 2 ? 1 : 2).map((args) => `${name}(${args})`);
      });
      expect(texts.length).toBeGreaterThan(25);
      const xs = [0.01, 0.3, 0.55, 0.9, 1.7, 3, 6];
      const points = xs.flatMap((x) =>
        [-2.5, -0.4, 0.7, 4].flatMap((y): Point[] => [
          [x, y],
          [-x, y],
        ]),
      );
      for (const { text, point, value, truth } of await compare(gpu, texts, points, precision)) {
        if (Number.isNaN(truth)) expect(value, `${text} at ${point}`).toBeNaN();
        else
          expect(Math.abs(value - truth), `${text} at ${point}`).toBeLessThan(
            1e-3 * Math.max(1, Math.abs(truth)),
          );
      }
    });
  });
}
