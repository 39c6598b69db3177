import type { Domain, Interval } from "../integrand/language/interval.ts";
import { evaluate } from "../integrand/language/tape.ts";
import type { Prepared } from "../problem/problem.ts";
import { bestFirst, dependsOn } from "./boxes.ts";
import { insideOf } from "./ranges.ts";
import { type Grid, indexOn } from "./sample.ts";

/** A place where f is far from all nodes around. */
export interface Unseen {
  /** Coordinates in the box. */
  readonly point: readonly number[];
  /** What the nodes may have missed, there and elsewhere. */
  readonly mass: number;
}

/** Blocks a side, by the number of axes, whose nodes give f's range around a place. */
const BLOCKS = [1, 27, 27, 9];

/** Boxes to halve in search of it. */
const HALVED = 400;

/**
 * Halves the boxes in which intervals allow f to be far from the nodes around, further than twice the range that these
 * have, and then takes f at the middles of all: what is that far there, times its box, is what the nodes may have missed.
 */
export function lookBetween({ f, box: limits, infinite }: Prepared, grid: Grid): Unseen | null {
  const sides = BLOCKS[dependsOn(f, limits.length).length] as number;
  const around = blockRanges(grid, limits, sides);
  const over = (domain: Domain, values: readonly number[]) => {
    const [low, high] = around(domain);
    const room = 2 * (high - low);
    return Math.max(0, ...values.map((value) => Math.max(value - high - room, low - room - value)));
  };
  const volume = (domain: Domain) => domain.reduce((product, [a, b]) => product * (b - a), 1);
  const boxes = bestFirst(f, insideOf({ box: limits, infinite }), HALVED, sides, ({ domain, range }) => {
    // Intervals leave room for the rounding of any adapter's f32.
    const tight = range.map((end) => (Number.isFinite(end) ? end - 2e-3 * end : end));
    return Math.max(0, over(domain, tight) - 2e-5) * volume(domain);
  });
  const found = boxes.map(({ domain, worth }): Unseen => {
    const point = domain.map(([a, b]) => (a + b) / 2);
    return { point, mass: worth > 0 ? over(domain, [evaluate(f, point)]) * volume(domain) || 0 : 0 };
  });
  const most = found.reduce((a, b) => (b.mass > a.mass ? b : a));
  return most.mass > 0 ? { ...most, mass: found.reduce((sum, { mass }) => sum + mass, 0) } : null;
}

/** A function that has the least and the largest value at the nodes of all blocks that a box touches. */
function blockRanges(grid: Grid, limits: Prepared["box"], sides: number): (domain: Domain) => Interval {
  const { nodes, values, strides } = grid;
  const counts = nodes.map(({ length }) => Math.min(sides, length));
  const skips = counts.map((_, axis) => counts.slice(0, axis).reduce((product, count) => product * count, 1));
  const blockOn = (axis: number, k: number) => {
    const place = Math.floor((k * (counts[axis] as number)) / (nodes[axis] as Float64Array).length);
    return place * (skips[axis] as number);
  };
  const total = counts.reduce((product, count) => product * count, 1);
  const lows = new Float64Array(total).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(total).fill(Number.NEGATIVE_INFINITY);
  const fast = strides.indexOf(1);
  const others = [...nodes.keys()].filter((axis) => axis !== fast);
  const along = new Int32Array((nodes[fast] as Float64Array).length);
  for (let k = 0; k < along.length; k++) along[k] = blockOn(fast, k);
  for (let start = 0; start < values.length; start += along.length) {
    let rest = 0;
    for (const axis of others) rest += blockOn(axis, indexOn(grid, axis, start));
    for (let k = 0; k < along.length; k++) {
      const block = rest + (along[k] as number);
      const value = values[start + k] as number;
      if (value < (lows[block] as number)) lows[block] = value;
      if (value > (highs[block] as number)) highs[block] = value;
    }
  }
  return (domain) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const within = (axis: number, block: number) => {
      if (axis === domain.length) {
        low = Math.min(low, lows[block] as number);
        high = Math.max(high, highs[block] as number);
        return;
      }
      const [first, last] = touched(
        domain[axis] as Interval,
        limits[axis] as Interval,
        counts[axis] as number,
      );
      for (let k = first; k <= last; k++) within(axis + 1, block + k * (skips[axis] as number));
    };
    within(0, 0);
    return [low, high];
  };
}

/** The first and the last of so many blocks of [a, b] that an interval touches. */
function touched([from, to]: Interval, [a, b]: Interval, blocks: number): Interval {
  const place = (at: number) => Math.floor(((at - a) / (b - a || 1)) * blocks);
  const [first, last] = [place(from), place(to)];
  return [Math.max(Math.min(first, last), 0), Math.min(Math.max(first, last), blocks - 1)];
}
