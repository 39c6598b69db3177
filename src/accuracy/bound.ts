import type { Interval } from "../integrand/interval.ts";
import { type Sensitivity, sensitivity } from "../integrand/sensitivity.ts";
import type { Tree } from "../integrand/tree.ts";
import { intervalOf } from "../integrand/wgsl.ts";
import type { Precision, Prepared, Problem } from "../problem/problem.ts";
import { makeAxis, RULES } from "../quadrature/rule.ts";
import { hasSteps } from "./estimate.ts";

/** How far an integral may be from the exact sum over the same nodes; infinite where nothing is promised. */
export type Bounds = Readonly<Record<Precision, number>>;

/** What each precision promises, relative to the sensitivity of f, and the least magnitude that counts in it. */
const PROMISED = {
  f32: { epsilon: 1e-7, least: 2 ** -126 },
  df64: { epsilon: 1e-12, least: 2 ** -80 },
  f64: { epsilon: 1e-14, least: 2 ** -1022 },
} as const;

/**
 * Epsilon, times the area, times the largest sensitivity of f, with room for what is below the least magnitude, which may
 * be taken for 0. Infinite for `fast`, and where f is infinitely steep: where it jumps.
 */
export function boundsOf(prepared: Prepared): Bounds {
  const { x, y } = prepared.problem;
  const area = Math.abs((x[1] - x[0]) * (y[1] - y[0]));
  const jumps = hasSteps(prepared.f);
  const { sum, slopes } = jumps ? JUMP : largestSensitivity(prepared);
  const bound = (precision: keyof typeof PROMISED) => {
    const { epsilon, least } = PROMISED[precision];
    // Without area there is nothing to be wrong about.
    return area && area * (epsilon * sum + least * slopes);
  };
  return { fast: Number.POSITIVE_INFINITY, f32: bound("f32"), df64: bound("df64"), f64: bound("f64") };
}

const JUMP: Sensitivity = { sum: Number.POSITIVE_INFINITY, slopes: 0 };

/** Nodes a side that are looked at first, in each of the highest places, and then around the best, so many times. */
const SIDE = 16;
const HIGH = 5;
const NEAR = 6;
const TIMES = 4;

/** Over a part of the nodes, where f is largest, and then nearer and nearer to where the sensitivity is. */
function largestSensitivity({ f: tree, problem }: Prepared): Sensitivity {
  const { x, y, nx, ny } = problem;
  const midpoints = (limits: readonly [number, number], n: number) =>
    makeAxis(RULES[problem.rule], limits, n).nodes();
  let best = largestOn(tree, midpoints(x, Math.min(nx, SIDE)), midpoints(y, Math.min(ny, SIDE)));
  let [halfX, halfY] = [(x[1] - x[0]) / SIDE, (y[1] - y[0]) / SIDE];
  const look = (xs: Float64Array, ys: Float64Array, [width, height] = [halfX, halfY]) => {
    const found = largestOn(tree, xs, ys);
    const slopes = Math.max(best.slopes, found.slopes);
    if (found.sum > best.sum) [halfX, halfY] = [width, height];
    best = { ...(found.sum > best.sum ? found : best), slopes };
  };
  for (const box of highest(tree, { x, y })) {
    look(midpoints(box.x, HIGH), midpoints(box.y, HIGH), [box.x[1] - box.x[0], box.y[1] - box.y[0]]);
  }
  for (let k = 0; k < TIMES; k++) {
    const within = (at: number, half: number, [a, b]: readonly [number, number]) => {
      const inside = (v: number) => Math.min(Math.max(v, Math.min(a, b)), Math.max(a, b));
      return midpoints([inside(at - half), inside(at + half)], NEAR);
    };
    look(within(best.x, halfX, x), within(best.y, halfY, y));
    [halfX, halfY] = [halfX / 3, halfY / 3];
  }
  return best;
}

interface Box {
  readonly x: Interval;
  readonly y: Interval;
  /** |f| is nowhere in it larger. */
  readonly most: number;
}

/** How often a box is halved, and how many boxes are looked into. */
const HALVED = 150;
const BOXES = 8;

/**
 * Small boxes in which f may be largest, however narrow its peaks: by halving, over and over, the box of the largest
 * bound, f's range over it by interval arithmetic (Moore 1966).
 */
function highest(tree: Tree, { x, y }: Pick<Problem, "x" | "y">): Box[] {
  const box = (across: Interval, up: Interval): Box => {
    const range = intervalOf(tree, { x: across, y: up });
    return { x: across, y: up, most: range ? Math.max(-range[0], range[1]) : Number.POSITIVE_INFINITY };
  };
  const ordered = ([a, b]: readonly [number, number]): Interval => [Math.min(a, b), Math.max(a, b)];
  const [wholeX, wholeY] = [ordered(x), ordered(y)];
  const boxes = [box(wholeX, wholeY)];
  const side = ([a, b]: Interval, [c, d]: Interval) => (b - a) / (d - c || 1);
  const size = (one: Box) => side(one.x, wholeX) + side(one.y, wholeY);
  const byMost = (a: Box, b: Box) => (a.most === b.most ? 0 : b.most - a.most) || size(b) - size(a);
  for (let k = 0; k < HALVED; k++) {
    boxes.sort(byMost);
    const [first] = boxes.splice(0, 1) as [Box];
    const halves = ([a, b]: Interval): Interval[] => [
      [a, a + (b - a) / 2],
      [a + (b - a) / 2, b],
    ];
    const across = halves(first.x).map((half) => box(half, first.y));
    const up = halves(first.y).map((half) => box(first.x, half));
    // That way in which the bound falls more; f may depend on one of them alone.
    const least = (pair: Box[]) => Math.min(...pair.map(({ most }) => most));
    const wider = side(first.x, wholeX) >= side(first.y, wholeY);
    boxes.push(...(least(across) < least(up) || (least(across) === least(up) && wider) ? across : up));
  }
  return boxes.sort(byMost).slice(0, BOXES);
}

function largestOn(tree: Tree, xs: Float64Array, ys: Float64Array) {
  let best = { sum: 0, slopes: 0, x: xs[0] as number, y: ys[0] as number };
  for (const x of xs) {
    for (const y of ys) {
      const { sum, slopes } = sensitivity(tree, x, y);
      if (slopes > best.slopes) best = { ...best, slopes };
      if (sum > best.sum) best = { ...best, sum, x, y };
    }
  }
  return best;
}
