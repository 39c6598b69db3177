import { simplify } from "../../integrand/language/simplify.ts";
import { evaluate } from "../../integrand/language/tape.ts";
import { axesOf, type Tree } from "../../integrand/language/tree.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { around } from "../../integrand/reading/distance.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import { sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { chartOf, inChart, isDistance } from "../coordinates/chart.ts";
import { unscaled } from "../coordinates/joint-tree.ts";
import { endsOf, type Region, type Segment } from "../coordinates/segments.ts";
import type { Curve } from "./crossing.ts";

type Ends = readonly [number, number];

/**
 * Cuts a region that begins at a joint along curves on which one of its coordinates is constant, as y/x is on y = 2x. Null if
 * a curve may cross it in another way, or if f may be infinite along one.
 */
export function withoutCurves(region: Region, curves: readonly Curve[]): Region[] | null {
  let parts = [region];
  for (const { g, singular } of curves) {
    const line = lineOf(g, region);
    if (line === null ? mayCross(g, region) : singular && line.places.length) return null;
    if (line) parts = parts.flatMap((part) => cutAt(part, line));
  }
  return parts;
}

interface Line {
  readonly axis: number;
  /** Its parts of the axis' length, from 0 to 1. */
  readonly places: readonly number[];
}

/** The line on which g vanishes, if g is a function of one scaled coordinate times powers of distances; null otherwise. */
function lineOf(g: Tree, region: Region): Line | null {
  const centres = region.map((one, axis) => (isDistance(region, axis) ? one.centre : null));
  const h = simplify(unscaled([around(g, centres)], region)[0] as Tree);
  const axes = [...region.keys()].filter((axis) => (axesOf(h) >> axis) & 1);
  if (axes.some((axis) => region[axis]?.within === null)) return null;
  const [axis] = axes;
  if (axis !== undefined && axes.length === 1) return { axis, places: rootsOf(h, [0, 1], [0]) };
  const bound = bounder(h, region.length);
  const isFree = (from: number, to: number) => {
    const { low, high } = bound(
      region.map(() => from),
      region.map(() => to),
    );
    return low > 0 || high < 0;
  };
  // It may vanish where every coordinate is 1.
  return isFree(NEAREST, 1 - NEAREST) ? { axis: axis ?? 0, places: isFree(0, 1) ? [] : [1] } : null;
}

function cutAt(region: Region, { axis, places }: Line): Region[] {
  const own = region[axis] as Segment;
  const inside = places.filter((part) => part > ROUNDED && part < 1 - ROUNDED);
  const at = inside.map((part) => part ** (1 / own.power)).filter((t) => t > own.from && t < own.to);
  return [own.from, ...at].map((from, k) => {
    const to = at[k] ?? own.to;
    return region.map((segment, n) => (n === axis ? { ...own, from, to } : segment));
  });
}

/** Roots this near to an end are at the end. */
const ROUNDED = 1e-14;
/** Distances nearer than this part of the region's are as good as 0. */
const NEAREST = 1e-9;
/** Boxes that a search for a curve looks at. */
const SEARCHED = 600;

/** Whether a curve may go through a region elsewhere than where all distances are 0: boxes are halved until none may have it. */
function mayCross(g: Tree, region: Region): boolean {
  const tree = chartOf(g, region).tree();
  const bound = bounder(tree, region.length);
  const { region: own } = inChart(region);
  const ends = own.map((segment) => endsOf({ ...segment, power: 1 }));
  const placesOf = (box: readonly Ends[]) =>
    box.map(([from, to], axis): Ends => {
      const [a, b] = ends[axis] as Ends;
      const { length } = own[axis] as Segment;
      return length > 0 ? [a + (b - a) * from, a + (b - a) * to] : [b - (b - a) * to, b - (b - a) * from];
    });
  const isFree = region.map(({ within }, axis) => within !== null || !isDistance(region, axis));
  const all = region.map((): Ends => [NEAREST, 1]);
  // No enclosures exclude 0 between corners of different signs, or at one where g is 0.
  const corners = cornersOf(placesOf(all)).map((corner) => evaluate(tree, corner));
  // Unless g is 0 at the joint itself, a curve may also pass nearer to it than these corners.
  const origin = own.map(({ centre }) => centre);
  const start = evaluate(tree, origin);
  if (Math.abs(start) > UNIT * sensitivity(tree, origin).sum) corners.push(start);
  if (Math.min(...corners) <= 0 && Math.max(...corners) >= 0) return true;
  const boxes = [all];
  for (let looked = 0; boxes.length; looked++) {
    const box = boxes.pop() as Ends[];
    const sides = placesOf(box);
    const { low, high } = bound(
      sides.map(([a]) => a),
      sides.map(([, b]) => b),
    );
    if (low > 0 || high < 0) continue;
    if (looked >= SEARCHED) return true;
    const middles = box.map(([from, to], axis) => (isFree[axis] ? (from + to) / 2 : Math.sqrt(from * to)));
    const widths = box.map(([from, to], axis) => (isFree[axis] ? to - from : Math.log(to / from)));
    const axis = widths.indexOf(Math.max(...widths));
    const middle = middles[axis] as number;
    for (const half of [
      [(box[axis] as Ends)[0], middle],
      [middle, (box[axis] as Ends)[1]],
    ] as const)
      boxes.push(box.map((one, k) => (k === axis ? half : one)));
  }
  return false;
}

function cornersOf(box: readonly Ends[]): number[][] {
  return box.reduce<number[][]>((all, ends) => all.flatMap((one) => ends.map((end) => [...one, end])), [[]]);
}
