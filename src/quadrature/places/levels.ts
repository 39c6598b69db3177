import { axesOf, type Tree } from "../../integrand/language/tree.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { degreesOf } from "../../integrand/reading/homogeneous.ts";
import type { Switch } from "../../integrand/reading/zeros.ts";

type Ends = readonly [number, number];

/** More levels than these of a function of one axis are left to refinement. */
export const MOST_LEVELS = 5000;

/** The levels that g may take; none if there are too many. */
export function levelsWithin(
  g: Tree,
  ends: readonly Ends[],
  { step, offset }: NonNullable<Switch["levels"]>,
  most: number,
): number[] {
  const [low, high] = rangeOf(g, ends);
  const first = Math.ceil((low - offset) / step);
  const last = Math.floor((high - offset) / step);
  if (!(last - first < most)) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => offset + (first + k) * step);
}

/** A function that is constant along rays from 0, such as y/(x + y), has the same range on the faces of a box around 0 as in it. */
function rangeOf(g: Tree, ends: readonly Ends[]): Ends {
  const bound = bounder(g, ends.length);
  const boundsOf = (box: readonly Ends[]): Ends => {
    const { low, high } = bound(
      box.map(([a]) => a),
      box.map(([, b]) => b),
    );
    return [low, high];
  };
  const [low, high] = boundsOf(ends);
  if (high - low < Number.POSITIVE_INFINITY) return [low, high];
  const own = [...ends.keys()].filter((axis) => (axesOf(g) >> axis) & 1);
  const isAround0 = own.every((axis) => (ends[axis] as Ends)[0] <= 0 && (ends[axis] as Ends)[1] >= 0);
  if (!isAround0 || degreesOf(g, axesOf(g))(g) !== 0) return [low, high];
  const faces = own.flatMap((axis) =>
    (ends[axis] as Ends)
      .filter((end) => end !== 0)
      .map((end) => boundsOf(ends.map((one, k) => (k === axis ? [end, end] : one)))),
  );
  return [Math.min(...faces.map(([a]) => a)), Math.max(...faces.map(([, b]) => b))];
}
