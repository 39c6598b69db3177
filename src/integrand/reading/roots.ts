import { evaluate } from "../language/tape.ts";
import { substitute, type Tree, variable } from "../language/tree.ts";
import { bounder } from "./bounds.ts";
import { sensitivity, UNIT } from "./sensitivity.ts";

/** Boxes that a search looks at unless it is told otherwise. */
const MOST = 40_000;
/** Parts of [from, to] as long as this may be hidden by rounding, of so many roundings. */
const [BLURRED, ROUNDINGS] = [1e-3, 2];

/**
 * All v in [from, to] where a tree of one axis takes one of these levels, ascending: bisection by intervals, until the
 * derivative excludes 0 and the root is the only one (Moore 1966). Next to a double root rounding hides g: its place is where
 * the derivative is 0, or least at an end. Other places where nothing is proven count as roots once they are narrow.
 */
export function rootsOf(
  tree: Tree,
  [from, to]: readonly [number, number],
  levels: readonly number[],
  most = MOST,
): number[] {
  const g = substitute(tree, () => variable(0));
  const bound = bounder(g, 1);
  const at = (v: number) => evaluate(g, [v]);
  const found: number[] = [];
  const slopeAt = (v: number) => {
    const { low, high } = bound([v], [v]).slopes[0] as { low: number; high: number };
    return (low + high) / 2;
  };
  let looked = 0;
  for (const level of levels) {
    const stack: [number, number][] = [[from, to]];
    const runs: [number, number][] = [];
    const isBlurred = (low: number, high: number) =>
      high - low < BLURRED * (to - from) &&
      [low, (low + high) / 2, high].every(
        (v) => Math.abs(at(v) - level) <= ROUNDINGS * UNIT * sensitivity(g, [v]).sum,
      );
    while (stack.length && looked++ < most) {
      const [low, high] = stack.pop() as [number, number];
      const { low: least, high: greatest, wild, slopes } = bound([low], [high]);
      if (least > level || greatest < level) continue;
      const slope = slopes[0] as (typeof slopes)[number];
      const steep = !wild && (slope.low > 0 || slope.high < 0);
      if (steep) {
        const root = bisected((v) => at(v) - level, low, high);
        if (root !== null) found.push(root);
        continue;
      }
      const middle = (low + high) / 2;
      const narrow = high - low < 1e-13 * Math.max(1e-3 * (to - from), Math.abs(low), Math.abs(high));
      const last = runs.at(-1);
      if (narrow || middle <= low || middle >= high)
        found.push([low, high].find((v) => at(v) === level) ?? middle);
      else if (!wild && isBlurred(low, high)) {
        if (last && last[1] === low) last[1] = high;
        else runs.push([low, high]);
      } else stack.push([middle, high], [low, middle]);
    }
    for (const [low, high] of runs) {
      const ends = [low, high].sort((a, b) => Math.abs(slopeAt(a)) - Math.abs(slopeAt(b)));
      found.push(bisected(slopeAt, low, high) ?? (ends[0] as number));
    }
  }
  return distinct(found, Math.max(to - from, 0));
}

/** The root of a monotone function; null if it has none between the ends. */
export function bisected(g: (v: number) => number, from: number, to: number): number | null {
  let [low, high] = [from, to];
  const start = g(low);
  const end = g(high);
  if (start === 0) return low;
  if (end === 0) return high;
  if (!(start * end < 0)) return null;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return Math.abs(g(low)) < Math.abs(g(high)) ? low : high;
    const value = g(middle);
    if (value === 0) return middle;
    if (value * start > 0) low = middle;
    else high = middle;
  }
}

function distinct(roots: number[], width: number): number[] {
  roots.sort((a, b) => a - b);
  return roots.filter((root, k) => {
    const before = roots[k - 1];
    return before === undefined || root - before > 1e-12 * Math.max(Math.abs(root), width);
  });
}
