import { sensitivity } from "../integrand/sensitivity.ts";
import { dependsOn, type Tree, type Variable } from "../integrand/tree.ts";
import { costOf } from "../integrand/wgsl.ts";
import type { Prepared, Problem } from "../problem/problem.ts";
import { midpoints } from "../quadrature/rule.ts";
import { CompensatedSum } from "../quadrature/sum.ts";
import { rangeOf, rising } from "./boxes.ts";
import { breaksOf } from "./breaks.ts";
import { type Grid, sample, transposed, valuesOf } from "./sample.ts";
import { lookBetween, type Unseen } from "./unseen.ts";

/** What the estimate's own grid shows about f, independently of the run's grid. */
export interface Survey {
  readonly sum: number;
  /** The integral of |f|. */
  readonly size: number;
  /** Largest sum of |v df/dv|, on average, times the area: the cost of a relative error of 1 in every operation. */
  readonly sensitivity: number;
  readonly breaks: ReturnType<typeof breaksOf>;
  /** Whether intervals prove that f is finite everywhere. */
  readonly bounded: boolean;
  /** Along x and y, or only the one that f depends on. */
  readonly sides: readonly Side[];
  /** A place where f is outside the range of the nearby nodes by more than they explain, if found. */
  readonly unseen: Unseen | null;
}

/** One direction of the grid. */
export interface Side {
  readonly axis: Variable;
  readonly nodes: number;
  /** How far the sums over every 3rd, 9th and 27th node are from the sum over all. */
  readonly drifts: readonly [number, number, number];
  /**
   * h/8 times the sum of |second differences| over all, every 3rd and every 9th node: a kink's error is below it wherever
   * it lies between the nodes, a jump's below four times as much. Unlike the sums, it cannot cancel.
   */
  readonly rough: readonly [number, number, number];
  /** Mean distance of f from the interpolated nodes, times the area; 0 if second differences explain it. */
  readonly aliased: number;
}

/** Nodes per side are a multiple of this: of 27 for four nested grids; even, because poles tend to lie in the middle. */
const UNIT = 108;

/** Whether a survey takes at most about 50 ms, or a tenth of the run's evaluations. */
export function isCheap({ problem, f: tree }: Prepared): boolean {
  const values = nodesFor(problem, tree) ** dependsOn(tree).length;
  return values * costOf(tree, false) <= 3e6 || values <= (problem.nx * problem.ny) / 10;
}

/** Nodes per side, scaled by the cost of f so that sampling takes about 5 ms, or a fortieth of the run, up to 20 ms. */
function nodesFor({ nx, ny }: Problem, tree: Tree): number {
  const values = Math.min(Math.max((nx * ny) / 40, 120_000), 400_000) / Math.max(1, costOf(tree, false) / 2);
  return UNIT * Math.max(1, Math.floor(values ** (1 / Math.max(1, dependsOn(tree).length)) / UNIT));
}

/** Throws `not-finite` where f has no finite value at a node. */
export function survey(prepared: Prepared): Survey {
  const { problem, f: tree } = prepared;
  const { x, y } = problem;
  const area = (x[1] - x[0]) * (y[1] - y[0]);
  const axes = dependsOn(tree);
  const nodes = nodesFor(problem, tree);
  const side = (axis: Variable) => midpoints(problem[axis], axes.includes(axis) ? nodes : 1);
  const grid = sample(tree, side("x"), side("y"));
  let size = 0;
  for (let k = 0; k < grid.values.length; k++) size += Math.abs(grid.values[k] as number);
  return {
    sum: along(grid, "y", 1).sum * area,
    size: size * Math.abs(area / grid.values.length),
    sensitivity: Math.abs(area) * meanSensitivity(tree, problem),
    breaks: breaksOf(prepared),
    bounded: rangeOf(tree, rising(problem)) !== null,
    sides: (["x", "y"] as const)
      .filter((axis) => axes.includes(axis))
      .map((axis) => sideOf(axis, tree, grid, area)),
    unseen: lookBetween(tree, problem, grid),
  };
}

