import { expect, it } from "vitest";
import { F32_MAX, F32_MIN_NORMAL } from "../src/integrand/language/interval.ts";
import { isFunction } from "../src/integrand/language/names.ts";
import { OPERATIONS } from "../src/integrand/language/operations.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import type { GpuPrecision } from "../src/problem/problem.ts";
import type { useGpu } from "./gpu.ts";
import { compare, type Point } from "./meaning-cases.ts";
import { integrandOf } from "./trees.ts";

const FINITE = ["0", "-0", "1", "-1", "2", "0.5", "-2.5", "3"];
const EXTREME = ["1/0", "-1/0", "0/0", "3e38", "-3e38", "1e-37", "-1e-37"];

/** An expression that picks one of these values by its index `at`. */
const pick = (at: string, values: readonly string[]) =>
  `(${values.map((value, k) => (k < values.length - 1 ? `${at} == ${k} ? ${value} : ` : value)).join("")})`;

const OPERATORS = "+ - * / ^ < <= > >= == != && ||".split(" ");
const WORDS: Record<string, (a: string, b: string) => string> = {
  ...Object.fromEntries(OPERATORS.map((sign) => [sign, (a: string, b: string) => `(${a})${sign}(${b})`])),
  ...Object.fromEntries([2, 3, 4, 5, 6, -1, -3, 0.5].map((n) => [`^${n}`, (a: string) => `(${a})^${n}`])),
  neg: (a) => `-(${a})`,
  "!": (a) => `!(${a})`,
  "?:": (a, b) => `(${a}) ? (${b}) : 7`,
  ...Object.fromEntries(
    [...OPERATIONS].flatMap(([name, { arity }]) => {
      if (!isFunction(name)) return [];
      const two = arity[1] > 1 ? [[name, (a: string, b: string) => `${name}(${a}, ${b})`]] : [];
      return arity[0] === 1 ? [[name, (a: string) => `${name}(${a})`]] : two;
    }),
  ),
};

/** An expression as it is, and where the sign of its zero, its infinity, its NaN or nothing of it matters. */
const WRAPPED = [
  (e: string) => e,
  (e: string) => `1/(${e}) < -0.001 ? 1 : 2`,
  (e: string) => `min(${e}, 0) <= 0 ? 3 : 4`,
  (e: string) => `1 + 0*(${e})`,
  (e: string) => `max(0/(${e}), 1)`,
  (e: string) => `y < 99 ? 5 : (${e})`,
];

/** Tests every operation and function at special values of every argument against JavaScript. */
export function specialValues(gpu: ReturnType<typeof useGpu>, precision: GpuPrecision): void {
  it.each(["infinite and NaN", "finite"])("every word at special values, %s", async (which) => {
    const specials = which === "finite" ? FINITE : [...FINITE, ...EXTREME];
    const words = Object.entries(WORDS).flatMap(([word, made]) =>
      WRAPPED.map((wrap) => ({ word, made, wrap })),
    );
    const [a, b] = [pick("x", specials), pick("(y+0*x)", specials)];
    const texts = words.map(({ made, wrap }) => wrap(`(${made(a, b)})`));
    const points = specials.flatMap((_, i) => specials.map((_, j): Point => [i, j]));
    const values = new Map<string, number>();
    const valueAt = (text: string): number => {
      const value = values.get(text) ?? evaluate(integrandOf(text));
      values.set(text, value);
      return value;
    };
    const wrong: string[] = [];
    const found = await compare(gpu, texts, points, precision);
    for (const [k, { point, value, truth }] of found.entries()) {
      const { word, made, wrap } = words[Math.floor(k / points.length)] as (typeof words)[number];
      const [x, y] = point.map((i) => specials[i] as string) as [string, string];
      const own = valueAt(`(${made(x, y)})`);
      const [left, right] = [valueAt(x), valueAt(y)];
      // Sines are NaN beyond 1e7, and an adapter's own have an absolute error.
      const inexact = precision === "fast" && left !== 0 && Math.abs(left) < 0.1;
      if (/^(sin|cos|tanh?)$/.test(word) && (Math.abs(left) > 1e7 || inexact)) continue;
      const operands = made.length === 1 ? [left] : [left, right];
      const finite = operands.every(Number.isFinite);
      const beyond = finite && Math.abs(own) > F32_MAX;
      const overflow = beyond && Number.isFinite(own) && wrap !== WRAPPED[5];
      // A value that overflows f64 as well, or is subnormal in f32, may be NaN.
      const least = finite && !operands.includes(0) && /^([*/^]|pow|exp)/.test(word) ? 0 : Number.MIN_VALUE;
      const open =
        (beyond && !operands.includes(0)) || (Math.abs(own) >= least && Math.abs(own) < F32_MIN_NORMAL);
      const near =
        Object.is(value, truth) ||
        Math.abs(value - truth) <= Math.max(2e-2 * Math.abs(truth), F32_MIN_NORMAL);
      const correct = overflow ? Number.isNaN(value) : near || (open && Number.isNaN(value));
      if (!correct) wrong.push(`${wrap(made(x, y))}: ${value}, not ${truth}`);
    }
    expect([...new Set(wrong)]).toEqual([]);
  });
}
