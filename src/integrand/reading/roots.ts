import { evaluate } from "../language/tape.ts";
import { substitute, type Tree, variable } from "../language/tree.ts";
import { bounder } from "./bounds.ts";

/** Boxes that a search looks at unless it is told otherwise. */
const MOST = 40_000;

/**
 * All v in [from, to] where a tree of one axis takes one of these levels, ascending: bisection by intervals, until the
 * derivative excludes 0 and the root is the only one (Moore 1966). Places where neither is proven, such as double
 * roots, count as roots once they are narrow.
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
  let looked = 0;
  for (const level of levels) {
    const stack: [number, number][] = [[from, to]];
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
      if (narrow || middle <= low || middle >= high) found.push(middle);
      else stack.push([middle, high], [low, middle]);
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
