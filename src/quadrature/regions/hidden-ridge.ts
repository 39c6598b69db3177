import { pointOf } from "../../integrand/code/javascript.ts";
import { tapeOf } from "../../integrand/language/tape.ts";
import { axesOf, PARAMETERS, type Tree } from "../../integrand/language/tree.ts";
import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import type { Domain } from "../../problem/domain.ts";
import { boxOf } from "../coordinates/chart.ts";
import { type Region, withoutSlivers } from "../coordinates/segments.ts";
import { evenIn } from "../places/far-peaks.ts";
import type { Measure } from "../rules/measure.ts";
import { BEYOND, roomOf } from "./hiding.ts";

/** Adds ridges of f along curves between a region's nodes to its error. */
export type HiddenRidge = (measure: Measure, region: Region) => Measure;

type Point = readonly number[];

/** Curves or surfaces that are looked at, points on each in a region, and halvings of the distance to it. */
const MOST_CURVES = 4;
const MOST_POINTS = 4;
const HALVINGS = 48;
/** The uncertainty of a ridge's integral from shells around points on it. */
const SURE = 2;

/**
 * Finds ridges that are narrower than the space between nodes, such as that of exp(-1e8 (y - x^2)^2): f is sampled in dyadic
 * steps away from the curves on which an argument of an even function is 0.
 */
export function makeHiddenRidge({ f, box }: Pick<Domain, "f" | "box">): HiddenRidge {
  const axes = box.length;
  const curves = axes < 2 ? [] : ridgesOf(f, axes).filter(({ bound }) => bound(box.map(sorted)));
  if (!curves.length || curves.length > MOST_CURVES) return (measure) => measure;
  const at = pointOf(f, axes);
  const boundOf = bounder(withSquares(f), axes);
  return (measure, region) => {
    const { low, high, size, error, wild, cut, bounded } = measure;
    if (wild || (cut && !bounded) || region.some(({ within }) => within !== null)) return measure;
    const ends = boxOf(region).map(withoutSlivers);
    const bounds = boundOf(
      ends.map(([a]) => a),
      ends.map(([, b]) => b),
    );
    const room = BEYOND * roomOf(measure);
    const isSeen = bounds.low >= low - room && bounds.high <= high + room;
    if (isSeen || !isBounded(bounds)) return measure;
    let most = 0;
    for (const { g, bound } of curves) {
      if (!bound(ends)) continue;
      for (const { point, axis } of pointsOn(g, ends)) {
        const own = massAround(at, point, axis, ends, [low - room, high + room]);
        most = Math.max(most, own);
      }
    }
    if (!(most > 0)) return measure;
    const hidden = SURE * most;
    return hidden > error
      ? { ...measure, error: hidden, size: Math.max(size, hidden), along: region.map(() => hidden) }
      : measure;
  };
}

/** Whether f may have such a curve for some values of its parameters. */
export function mayHaveRidge(f: Tree): boolean {
  const calls = tapeOf(f).flatMap(({ tree }) => (tree.kind === "call" ? [tree] : []));
  const isOfSeveral = (tree: Tree) => !Number.isInteger(Math.log2(axesOf(tree) & (PARAMETERS_FROM - 1) || 1));
  const isSquare = (tree: Tree) => evenIn(tree) !== null;
  const isMixed = (tree: Tree) => tree.kind === "call" && tree.name === "*" && isOfSeveral(tree);
  return (
    calls.some((one) => (isSquare(one) || one.name === "^") && isOfSeveral(one)) ||
    // A quadratic form is a sum of squares of others.
    (calls.some(isMixed) && calls.some(isSquare))
  );
}

type Ends = readonly [number, number];

const PARAMETERS_FROM = 1 << PARAMETERS;

const sorted = ([a, b]: Ends): Ends => (a < b ? [a, b] : [b, a]);

/** The arguments of even functions in f that depend on several axes, each with a test of whether it may be 0 in a box. */
function ridgesOf(f: Tree, axes: number) {
  const trees = tapeOf(withSquares(f)).flatMap(({ tree }) => {
    const g = evenIn(tree);
    return g && !Number.isInteger(Math.log2(axesOf(g))) ? [g] : [];
  });
  return [...new Set(trees)].map((tree) => {
    const own = bounder(tree, axes);
    const bound = (ends: readonly Ends[]) => {
      const { low, high } = own(
        ends.map(([a]) => a),
        ends.map(([, b]) => b),
      );
      return low < 0 && high > 0;
    };
    return { g: pointOf(tree, axes), bound };
  });
}

/** Places where g is 0 on lines between the corners of a box and the middles of its sides. */
function pointsOn(g: (point: Point) => number, ends: readonly Ends[]) {
  const starts = ends.reduce<number[][]>(
    (all, [a, b]) => all.flatMap((one) => [a, (a + b) / 2, b].map((v) => [...one, v])),
    [[]],
  );
  const found: { point: Point; axis: number }[] = [];
  for (const [axis, [a, b]] of ends.entries())
    for (const start of starts) {
      if (start[axis] === b) continue;
      const own = (v: number) => start.map((one, k) => (k === axis ? v : one));
      const [from, to] = [start[axis] as number, (start[axis] as number) + (b - a) / 2];
      const root = rootBetween((v) => g(own(v)), from, to);
      if (root !== null) found.push({ point: own(root), axis });
      if (found.length === MOST_POINTS) return found;
    }
  return found;
}

function rootBetween(g: (v: number) => number, from: number, to: number): number | null {
  let [a, b] = [from, to];
  const sign = Math.sign(g(a));
  if (!(sign * g(b) < 0)) return null;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (a + b) / 2;
    if (sign * g(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** The integral of f beyond these bounds over dyadic shells around a point along an axis, times the other sides. */
function massAround(
  at: (point: Point) => number,
  point: Point,
  axis: number,
  ends: readonly Ends[],
  [floor, ceiling]: Ends,
): number {
  const centre = point[axis] as number;
  const over = (v: number) => {
    const value = at(point.map((one, k) => (k === axis ? v : one)));
    return Number.isFinite(value) ? Math.max(value - ceiling, floor - value, 0) : 0;
  };
  if (over(centre) === 0) return 0;
  let sum = 0;
  for (const end of ends[axis] as Ends) {
    let step = (end - centre) / 2;
    for (let k = 0; k < HALVINGS; k++, step /= 2) sum += Math.abs(step) * over(centre + step);
  }
  return ends.reduce((product, [a, b], k) => (k === axis ? product : product * (b - a)), sum);
}
