import type { Values } from "../../integrand/code/javascript.ts";
import { gauss, kronrod, nodes, quadpackError, SUMMING } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";
import { condensed, type Limit, levin } from "./levin.ts";

/** Terms of a series of waves; of one that does not alternate, which takes many waves a term, fewer. */
const ALTERNATING = 30;
const CONDENSED = 16;
/**
 * The integrals of waves so many times as far on have to be smaller by this at least: else there may be no limit. Where they
 * are of one sign the series has one if they fall faster than 1/k, and none if they do not.
 */
const [AHEAD, SMALLER, FASTER, SAME] = [1024, 0.6, 0.999, 1e-5];
/** Waves are known whose error is this part of them. */
const KNOWN = 1e-4;

export type Waves = Pick<Measure, "value" | "error" | "size" | "evaluations">;

/** What a series of waves without end comes to: "diverges" if it has no sum, null if that is not known. */
export type WaveSum = Waves | "diverges" | null;

/** The sum over waves between levels of a phase. */
export function waveSum(
  values: Values,
  phase: (d: number) => number,
  step: number,
  offset: number,
  direction: number,
): (distance: number) => WaveSum {
  return (distance) => {
    const first = Math.ceil((direction * (phase(distance) - offset)) / step + 1e-9);
    const places = new Map<number, number>();
    const place = (k: number): number => {
      const known = places.get(k);
      if (known !== undefined) return known;
      const level = offset + direction * step * (first + k);
      const found = whereZero((d) => direction * (phase(d) - level), distance);
      places.set(k, found);
      return found;
    };
    let evaluations = 0;
    let [noise, size] = [0, 0];
    const integral = (from: number, to: number, weight = 1) => {
      const own = between(values, from, to, (ENOUGH * size) / weight);
      evaluations += own.evaluations;
      noise += weight * own.error;
      size += weight * own.size;
      return own.value;
    };
    const waves = new Map<number, number>();
    const wave = (k: number, weight: number): number => {
      const known = waves.get(k);
      if (known !== undefined) return known;
      const own = integral(place(k + 1), place(k), weight);
      waves.set(k, own);
      return own;
    };
    const before = integral(place(0), distance);
    const alternates = wave(0, 1) * wave(1, 1) < 0;
    const [far, farther, farthest] = [AHEAD, AHEAD ** 2, AHEAD ** 3].map((k) =>
      between(values, place(k + 1), place(k), 0),
    ) as [Waves, Waves, Waves];
    const isPlain = [far, farther].every(
      ({ value, error }) => value * far.value > 0 && error < KNOWN * Math.abs(value),
    );
    if (isPlain && !alternates && doesNotFall(far, farther, farthest)) return "diverges";
    const falls =
      farther.size <= (far.size * (isPlain ? FASTER : SMALLER)) / AHEAD ||
      (alternates && Math.abs(farther.value) <= Math.abs(far.value) * SMALLER);
    if (!falls || !Number.isFinite(before)) return null;
    const limit: Limit | null = alternates
      ? levin(
          Array.from({ length: ALTERNATING }, (_, k) => wave(k, 1)),
          Math.max(1, first),
          0,
        )
      : condensed((k, weight) => wave(k, weight), CONDENSED);
    if (!limit) return null;
    const value = before + limit.value;
    return { value, error: limit.error + noise, size: Math.max(size, Math.abs(value)), evaluations };
  };
}

/** Whether waves do not fall faster than 1/k. */
function doesNotFall(far: Waves, farther: Waves, farthest: Waves): boolean {
  const isLike = (one: Waves, other: Waves, room: number) => AHEAD * (other.value / one.value) >= 1 - room;
  return isLike(far, farther, 2 / AHEAD) && isLike(farther, farthest, SAME);
}

/** Where a function that grows towards distance 0 is 0, by bisection. */
export function whereZero(g: (d: number) => number, from: number): number {
  let outer = from;
  let inner = from / 2;
  while (g(inner) < 0 && Math.abs(inner) > 1e-300) [outer, inner] = [inner, inner / 2];
  for (;;) {
    const middle = inner + (outer - inner) / 2;
    if (middle === inner || middle === outer) return middle;
    if (g(middle) < 0) outer = middle;
    else inner = middle;
  }
}

/** The integral between two distances, halved where that helps. */
function between(values: Values, from: number, to: number, enough: number, depth = 0): Waves {
  const out = new Float64Array(nodes.length);
  values(
    nodes.map((node) => from + (to - from) * node),
    ZERO,
    ZERO,
    out,
  );
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

const DEEPEST = 3;
/** Errors of this part of the whole need no halving. */
const ENOUGH = 1e-14;
const ZERO = [0];
