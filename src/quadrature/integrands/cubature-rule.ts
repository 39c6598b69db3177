import { compileBlock } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { distanceAt, type Region, type Segment, slopeAt } from "../coordinates/segments.ts";
import { makeCubature, type Sums } from "../rules/cubature.ts";
import { SUMMING } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";

/** Where each null rule of a pair falls below this part of the other, f is taken to be smooth in a region. */
const SMOOTH = 0.25;

/** What the rule's sums say of a region; `unit` is what rounding costs, as a part of the region's size. */
export function measureOfSums(
  { value, fourth, sixth, size }: Sums,
  volume: number,
  unit: number,
  along: Float64Array,
  { low, high, evaluations, lost }: Pick<Measure, "low" | "high" | "evaluations" | "lost">,
): Measure {
  const rounding = unit * size * volume;
  // Of a smooth f the next null rule would be smaller again by as much.
  const falls = fourth > 0 ? sixth / fourth : 1;
  const part = Math.min(1, falls / SMOOTH);
  // Array.from takes as long as all the rest.
  const differences = new Array<number>(along.length);
  for (let axis = 0; axis < along.length; axis++) differences[axis] = along[axis] as number;
  return {
    value: value * volume,
    error: Math.max(sixth * volume, fourth * volume, rounding),
    agreed: Math.max(sixth * part * volume, rounding),
    size: size * volume,
    rounding,
    along: differences,
    low,
    high,
    evaluations,
    lost,
    cut: false,
    crossed: false,
    wild: false,
  };
}

/** Measures regions of four to eight axes by Genz and Malik's rule. */
export function makeCubatureRule(f: Tree, axes: number): (region: Region) => Measure {
  const { count, nodes, sums } = makeCubature(axes);
  const block = compileBlock(f);
  const points = new Float64Array(axes * count);
  const slopes = new Float64Array(count);
  const values = new Float64Array(count);
  const along = new Float64Array(axes);
  return (region) => {
    const volume = place(region);
    block(points, count, count, values);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let at = -1;
    for (let k = 0; k < count; k++) {
      const own = values[k] as number;
      if (own - own !== 0) {
        if (at < 0) at = k;
        values[k] = 0;
        continue;
      }
      if (own < low) low = own;
      if (own > high) high = own;
    }
    if (region.some(({ power }) => power > 1))
      for (let k = 0; k < count; k++) (values[k] as number) *= slopes[k] as number;
    return measureOfSums(sums(values, along), volume, SUMMING, along, {
      low,
      high,
      evaluations: count,
      lost: at < 0 ? null : region.map((_, axis) => points[axis * count + at] as number),
    });
  };

  /** Sets the points and, where nodes pile up, the slopes; the volume, without the latter. */
  function place(region: Region): number {
    let volume = 1;
    let isFirst = true;
    for (let axis = 0; axis < axes; axis++) {
      const segment = region[axis] as Segment;
      const { centre, length, power, from, to } = segment;
      const start = axis * count;
      volume *= to - from;
      if (power === 1) {
        const half = (length * (to - from)) / 2;
        const middle = centre + (length * (from + to)) / 2;
        for (let k = 0; k < count; k++) points[start + k] = middle + half * (nodes[start + k] as number);
        volume *= Math.abs(length);
        continue;
      }
      if (isFirst) slopes.fill(1);
      isFirst = false;
      for (let k = 0; k < count; k++) {
        const t = (from + to + (to - from) * (nodes[start + k] as number)) / 2;
        points[start + k] = centre + distanceAt(segment, t);
        (slopes[k] as number) *= slopeAt(segment, t);
      }
    }
    return volume;
  }
}
