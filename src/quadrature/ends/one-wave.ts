import type { Values } from "../../integrand/code/javascript.ts";
import { gauss, kronrod, nodes, quadpackError, SUMMING } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";

/** An integral over waves. */
export type Waves = Pick<Measure, "value" | "error" | "size" | "evaluations">;

/** The integral between two distances, halved where that helps. */
export function between(values: Values, from: number, to: number, enough: number, depth = 0): Waves {
  const out = valuesAt(values, from, to);
  let [sum, other, size] = [0, 0, 0];
  for (const [k, value] of out.entries()) {
    sum += (kronrod[k] as number) * value;
    size += (kronrod[k] as number) * Math.abs(value);
    other += (gauss[k] as number) * value;
  }
  const width = Math.abs(to - from);
  const error = width * Math.max(quadpackError(Math.abs(sum - other), size), SUMMING * size);
  const own = { value: width * sum, error, size: width * size, evaluations: nodes.length };
  if (depth === DEEPEST || error <= Math.max(enough, ENOUGH * own.size)) return own;
  const middle = from + (to - from) / 2;
  const halves = [
    between(values, from, middle, enough, depth + 1),
    between(values, middle, to, enough, depth + 1),
  ];
  const total = (of: (one: Waves) => number) => halves.reduce((all, one) => all + of(one), 0);
  return {
    value: total((one) => one.value),
    error: total((one) => one.error),
    size: total((one) => one.size),
    evaluations: own.evaluations + total((one) => one.evaluations),
  };
}

/** 1 where f is alike in two waves between three places, -1 where it has the other sign; NaN where it is neither. */
export function likeness(values: Values, far: number, middle: number, near: number): number {
  const first = valuesAt(values, middle, near);
  const second = valuesAt(values, far, middle);
  const largest = (of: (v: number, k: number) => number) => Math.max(...first.map(of).map(Math.abs));
  const room = ALIKE * largest((v) => v);
  if (largest((v, k) => v - (second[k] as number)) <= room) return 1;
  return largest((v, k) => v + (second[k] as number)) <= room ? -1 : Number.NaN;
}

function valuesAt(values: Values, from: number, to: number): Float64Array {
  const out = new Float64Array(nodes.length);
  values(
    nodes.map((node) => from + (to - from) * node),
    ZERO,
    ZERO,
    out,
  );
  return out;
}

/** f in a wave is like that in the next to this part of itself. */
const ALIKE = 0.1;
const DEEPEST = 5;
/** Errors of this part of the whole need no halving. */
export const ENOUGH = 1e-14;
const ZERO = [0];
