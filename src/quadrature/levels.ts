import { bounder } from "../integrand/bounds.ts";
import type { Switch } from "../integrand/switches.ts";
import type { Tree } from "../integrand/tree.ts";

/** More levels than these of a function of one axis are left to refinement. */
export const MOST_LEVELS = 5000;

/** The levels that g may take; none if there are too many. */
export function levelsWithin(
  g: Tree,
  ends: readonly (readonly [number, number])[],
  { step, offset }: NonNullable<Switch["levels"]>,
  most: number,
): number[] {
  const bound = bounder(g, ends.length);
  const { low, high } = bound(
    ends.map(([a]) => a),
    ends.map(([, b]) => b),
  );
  const first = Math.ceil((low - offset) / step);
  const last = Math.floor((high - offset) / step);
  if (!(last - first < most)) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => offset + (first + k) * step);
}
