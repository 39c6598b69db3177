import { integrandOf } from "./integrand/integrand.ts";
import { sensitivity } from "./integrand/sensitivity.ts";
import type { Tree } from "./integrand/tree.ts";
import { midpoints } from "./plan.ts";
import type { Precision, Problem } from "./problem.ts";

/** What each precision promises, relative to the sensitivity of f; `fast` promises nothing. */
const EPSILON = { f32: 1e-7, df64: 1e-12, f64: 1e-14 } as const;
/** The least magnitude that counts in each: what is smaller may be taken for 0. */
const LEAST = { f32: 2 ** -126, df64: 2 ** -80, f64: 2 ** -1022 } as const;

/**
 * How far an integral in this precision may be from the exact sum over the same nodes: epsilon, times the area, times
 * the largest sensitivity of f. null for `fast`; infinite where f has a subexpression that is infinitely steep.
 */
export function statedBound(problem: Problem, precision: Precision): number | null {
  if (precision === "fast") return null;
  const { x, y } = problem;
  const epsilon = EPSILON[precision];
  const floor = LEAST[precision] / epsilon;
  return epsilon * Math.abs((x[1] - x[0]) * (y[1] - y[0])) * largestSensitivity(problem, floor);
}

/** Nodes a side that are looked at first, and then around the largest of them, so many times. */
const SIDE = 64;
const NEAR = 16;
const TIMES = 3;

/** Over a part of the nodes, and then nearer and nearer to where it is largest, since f may have a narrow peak. */
function largestSensitivity({ f, x, y, nx, ny }: Problem, floor: number): number {
  const tree = integrandOf(f);
  let best = largestOn(tree, midpoints(x, Math.min(nx, SIDE)), midpoints(y, Math.min(ny, SIDE)), floor);
  let [halfX, halfY] = [(x[1] - x[0]) / SIDE, (y[1] - y[0]) / SIDE];
  for (let k = 0; k < TIMES; k++) {
    const within = (at: number, half: number, [a, b]: readonly [number, number]) => {
      const inside = (v: number) => Math.min(Math.max(v, Math.min(a, b)), Math.max(a, b));
      return midpoints([inside(at - half), inside(at + half)], NEAR);
    };
    const near = largestOn(tree, within(best.x, halfX, x), within(best.y, halfY, y), floor);
    if (near.value > best.value) best = near;
    [halfX, halfY] = [halfX / 4, halfY / 4];
  }
  return best.value;
}

function largestOn(tree: Tree, xs: Float64Array, ys: Float64Array, floor: number) {
  let best = { value: 0, x: xs[0] as number, y: ys[0] as number };
  for (const x of xs) {
    for (const y of ys) {
      const value = sensitivity(tree, x, y, floor);
      if (value > best.value) best = { value, x, y };
    }
  }
  return best;
}
