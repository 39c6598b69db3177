import { intervalOf } from "../integrand/enclosure.ts";
import type { Domain, Interval } from "../integrand/interval.ts";
import { operationOf } from "../integrand/operations.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Problem } from "../problem/problem.ts";

/** A part of a rectangle, the range that intervals give f there, and what it is worth to look into it. */
export interface Box extends Domain {
  readonly range: Interval;
  readonly worth: number;
  /** Its sides as parts of the whole's, added up. */
  readonly size: number;
}

const EVERYTHING: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * The rectangle in boxes, so many a side, and then the best of them halved so many times; the most worthwhile first.
 * Intervals find peaks however narrow they are (Moore 1966). `worth` is asked once for each box.
 */
export function bestFirst(
  tree: Tree,
  { x: wholeX, y: wholeY }: Domain,
  times: number,
  sides: number,
  worth: (box: Omit<Box, "worth" | "size">) => number,
): Box[] {
  const side = ([a, b]: Interval, [c, d]: Interval) => (b - a) / (d - c || 1);
  const box = (x: Interval, y: Interval): Box => {
    const found = { x, y, range: rangeOf(tree, { x, y }) ?? EVERYTHING };
    return { ...found, worth: worth(found), size: side(x, wholeX) + side(y, wholeY) };
  };
  const boxes = parts(wholeX, sides).flatMap((across) => parts(wholeY, sides).map((up) => box(across, up)));
  boxes.sort(compare);
  for (let k = 0; k < times && (boxes[0] as Box).worth > 0; k++) {
    const first = boxes.shift() as Box;
    const across = parts(first.x, 2).map((half) => box(half, first.y));
    const up = parts(first.y, 2).map((half) => box(first.x, half));
    // Halve the side that lowers the bound more: f may depend on one variable alone.
    const least = (pair: Box[]) => Math.min(...pair.map((one) => one.worth));
    const wider = side(first.x, wholeX) >= side(first.y, wholeY);
    const better = least(across) < least(up) || (least(across) === least(up) && wider) ? across : up;
    for (const half of better) boxes.splice(placeOf(half, boxes), 0, half);
  }
  return boxes;
}

/** Where a box belongs among sorted ones. */
function placeOf(box: Box, boxes: readonly Box[]): number {
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

/** As `intervalOf`, but comparisons that the ranges decide are decided, and only the branches taken count. */
export function rangeOf(tree: Tree, domain: Domain): Interval | null {
  if (tree.kind !== "call") return intervalOf(tree, domain);
  const { value, range, always } = operationOf(tree.name);
  const ranges = tree.args.map((arg) => rangeOf(arg, domain));
  if (!ranges.every((one) => one !== null)) return always ?? null;
  const [first, second] = ranges as [Interval, Interval];
  if (tree.name === "?:" && first[0] === first[1]) return ranges[first[0] ? 1 : 2] as Interval;
  if (tree.name === "sin" || tree.name === "cos") {
    // No steeper than 1.
    const [middle, half] = [value((first[0] + first[1]) / 2), (first[1] - first[0]) / 2];
    return [Math.max(-1, middle - half), Math.min(1, middle + half)];
  }
  if (!always) return range(...ranges);
  const ends = second ? first.flatMap((a) => second.map((b) => value(a, b))) : first.map((a) => value(a));
  return ends.every((end) => end === ends[0]) ? [ends[0] as number, ends[0] as number] : always;
}

/** The rectangle of the limits, whichever way round they are. */
export function rising({ x, y }: Pick<Problem, "x" | "y">): Domain {
  const sorted = ([a, b]: Problem["x"]): Interval => [Math.min(a, b), Math.max(a, b)];
  return { x: sorted(x), y: sorted(y) };
}

function parts([a, b]: Interval, count: number): Interval[] {
  const end = (k: number) => a + ((b - a) * k) / count;
  return Array.from({ length: count }, (_, k) => [end(k), end(k + 1)]);
}
