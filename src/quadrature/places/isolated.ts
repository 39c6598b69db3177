import { evaluate } from "../../integrand/language/tape.ts";
import { axesOf, type Tree } from "../../integrand/language/tree.ts";
import { type Bounder, bounder } from "../../integrand/reading/bounds.ts";
import { sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { withSquares } from "../../integrand/reading/squares.ts";

type Ends = readonly [number, number];

/** Halvings of every axis, and the most boxes on the way: more are those of a curve. */
const DEPTH = 20;
const MOST = 200;
/** Halvings after which boxes have to be few. */
const EARLY = 7;
const FEW = 64;

/**
 * The places where a tree of two or three axes vanishes, if it does so at a few only, as 2 − cos(x) − cos(y) at 0; null if
 * it may vanish along a curve.
 */
export function isolatedZeros(g: Tree, ends: readonly Ends[]): { axes: number[]; at: number[] }[] | null {
  const axes = [...ends.keys()].filter((axis) => (axesOf(g) >> axis) & 1);
  const bound = bounder(withSquares(g), ends.length);
  const mayVanish = (box: readonly Ends[]) => {
    const { low, high } = bound(
      box.map(([a]) => a),
      box.map(([, b]) => b),
    );
    return low <= 0 && high >= 0;
  };
  let boxes: Ends[][] = [ends.map((own) => own)];
  for (let depth = 1; depth <= DEPTH; depth++) {
    for (const axis of axes) {
      boxes = boxes.flatMap((box) => halves(box, axis)).filter(mayVanish);
      if (boxes.length > MOST) return null;
    }
    if (depth === EARLY && boxes.length > FEW) return null;
  }
  // A curve may be as small as a point.
  if (changesSign(g, boxes)) return null;
  return clusters(boxes, axes, ends).map((cluster) => {
    const at = axes.map((axis) => middleOf(cluster, axis, ends[axis] as Ends));
    return { axes, at: polished(bound, axes, at, ends) };
  });
}

/** Whether a tree has both signs at corners of boxes, beyond rounding. */
function changesSign(g: Tree, boxes: readonly (readonly Ends[])[]): boolean {
  const signs = new Set<number>();
  for (const box of boxes)
    for (let corner = 0; corner < 2 ** box.length; corner++) {
      const point = box.map((ends, axis) => ends[(corner >> axis) & 1] as number);
      const value = evaluate(g, point);
      if (Math.abs(value) > UNIT * sensitivity(g, point).sum) signs.add(Math.sign(value));
    }
  return signs.size > 1;
}

function halves(box: readonly Ends[], axis: number): Ends[][] {
  const [a, b] = box[axis] as Ends;
  const middle = (a + b) / 2;
  return [[a, middle] as const, [middle, b] as const].map((half) =>
    box.map((own, k) => (k === axis ? half : own)),
  );
}

/** Boxes that are near each other. */
function clusters(boxes: readonly Ends[][], axes: readonly number[], ends: readonly Ends[]): Ends[][][] {
  const isNear = (one: readonly Ends[], other: readonly Ends[]) =>
    axes.every((axis) => {
      const [a, b] = ends[axis] as Ends;
      return Math.abs((one[axis] as Ends)[0] - (other[axis] as Ends)[0]) < 1e-3 * (b - a);
    });
  return boxes.reduce<Ends[][][]>((all, box) => {
    const near = all.filter((cluster) => cluster.some((other) => isNear(box, other)));
    return [...all.filter((cluster) => !near.includes(cluster)), [...near.flat(), box]];
  }, []);
}

/** The middle of a cluster; the end of the axis if it goes so far. */
function middleOf(cluster: readonly (readonly Ends[])[], axis: number, [a, b]: Ends): number {
  const low = Math.min(...cluster.map((box) => (box[axis] as Ends)[0]));
  const high = Math.max(...cluster.map((box) => (box[axis] as Ends)[1]));
  return low <= a ? a : high >= b ? b : (low + high) / 2;
}

/** Where the slopes along all axes change their signs. */
function polished(
  bound: Bounder,
  axes: readonly number[],
  from: readonly number[],
  ends: readonly Ends[],
): number[] {
  const point = ends.map(([a, b]) => (a + b) / 2);
  axes.forEach((axis, k) => {
    point[axis] = from[k] as number;
  });
  for (let round = 0; round < 4; round++)
    for (const axis of axes) {
      const start = point[axis] as number;
      const [a, b] = ends[axis] as Ends;
      if (start === a || start === b) continue;
      const slope = (v: number) => {
        const own = point.map((one, k) => (k === axis ? v : one));
        const { low, high } = bound(own, own).slopes[axis] as { low: number; high: number };
        return low + high;
      };
      let [low, high] = [Math.max(a, start - 1e-4 * (b - a)), Math.min(b, start + 1e-4 * (b - a))];
      const sign = Math.sign(slope(low));
      if (!(sign * slope(high) < 0)) continue;
      for (let k = 0; k < 60 && high - low > 0; k++) {
        const middle = (low + high) / 2;
        const own = slope(middle);
        if (own === 0) {
          [low, high] = [middle, middle];
        } else if (own * sign > 0) low = middle;
        else high = middle;
      }
      point[axis] = (low + high) / 2;
    }
  return axes.map((axis) => point[axis] as number);
}
