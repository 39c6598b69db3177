import { compileValues, type Values } from "../integrand/javascript.ts";
import type { Tree } from "../integrand/tree.ts";
import { chartOf, isApart, type Line, ONE, pointAt, setLine } from "./chart.ts";
import { COUNT, gauss, kronrod, nodes, quadpackError, SUMMING } from "./kronrod.ts";
import type { Noise } from "./noise.ts";
import type { Region } from "./segments.ts";

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

/** Measures a region by Gauss and Kronrod's rules along every axis. `noise` is what f's rounding costs next to singular places. */
export function makeRule(
  valuesFor: (region: Region) => Values,
  axes: number,
  noise: Pick<Noise, "inSum">,
): (region: Region) => Measure {
  const out = new Float64Array(COUNT ** axes);
  const lines = Array.from({ length: axes }, () => ({
    at: new Float64Array(COUNT),
    slopes: new Float64Array(COUNT),
  }));
  const [xs = ONE, ys = ONE, zs = ONE] = lines;
  return (region) => {
    for (let axis = 0; axis < axes; axis++) setLine(lines[axis] as Line, region, axis);
    valuesFor(region)(xs.at, ys.at, zs.at, out);
    const own = region.some(isApart) ? noise.inSum(region, lines, out) : null;
    const measure = measured(region, [xs, ys, zs], out);
    return own === null ? measure : withNoise(measure, own);
  };
}

function withNoise(measure: Measure, own: number): Measure {
  const rounding = Math.max(measure.rounding, own);
  const difference = measure.along.reduce((a, b) => a + b);
  return { ...measure, rounding, error: difference > own ? measure.error + own : rounding };
}

/** f in terms of the distances from the centres of a region's segments, compiled when they are first met. */
export function makeVariants(f: Tree): (region: Region) => Values {
  const known = new Map<string, Values>();
  return (region) => {
    if (!region.some(isApart)) return compileValues(f);
    const { key, tree } = chartOf(f, region);
    const found = known.get(key);
    if (found) return found;
    const made = compileValues(tree());
    known.set(key, made);
    return made;
  };
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

/** Kronrod's sums of a region's values. */
export function measured(
  region: Region,
  [x, y, z]: readonly [Line, Line, Line],
  values: Float64Array,
): Measure {
  const [p, q, r] = [x.at.length, y.at.length, z.at.length];
  let [sum, both, size, low, high] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [alongX, alongY, alongZ] = [0, 0, 0];
  let lost: number[] | null = null;
  for (let k = 0, at = 0; k < r; k++) {
    const wz = r > 1 ? (kronrod[k] as number) : 1;
    const gz = r > 1 ? (gauss[k] as number) : 1;
    for (let j = 0; j < q; j++) {
      const wy = q > 1 ? (kronrod[j] as number) : 1;
      const gy = q > 1 ? (gauss[j] as number) : 1;
      const slope = (y.slopes[j] as number) * (z.slopes[k] as number);
      let [rowKronrod, rowGauss, rowSize] = [0, 0, 0];
      for (let i = 0; i < p; i++, at++) {
        const own = values[at] as number;
        if (own - own !== 0) {
          lost ??= nodeOf(region, [i, j, k]);
          values[at] = 0;
          continue;
        }
        if (own < low) low = own;
        if (own > high) high = own;
        const value = own * slope * (x.slopes[i] as number);
        values[at] = value;
        const weighted = (kronrod[i] as number) * value;
        rowKronrod += weighted;
        rowSize += Math.abs(weighted);
        rowGauss += (gauss[i] as number) * value;
      }
      sum += wy * wz * rowKronrod;
      size += wy * wz * rowSize;
      alongX += wy * wz * rowGauss;
      alongY += gy * wz * rowKronrod;
      alongZ += wy * gz * rowKronrod;
      both += gy * gz * rowGauss;
    }
  }
  let spread = 0;
  for (let k = 0, at = 0; k < r; k++)
    for (let j = 0; j < q; j++) {
      const w = (q > 1 ? (kronrod[j] as number) : 1) * (r > 1 ? (kronrod[k] as number) : 1);
      for (let i = 0; i < p; i++, at++)
        spread += w * (kronrod[i] as number) * Math.abs((values[at] as number) - sum);
    }
  const sums = {
    value: sum,
    along: region.length === 1 ? [alongX] : [alongX, alongY, alongZ].slice(0, region.length),
    both,
    size,
    spread: [spread, spread] as const,
    low,
    high,
  };
  return measureOf(sums, SUMMING, p * q * r, lost);
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

function nodeOf(region: Region, index: readonly number[]): number[] {
  return pointAt(
    region,
    region.map(({ from, to }, axis) => from + (to - from) * (nodes[index[axis] as number] as number)),
  );
}
