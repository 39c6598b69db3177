import type { Domain, Interval } from "../integrand/interval.ts";
import { evaluate } from "../integrand/simplify.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Problem } from "../problem/problem.ts";
import { bestFirst, rising } from "./boxes.ts";
import type { Grid } from "./sample.ts";

/** A place where f is far from all nodes around. */
export interface Unseen {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  /** What the nodes may have missed, there and elsewhere. */
  readonly mass: number;
}

/** Blocks a side whose nodes give f's range around a place. */
const BLOCKS = 27;

/** Boxes to halve in search of it. */
const HALVED = 400;

/**
 * Halves the boxes in which intervals allow f to be far from the nodes around, further than twice the range that these
 * have, and then takes f at the middles of all: what is that far there, times its box, is what the nodes may have missed.
 */
export function lookBetween(tree: Tree, problem: Pick<Problem, "x" | "y">, grid: Grid): Unseen | null {
  const around = blockRanges(grid, problem);
  const over = ({ x, y }: Domain, values: readonly number[]) => {
    const [low, high] = around(x, y);
    const room = 2 * (high - low);
    return Math.max(0, ...values.map((value) => Math.max(value - high - room, low - room - value)));
  };
  const volume = ({ x, y }: Domain) => (x[1] - x[0]) * (y[1] - y[0]);
  const boxes = bestFirst(tree, rising(problem), HALVED, BLOCKS, (box) => {
    // Intervals leave room for the rounding of any adapter's f32.
    const tight = box.range.map((end) => (Number.isFinite(end) ? end - 2e-3 * end : end));
    return Math.max(0, over(box, tight) - 2e-5) * volume(box);
  });
  const found = boxes.map((box): Unseen => {
    const [x, y] = [(box.x[0] + box.x[1]) / 2, (box.y[0] + box.y[1]) / 2];
    const value = box.worth > 0 ? evaluate(tree, x, y) : 0;
    return { x, y, value, mass: box.worth > 0 ? over(box, [value]) * volume(box) || 0 : 0 };
  });
  const most = found.reduce((a, b) => (b.mass > a.mass ? b : a));
  return most.mass > 0 ? { ...most, mass: found.reduce((sum, { mass }) => sum + mass, 0) } : null;
}

/** A function that has the least and the largest value at the nodes of all blocks that a box touches. */
function blockRanges({ x, y, values }: Grid, problem: Pick<Problem, "x" | "y">) {
  const [across, up] = [Math.min(BLOCKS, x.length), Math.min(BLOCKS, y.length)];
  const lows = new Float64Array(across * up).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(across * up).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0, k = 0; i < x.length; i++) {
    const column = Math.floor((i * across) / x.length) * up;
    for (let j = 0; j < y.length; j++, k++) {
      const block = column + Math.floor((j * up) / y.length);
      const value = values[k] as number;
      if (value < (lows[block] as number)) lows[block] = value;
      if (value > (highs[block] as number)) highs[block] = value;
    }
  }
  const touched = ([from, to]: Interval, [a, b]: Interval, blocks: number) => {
    const place = (at: number) => Math.floor(((at - a) / (b - a || 1)) * blocks);
    const [first, last] = [place(from), place(to)];
    return [Math.max(Math.min(first, last), 0), Math.min(Math.max(first, last), blocks - 1)] as const;
  };
  return (boxX: Interval, boxY: Interval): Interval => {
    const [left, right] = touched(boxX, problem.x, across);
    const [bottom, top] = touched(boxY, problem.y, up);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = left; i <= right; i++) {
      for (let j = bottom; j <= top; j++) {
        low = Math.min(low, lows[i * up + j] as number);
        high = Math.max(high, highs[i * up + j] as number);
      }
    }
    return [low, high];
  };
}
