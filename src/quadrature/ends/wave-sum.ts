import type { Values } from "../../integrand/code/javascript.ts";
import { condensed, type Limit, levin } from "./levin.ts";
import { between, ENOUGH, likeness, type Waves } from "./one-wave.ts";

/** Terms of a series of waves; of one that does not alternate, which takes many waves a term, fewer. */
const ALTERNATING = 30;
const CONDENSED = 16;
/**
 * The integrals of waves so many times as far on have to be smaller by this at least: else there may be no limit. Where they
 * are of one sign the series has one if they fall faster than 1/k, and none if they do not.
 */
const [AHEAD, SMALLER, FASTER, SAME] = [1024, 0.6, 0.999, 1e-5];
/** Its power 2.5, its root, and the most that a rest may be of waves that fall as 1/k. */
const [LATER, STEP, DRIFT] = [1024 ** 2.5, 32, 0.05];
/** Waves are known whose error is this part of them, and nothing but rounding that are this part of their size. */
const KNOWN = 1e-4;
const NOTHING = 1e-13;
/** The k-th wave and the next, if they have different signs, cancel but for so many k-ths of them. */
const LEFT = 20;
/** Of the integral of |f| over a wave, the part for each radian of its phase that may be nothing but rounding. */
const ROUNDED = 1e-15;

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
      return own;
    };
    const waves = new Map<number, Waves>();
    const waveOf = (k: number, weight: number): Waves => {
      const known = waves.get(k);
      if (known !== undefined) return known;
      const own = integral(place(k + 1), place(k), weight);
      waves.set(k, own);
      return own;
    };
    const wave = (k: number, weight: number) => waveOf(k, weight).value;
    const rounding = (k: number) => ROUNDED * Math.abs(phase(place(k))) * waveOf(k, 1).size;
    const before = integral(place(0), distance).value;
    const ahead = (k: number) => between(values, place(k + 1), place(k), 0);
    const [far, nearer, farther, later] = [1, 1.5, 2, 2.5].map((power) => ahead(AHEAD ** power)) as [
      Waves,
      Waves,
      Waves,
      Waves,
    ];
    const isOver = AHEAD * far.size <= ENOUGH * waveOf(0, 1).size;
    const sign = isOver
      ? wave(0, 1) * wave(1, 1)
      : likeness(values, place(AHEAD + 2), place(AHEAD + 1), place(AHEAD));
    if (Number.isNaN(sign)) return null;
    const alternates = sign < 0;
    if (alternates && !isOver) {
      const next = ahead(LATER + 1);
      const left = Math.abs(later.value + next.value) - later.error - next.error;
      // They do not in (sin(x) + 1/1000)/x.
      if (left > (LEFT / LATER) * later.size) return null;
    }
    const isPlain = [far, farther].every(
      ({ value, error }) => value * far.value > 0 && error < KNOWN * Math.abs(value),
    );
    if (isPlain && !alternates && doesNotFall(nearer, farther, later)) return "diverges";
    // Waves whose sizes fall more slowly may cancel within themselves, as those of (cos(2 x) - cos(5 x))/x do.
    const cancel =
      Math.abs(later.value) - later.error <= (FASTER / STEP) * most(farther) &&
      farther.size <= far.size * SMALLER &&
      (most(far) <= NOTHING * far.size ||
        (far.error < KNOWN * Math.abs(far.value) && most(farther) <= (FASTER / AHEAD) * Math.abs(far.value)));
    const falls =
      farther.size <= (far.size * (isPlain ? FASTER : SMALLER)) / AHEAD ||
      (alternates ? Math.abs(farther.value) <= Math.abs(far.value) * SMALLER : cancel);
    if (!falls || !Number.isFinite(before)) return null;
    const limit: Limit | null = alternates
      ? levin(
          Array.from({ length: ALTERNATING }, (_, k) => wave(k, 1)),
          Math.max(1, first),
          0,
        )
      : condensed(wave, CONDENSED, rounding);
    if (!limit) return null;
    const value = before + limit.value;
    return { value, error: limit.error + noise, size: Math.max(size, Math.abs(value)), evaluations };
  };
}

const most = ({ value, error }: Waves) => Math.abs(value) + error;

/** Whether waves, each STEP times as far on as the one before, grow times k or settle, but for a rest of one k-th. */
function doesNotFall(...waves: readonly [Waves, Waves, Waves]): boolean {
  const [p, q, r] = waves.map(({ value }, n) => value * STEP ** n) as [number, number, number];
  const [before, after] = [q - p, r - q].map(Math.abs) as [number, number];
  if (q / p >= 1 && r / q >= 1) return true;
  return before < DRIFT * Math.abs(q) && after <= Math.max(SAME * Math.abs(q), (2 * before) / STEP);
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
