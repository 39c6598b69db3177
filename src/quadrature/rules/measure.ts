import { quadpackError } from "./kronrod.ts";

/** Axes of which regions are measured by a tensor rule; of more by cubature. */
export const MOST_TENSOR = 3;

/** The part of a region next to a pole that is taken for its error. */
export const WILD = 0.1;

/** What the halves of a region are given of its difference from its parent, lest theirs be small by chance. */
export const AGAIN = 1 / 8;

/** What a rule finds of a region. */
export interface Measure {
  readonly value: number;
  readonly error: number;
  /** The integral of |f|. */
  readonly size: number;
  /** The part of the error that splitting does not reduce. */
  readonly rounding: number;
  /** How much of the error each axis has: to split those that matter. */
  readonly along: readonly number[];
  /** The range of f at the nodes. */
  readonly low: number;
  readonly high: number;
  /** Whether it was cut along a curve. */
  readonly cut: boolean;
  /** Of such a one, whether f is bounded next to the curve, so that it may be looked at like others. */
  readonly bounded?: boolean;
  /** Whether its error is but a bound, since a curve goes through it. */
  readonly crossed: boolean;
  /** Whether f may be infinite in it. */
  readonly wild: boolean;
  readonly evaluations: number;
  /** A place where f is not finite. */
  readonly lost: readonly number[] | null;
  /** The error where the halves of a region agree with it; absent where `error` is that. */
  readonly agreed?: number;
}

/** The measure with another error and rounding. Without spreading, which gives V8 an object of another shape. */
export function withErrors(
  { value, size, along, low, high, cut, crossed, wild, evaluations, lost, agreed }: Measure,
  error: number,
  rounding: number,
): Measure {
  const made = { value, error, size, rounding, along, low, high, cut, crossed, wild, evaluations, lost };
  return agreed === undefined ? made : { ...made, agreed };
}

/** Kronrod's sum of a region; along each axis the same with Gauss's rule there, and with it along all. */
export interface Sums {
  readonly value: number;
  readonly along: readonly number[];
  readonly both: number;
  /** The integral of |f|, and what that of |f - its mean| is at least and at most. */
  readonly size: number;
  readonly spread: readonly [least: number, most: number];
  readonly low: number;
  readonly high: number;
}

/** `summing` is the rounding of the sums, as a part of `size`. */
export function measureOf(
  { value, along, both, size, spread, low, high }: Sums,
  summing: number,
  evaluations: number,
  lost: readonly number[] | null,
): Measure {
  const apart: number[] = [];
  let sum = 0;
  for (const one of along) {
    const own = Math.abs(one - value);
    apart.push(own);
    sum += own;
  }
  const difference = Math.max(Math.abs(both - value), sum);
  const rounding = summing * size;
  return {
    value,
    error: Math.max(quadpackError(difference, spread[0], spread[1]), rounding),
    size,
    rounding,
    along: apart,
    low,
    high,
    cut: false,
    crossed: false,
    wild: false,
    evaluations,
    lost,
  };
}
