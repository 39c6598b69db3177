import fc from "fast-check";
import { expect } from "vitest";
import { boundsOf } from "../src/accuracy/bound.ts";
import { tileSums } from "../src/cpu/serial.ts";
import { makeSimdSums } from "../src/cpu/simd.ts";
import { compileJavaScript } from "../src/integrand/code/javascript.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import { PARAMETERS, substitute, type Tree, variable } from "../src/integrand/language/tree.ts";
import { sensitivity } from "../src/integrand/reading/sensitivity.ts";
import { wasmBlock } from "../src/integrand/wasm/block.ts";
import { wasmFamily } from "../src/integrand/wasm/family.ts";
import { total } from "../src/quadrature/grid/sum.ts";
import { expressions, FUNCTIONS, problems } from "./random.ts";
import { planOf } from "./random-problems.ts";
import { integrandOf } from "./trees.ts";

/** f at these points in WebAssembly. */
export function valuesOf(tree: Tree, points: readonly (readonly number[])[]): Float64Array {
  const out = new Float64Array(points.length);
  const axes = points[0]?.length ?? 0;
  const columns = [...Array(axes).keys()].flatMap((axis) => points.map((point) => point[axis] as number));
  wasmBlock(tree)(Float64Array.from(columns), points.length, points.length, out);
  return out;
}

/** The same where x is a variable and y the parameter of a family: a member for each point. */
export function familyValuesOf(tree: Tree, points: readonly (readonly number[])[]): Float64Array {
  const family = substitute(tree, (leaf) => (leaf.axis === 1 ? variable(PARAMETERS) : leaf));
  const xs = Float64Array.from(points, ([x = 0]) => x);
  const values = wasmFamily(family, [])(xs, xs.length, xs.length);
  const out = new Float64Array(xs.length);
  return Float64Array.from(points, ([, y = 0], k) => {
    values([y], out);
    return out[k] as number;
  });
}

const OPERATORS = ["+", "-", "*", "/", "^", "<", ">=", "!=", "&&", "||"];

/** Random texts in x and y, as many as compile. */
export function randomTexts(count: number, seed: number): string[] {
  const texts = fc.sample(expressions([...FUNCTIONS, "!"], OPERATORS), { seed, numRuns: 2 * count });
  return texts.filter((text) => isIntegrand(text)).slice(0, count);
}

function isIntegrand(text: string): boolean {
  try {
    integrandOf(text);
    return true;
  } catch (error) {
    // a < b < c
    expect(error).toMatchObject({ code: "usage" });
    return false;
  }
}

const POINTS = [
  [0.7, 1.3],
  [2.1, 0.4],
  [-1.2, 3.3],
  [0.01, -0.6],
  [51.3, 8.7],
] as const;

/** How many values of random texts are JavaScript's, but for what rounding may do to them: all that could be judged. */
export function agreeing(texts: readonly string[], valuesAt = valuesOf): number {
  let judged = 0;
  for (const text of texts) {
    const tree = integrandOf(text);
    const values = valuesAt(tree, POINTS);
    for (const [k, point] of POINTS.entries()) {
      const [value, truth] = [values[k] as number, evaluate(tree, point)];
      if (Number.isNaN(truth)) {
        expect(value, `${text} at ${point}`).toBeNaN();
        continue;
      }
      const { sum } = sensitivity(tree, [...point]);
      const room = 4e-15 * sum;
      if (!(room < 1e-6 * Math.abs(truth)) || Math.abs(truth) < 1e-290) continue;
      judged++;
      expect(Math.abs(value - truth), `${text} at ${point}: ${value}, not ${truth}`).toBeLessThanOrEqual(
        room,
      );
    }
  }
  return judged;
}

/** How many random problems have the integral of `serial` within f64's bound: all that could be judged. */
export function agreeingProblems(count: number, seed: number): number {
  let judged = 0;
  for (const options of fc.sample(problems, { seed, numRuns: count })) {
    const plan = planOf(options);
    if (!plan) continue;
    const range = { first: 0, end: plan.tiles };
    const truth = total(plan, tileSums(plan, compileJavaScript(plan.weighted), range));
    const integral = total(plan, makeSimdSums(plan)(range));
    expect([plan.problem, Number.isFinite(integral)]).toEqual([plan.problem, Number.isFinite(truth)]);
    const bound = 2 * boundsOf(plan).f64;
    if (!Number.isFinite(truth) || !Number.isFinite(bound)) continue;
    judged++;
    expect([plan.problem, integral, Math.abs(integral - truth) <= bound || truth]).toEqual([
      plan.problem,
      integral,
      true,
    ]);
  }
  return judged;
}

/** A hash of the bits of every function's values at arguments of all sizes, as eight hexadecimal digits. */
export function bitsHash(valuesAt = valuesOf): string {
  let x = 1e-6;
  const points = Array.from({ length: 400 }, (_, k) => {
    x *= -1.07;
    return [x, (k - 200.5) * 0.0371];
  });
  const calls = [...FUNCTIONS.map((name) => `${name}(x)`), "x^y", "abs(y)^x", "atan2(x, y)", "hypot(x, y)"];
  // FNV-1a (Fowler, Noll and Vo 1991); NaN may have any bits.
  let hash = 0x811c9dc5;
  for (const f of calls) {
    const values = valuesAt(integrandOf(f), points).map((value) => (Number.isNaN(value) ? 0 : value));
    for (const byte of new Uint8Array(values.buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
