import type { Domain, Interval } from "../integrand/language/interval.ts";
import { axesOf, type Tree } from "../integrand/language/tree.ts";
import { rangeOf } from "./ranges.ts";

/** A part of the domain, the range that intervals give f there, and what it is worth to look into it. */
export interface Box {
  readonly domain: Domain;
  readonly range: Interval;
  readonly worth: number;
  /** Its sides as parts of the whole's, added up. */
  readonly size: number;
}

const EVERYTHING: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * The domain in boxes, so many a side, and then the best of them halved so many times; the most worthwhile first.
 * Intervals find peaks however narrow they are (Moore 1966). `worth` is asked once for each box. Only sides that f
 * depends on are cut.
 */
export function bestFirst(
  tree: Tree,
  whole: Domain,
  times: number,
  sides: number,
  worth: (box: Pick<Box, "domain" | "range">) => number,
): Box[] {
  const axes = dependsOn(tree, whole.length);
  const side = (domain: Domain, axis: number) => width(domain[axis]) / (width(whole[axis]) || 1);
  const box = (domain: Domain): Box => {
    const found = { domain, range: rangeOf(tree, domain) ?? EVERYTHING };
    return { ...found, worth: worth(found), size: axes.reduce((sum, axis) => sum + side(domain, axis), 0) };
  };
  const cut = (domain: Domain, axis: number, count: number) =>
    parts(domain[axis] as Interval, count).map((part) => domain.map((all, k) => (k === axis ? part : all)));
  let domains = [whole];
  for (const axis of axes) domains = domains.flatMap((domain) => cut(domain, axis, sides));
  const boxes = domains.map(box).sort(compare);
  for (let k = 0; axes.length && k < times && (boxes[0] as Box).worth > 0; k++) {
    const { domain } = boxes.shift() as Box;
    // Halve the side that lowers the bound most: f may depend on one variable alone.
    const halved = axes.map((axis) => {
      const halves = cut(domain, axis, 2).map(box);
      return { halves, least: Math.min(...halves.map((half) => half.worth)), wide: side(domain, axis) };
    });
    const best = halved.reduce((a, b) =>
      b.least < a.least || (b.least === a.least && b.wide > a.wide) ? b : a,
    );
    for (const half of best.halves) boxes.splice(rankOf(half, boxes), 0, half);
  }
  return boxes;
}

/** The axes that a tree depends on. */
export function dependsOn(tree: Tree, axes: number): number[] {
  return Array.from({ length: axes }, (_, axis) => axis).filter((axis) => (axesOf(tree) >> axis) & 1);
}

/** Where a box belongs among sorted ones. */
function rankOf(box: Box, boxes: readonly Box[]): number {
  let [low, high] = [0, boxes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(boxes[middle] as Box, box) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The most worthwhile first, and among equals the largest. */
const compare = (a: Box, b: Box) => (a.worth === b.worth ? 0 : b.worth - a.worth) || b.size - a.size;

const width = (interval: Interval | undefined) => (interval ? interval[1] - interval[0] : 0);

function parts([a, b]: Interval, count: number): Interval[] {
  const end = (k: number) => a + ((b - a) * k) / count;
  return Array.from({ length: count }, (_, k) => [end(k), end(k + 1)]);
}
