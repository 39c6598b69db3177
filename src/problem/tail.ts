import { evaluate, run, tapeOf } from "../integrand/language/tape.ts";
import { PARAMETERS, type Tree } from "../integrand/language/tree.ts";
import type { LimitTrees } from "./change.ts";

/**
 * Magnitudes, far from anything that f may do, between which it falls as a power if it ever does; between the last, logarithms
 * change little, so that 1 / (v log(v)^2) is seen to fall as none.
 */
const RANGES = [
  [1e8, 1e12],
  [1e40, 1e60],
] as const;
/** The largest tangent of the map. */
const LARGEST = 1e16;
/** Around each of them, since f may oscillate. */
const AROUND = [1, 1.17, 1.31];
/** Where the other coordinates are, as parts of their ranges. */
const PLACES = [0.31, 0.62];
const POWERS = [1, 3, 5, 7, 9];

/**
 * For an axis with an infinite limit: the least odd p for which the integrand stays bounded under v = t (1 + t²)^((p−1)/2).
 * If f falls as v^-a that takes p (a − 1) >= 1. f is in terms of the variables outside, this one, coordinates inside, and
 * parameters, which take the values of each sample.
 */
export function makeTail(
  limits: readonly LimitTrees[],
  order: readonly number[],
  samples: readonly ArrayLike<number>[],
): (f: Tree, axis: number) => number {
  return (f, axis) => {
    const { from, to } = limits[axis] as LimitTrees;
    const signs = [from, to].flatMap((one) =>
      one.kind === "number" && !Number.isFinite(one.value) ? [Math.sign(one.value)] : [],
    );
    const tape = tapeOf(f);
    const lines = signs.flatMap((sign) =>
      PLACES.flatMap((place) =>
        samples.map((sample) => {
          const point = pointOf(limits, order, axis, place, sample);
          return (v: number) => run(tape, Object.assign([...point], { [axis]: sign * v }));
        }),
      ),
    );
    const slowest = Math.min(...lines.flatMap((line) => RANGES.map((range) => rateOf(line, range))));
    if (!(slowest > 1.05)) return 1;
    const usable = POWERS.filter((p) => lines.every((line) => line(LARGEST ** p).every(Number.isFinite)));
    return usable.find((p) => p * (slowest - 1) > 0.999) ?? usable.at(-1) ?? 1;
  };
}

/** a where |f|, the last of its values, falls as v^-a; infinite where f is 0 or not finite that far out. */
function rateOf(line: (v: number) => Float64Array, [from, to]: readonly [number, number]): number {
  const size = (v: number) =>
    Math.max(...AROUND.map((factor) => Math.abs(line(factor * v).at(-1) as number)));
  const [near, far] = [size(from), size(to)];
  const usable = near > 0 && far > 0 && Number.isFinite(near) && Number.isFinite(far);
  return usable ? Math.log(near / far) / Math.log(to / from) : Number.POSITIVE_INFINITY;
}

/** Values of the variables outside an axis, and coordinates of those inside. */
function pointOf(
  limits: readonly LimitTrees[],
  order: readonly number[],
  axis: number,
  place: number,
  sample: ArrayLike<number>,
): number[] {
  const point = limits.map(() => place);
  for (let k = 0; k < sample.length; k++) point[PARAMETERS + k] = sample[k] as number;
  for (const outer of order.slice(order.indexOf(axis) + 1).reverse()) {
    const { from, to } = limits[outer] as LimitTrees;
    const [a, b] = [evaluate(from, point), evaluate(to, point)];
    const far = place / (1 - place);
    const finite = [a, b].find(Number.isFinite) ?? 0;
    const infinite = [a, b].find((one) => !Number.isFinite(one));
    point[outer] = infinite === undefined ? a + place * (b - a) : finite + Math.sign(infinite) * far;
  }
  return point;
}
