import { compileValues, type Values } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { chartOf, isApart, type Line, ONE, pointAt, setLine } from "../coordinates/chart.ts";
import type { Region } from "../coordinates/segments.ts";
import { COUNT, gauss, kronrod, nodes, SUMMING } from "../rules/kronrod.ts";
import { type Measure, measureOf } from "../rules/measure.ts";
import type { Noise } from "./noise.ts";

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

function nodeOf(region: Region, index: readonly number[]): number[] {
  return pointAt(
    region,
    region.map(({ from, to }, axis) => from + (to - from) * (nodes[index[axis] as number] as number)),
  );
}
