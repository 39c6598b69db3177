import { compileValues, type Values } from "../integrand/javascript.ts";
import type { Tree } from "../integrand/tree.ts";
import { chartOf, type Line, lineOf, placeOf } from "./chart.ts";
import { COUNT, gauss, kronrod, nodes, quadpackError, SUMMING } from "./kronrod.ts";
import type { Region } from "./segments.ts";

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
  /** Whether its error is but a bound, since a curve goes through it. */
  readonly crossed: boolean;
  /** Whether f may be infinite in it. */
  readonly wild: boolean;
  readonly evaluations: number;
  /** A place where f is not finite. */
  readonly lost: readonly number[] | null;
}

/** Measures a region by Gauss and Kronrod's rules along every axis. */
export function makeRule(valuesFor: (region: Region) => Values, axes: number): (region: Region) => Measure {
  const out = new Float64Array(COUNT ** axes);
  return (region) => {
    const lines = region.map((_, axis) => lineOf(region, axis));
    const [xs, ys = ONE, zs = ONE] = lines;
    valuesFor(region)((xs as Line).at, ys.at, zs.at, out);
    return measured(region, [xs as Line, ys, zs], out);
  };
}

const ONE = { at: Float64Array.of(0), slopes: Float64Array.of(1) };

/** f in terms of the distances from the centres of a region's segments, compiled when they are first met. */
export function makeVariants(f: Tree): (region: Region) => Values {
  const known = new Map<string, Values>();
  return (region) => {
    const { key, tree } = chartOf(f, region);
    const found = known.get(key);
    if (found) return found;
    const made = compileValues(tree());
    known.set(key, made);
    return made;
  };
}

function measured(region: Region, [x, y, z]: [Line, Line, Line], values: Float64Array): Measure {
  const [p, q, r] = [x.at.length, y.at.length, z.at.length];
  let [sum, both, size, low, high] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const along = [0, 0, 0];
  let lost: number[] | null = null;
  for (let k = 0, at = 0; k < r; k++) {
    const [wz, gz] = r > 1 ? [kronrod[k] as number, gauss[k] as number] : [1, 1];
    for (let j = 0; j < q; j++) {
      const [wy, gy] = q > 1 ? [kronrod[j] as number, gauss[j] as number] : [1, 1];
      const slope = (y.slopes[j] as number) * (z.slopes[k] as number);
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
        const [wx, gx] = [kronrod[i] as number, gauss[i] as number];
        const weighted = wx * wy * wz * value;
        sum += weighted;
        size += Math.abs(weighted);
        along[0] = (along[0] as number) + gx * wy * wz * value;
        along[1] = (along[1] as number) + wx * gy * wz * value;
        along[2] = (along[2] as number) + wx * wy * gz * value;
        both += gx * gy * gz * value;
      }
    }
  }
  let spread = 0;
  for (let k = 0, at = 0; k < r; k++)
    for (let j = 0; j < q; j++) {
      const w = (q > 1 ? (kronrod[j] as number) : 1) * (r > 1 ? (kronrod[k] as number) : 1);
      for (let i = 0; i < p; i++, at++)
        spread += w * (kronrod[i] as number) * Math.abs((values[at] as number) - sum);
    }
  const apart = along.slice(0, region.length).map((one) => Math.abs(one - sum));
  const difference = Math.max(
    Math.abs(both - sum),
    apart.reduce((a, b) => a + b),
  );
  return {
    value: sum,
    error: quadpackError(difference, spread, size),
    size,
    rounding: SUMMING * size,
    along: apart,
    low,
    high,
    cut: false,
    crossed: false,
    wild: false,
    evaluations: p * q * r,
    lost,
  };
}

function nodeOf(region: Region, index: readonly number[]): number[] {
  return placeOf(
    region,
    region.map(({ from, to }, axis) => from + (to - from) * (nodes[index[axis] as number] as number)),
  );
}
