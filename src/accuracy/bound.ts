import { type Sensitivity, sensitivity } from "../integrand/sensitivity.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Precision, Prepared, Problem } from "../problem/problem.ts";
import { midpoints } from "../quadrature/rule.ts";
import { bestFirst, rising } from "./boxes.ts";
import { breaksOf } from "./breaks.ts";

/** Largest distance of an integral from the exact sum over the same nodes; infinite if nothing is guaranteed. */
export type Bounds = Readonly<Record<Precision, number>>;

/** Error relative to the sensitivity of f, and the smallest normal magnitude, by precision. */
const PROMISED = {
  f32: { epsilon: 1e-7, least: 2 ** -126 },
  df64: { epsilon: 1e-12, least: 2 ** -80 },
  f64: { epsilon: 1e-14, least: 2 ** -1022 },
} as const;

/**
 * Epsilon × area × the largest sensitivity of f, plus an allowance for underflow. Infinite for `fast`, and where f jumps.
 */
export function boundsOf(prepared: Prepared): Bounds {
  const { x, y } = prepared.problem;
  const area = Math.abs((x[1] - x[0]) * (y[1] - y[0]));
  const jumps = breaksOf(prepared) === "jump";
  const { sum, slopes } = jumps ? JUMP : largestSensitivity(prepared);
  const bound = (precision: keyof typeof PROMISED) => {
    const { epsilon, least } = PROMISED[precision];
    // Without area there is nothing to be wrong about.
    return area && area * (epsilon * sum + least * slopes);
  };
  return { fast: Number.POSITIVE_INFINITY, f32: bound("f32"), df64: bound("df64"), f64: bound("f64") };
}

const JUMP: Sensitivity = { sum: Number.POSITIVE_INFINITY, slopes: 0 };

/** Nodes per side: at first, in each of the highest boxes, and around the best place, so many times. */
const SIDE = 16;
const HIGH = 5;
const NEAR = 6;
const TIMES = 4;

/** How often a box is halved, and how many boxes are searched. */
const HALVED = 150;
const BOXES = 8;

/** Over a coarse grid, in small boxes where f may be largest, and then closer and closer to the best place so far. */
function largestSensitivity({ f: tree, problem }: Prepared): Sensitivity {
  const { x, y, nx, ny } = problem;
  let best = largestOn(tree, problem, midpoints(x, Math.min(nx, SIDE)), midpoints(y, Math.min(ny, SIDE)));
  let [halfX, halfY] = [(x[1] - x[0]) / SIDE, (y[1] - y[0]) / SIDE];
  const look = (xs: Float64Array, ys: Float64Array, [width, height] = [halfX, halfY]) => {
    const found = largestOn(tree, problem, xs, ys);
    const slopes = Math.max(best.slopes, found.slopes);
    if (found.sum > best.sum) [halfX, halfY] = [width, height];
    best = { ...(found.sum > best.sum ? found : best), slopes };
  };
  // Of the largest |f|.
  const high = bestFirst(tree, rising(problem), HALVED, 1, ({ range }) => Math.max(-range[0], range[1]));
  for (const box of high.slice(0, BOXES)) {
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

function largestOn(tree: Tree, { x, y, nx, ny }: Problem, xs: Float64Array, ys: Float64Array) {
  let best = { sum: 0, slopes: 0, x: xs[0] as number, y: ys[0] as number };
  const nearest = (at: number, limits: Problem["x"], n: number) => {
    const k = Math.floor(((at - limits[0]) / (limits[1] - limits[0])) * n);
    return midpoints(limits, n, Math.min(Math.max(k, 0), n - 1), 1)[0] as number;
  };
  for (const a of xs) {
    for (const b of ys) {
      const here = sensitivity(tree, a, b);
      // f may be defined only at the nodes: a negative base allows only integer exponents.
      const defined = !Number.isNaN(here.sum);
      const { sum, slopes } = defined ? here : sensitivity(tree, nearest(a, x, nx), nearest(b, y, ny));
      if (slopes > best.slopes) best = { ...best, slopes };
      if (sum > best.sum) best = { ...best, sum, x: a, y: b };
    }
  }
  return best;
}