function sideOf(axis: Variable, tree: Tree, grid: Grid, area: number): Side {
  const of = (stride: number) => along(grid, axis, stride);
  const [all, third, ninth, last] = [of(1), of(3), of(9), of(27)];
  const drift = ({ sum }: typeof all) => area * (sum - all.sum);
  const rough = (one: typeof all) => Math.abs(area) * one.rough;
  return {
    axis,
    nodes: grid[axis].length,
    drifts: [drift(third), drift(ninth), drift(last)],
    rough: [rough(all), rough(third), rough(ninth)],
    aliased: Math.abs(area) * aliased(axis, tree, grid),
  };
}

/** Position between two nodes, number of lines, total number of positions. */
const BETWEEN = (3 - Math.sqrt(5)) / 2;
const LINES = 8;
const PLACES = 6000;

/**
 * Mean distance of f between the nodes from a straight line; 0 if second differences explain it: the ratio is 0.12 for a
 * parabola, 0.62 at a jump, and unbounded for an oscillation faster than the nodes.
 */
function aliased(axis: Variable, tree: Tree, { x, y, values }: Grid): number {
  const column = valuesOf(axis === "x" ? transposed(tree) : tree);
  const [nodes, others] = axis === "x" ? [x, y] : [y, x];
  const [step, next] = axis === "x" ? [y.length, 1] : [1, y.length];
  const lines = Math.min(LINES, others.length);
  const apart = Math.max(1, Math.floor((nodes.length * lines) / PLACES));
  const places = Array.from({ length: Math.floor((nodes.length - 3) / apart) }, (_, k) => 1 + k * apart);
  const between = Float64Array.from(places, (k) => {
    const at = nodes[k] as number;
    return at + BETWEEN * ((nodes[k + 1] as number) - at);
  });
  let [off, bend, size] = [0, 0, 0];
  for (let l = 0; l < lines; l++) {
    const line = Math.floor(((l + 0.5) * others.length) / lines);
    const found = column(others[line] as number, between);
    const node = (k: number) => values[line * next + k * step] as number;
    for (let place = 0; place < places.length; place++) {
      const k = places[place] as number;
      const [a, b, c, d] = [node(k - 1), node(k), node(k + 1), node(k + 2)];
      off += Math.abs((found[place] as number) - b - BETWEEN * (c - b)) || 0;
      bend += (Math.abs(a - 2 * b + c) + Math.abs(b - 2 * c + d)) / 2;
      size += Math.abs(b);
    }
  }
  return off > 0.7 * bend + 1e-12 * size ? off / (places.length * lines) : 0;
}

/** Over every `stride`-th node of all lines along an axis: the mean of f, and 1/8 of the mean of |second differences|. */
function along({ x, y, values }: Grid, axis: Variable, stride: number) {
  const [nodes, lines] = axis === "x" ? [x.length, y.length] : [y.length, x.length];
  const [step, next] = axis === "x" ? [y.length, 1] : [1, y.length];
  const sum = new CompensatedSum();
  let rough = 0;
  for (let line = 0; line < lines; line++) {
    let before = Number.NaN;
    let last = Number.NaN;
    let part = 0;
    for (let k = (stride - 1) / 2; k < nodes; k += stride) {
      const value = values[line * next + k * step] as number;
      const bend = Math.abs(value - 2 * last + before);
      // The first two nodes have none.
      if (bend >= 0) rough += bend;
      before = last;
      last = value;
      part += value;
      if (k % 64 < stride) {
        sum.add(part);
        part = 0;
      }
    }
    sum.add(part);
  }
  const count = Math.max(1, Math.floor(nodes / stride)) * lines;
  return { sum: sum.value / count, rough: rough / (8 * count) };
}

/** The mean over a coarse grid. */
function meanSensitivity(tree: Tree, { x, y }: Pick<Problem, "x" | "y">): number {
  const [xs, ys] = [midpoints(x, 8), midpoints(y, 8)];
  let sum = 0;
  for (const a of xs) {
    for (const b of ys) {
      const here = sensitivity(tree, a, b).sum;
      if (Number.isFinite(here)) sum += here;
    }
  }
  return sum / 64;
}
