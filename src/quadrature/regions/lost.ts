import { boxOf } from "../coordinates/chart.ts";
import type { Region } from "../coordinates/segments.ts";
import type { Measure } from "../rules/measure.ts";

/** Nodes where f is not finite count as 0: nothing is known of their part. Nor is of sums beyond the largest number. */
export function withoutLost(measure: Measure, region: Region): Measure {
  const { lost, error, size } = measure;
  if (!Number.isFinite(error + size)) {
    const middle = boxOf(region).map(([a, b]) => a + (b - a) / 2);
    return { ...measure, value: 0, size: 0, error: Number.MAX_VALUE, lost: lost ?? middle };
  }
  return lost ? { ...measure, error: Math.max(error, size || UNKNOWN) } : measure;
}

const UNKNOWN = 1e300;
