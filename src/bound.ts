import { integrandOf } from "./integrand/integrand.ts";
import { type Sensitivity, sensitivity } from "./integrand/sensitivity.ts";
import type { Tree } from "./integrand/tree.ts";
import { midpoints } from "./plan.ts";
import type { Precision, Problem } from "./problem.ts";

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
 * be taken for 0. Infinite for `fast`, and where f has a subexpression that is infinitely steep.
 */
export function boundsOf(problem: Problem): Bounds {
  const { x, y } = problem;
  const area = Math.abs((x[1] - x[0]) * (y[1] - y[0]));
  const { sum, slopes } = largestSensitivity(problem);
  const bound = (precision: keyof typeof PROMISED) => {
    const { epsilon, least } = PROMISED[precision];
    // Without area there is nothing to be wrong about.
    return area && area * (epsilon * sum + least * slopes);
  };
  return { fast: Number.POSITIVE_INFINITY, f32: bound("f32"), df64: bound("df64"), f64: bound("f64") };
}

/** Nodes a side that are looked at first, and then around the largest of them, so many times. */
const SIDE = 24;
const NEAR = 8;
const TIMES = 4;

/** Over a part of the nodes, and then nearer and nearer to where it is largest, since f may have a narrow peak. */
function largestSensitivity({ f, x, y, nx, ny }: Problem): Sensitivity {
  const tree = integrandOf(f);
  let best = largestOn(tree, midpoints(x, Math.min(nx, SIDE)), midpoints(y, Math.min(ny, SIDE)));
  let [halfX, halfY] = [(x[1] - x[0]) / SIDE, (y[1] - y[0]) / SIDE];
  for (let k = 0; k < TIMES; k++) {
    const within = (at: number, half: number, [a, b]: readonly [number, number]) => {
      const inside = (v: number) => Math.min(Math.max(v, Math.min(a, b)), Math.max(a, b));
      return midpoints([inside(at - half), inside(at + half)], NEAR);
    };
    const near = largestOn(tree, within(best.x, halfX, x), within(best.y, halfY, y));
    const slopes = Math.max(best.slopes, near.slopes);
    best = { ...(near.sum > best.sum ? near : best), slopes };
    [halfX, halfY] = [halfX / 3, halfY / 3];
  }
  return best;
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
