import type { Domain, Interval } from "../integrand/language/interval.ts";
import { F32_MAX } from "../integrand/language/interval.ts";
import { operationOf } from "../integrand/language/operations.ts";
import { type Step, tapeOf } from "../integrand/language/tape.ts";
import type { Tree } from "../integrand/language/tree.ts";
import type { Prepared } from "../problem/problem.ts";

/** The part of an axis left out at each end towards infinite limits: beyond the 1e-6 by which intervals are too wide. */
const END = 2 ** -18;

/** The box as intervals, whichever way round the limits are, and open where they are infinite. */
export function insideOf({ box, infinite }: Pick<Prepared, "box" | "infinite">): Domain {
  return box.map(([a, b], axis): Interval => {
    const margin = infinite[axis] ? END * Math.abs(b - a) : 0;
    return [Math.min(a, b) + margin, Math.max(a, b) - margin];
  });
}

/** The range of a tree, null where it may be infinite or NaN. */
export function rangeOf(tree: Tree, domain: Domain): Interval | null {
  return rangesOf(tree, domain).at(-1) ?? null;
}

/** As `intervalOf`, of every step of the tree's tape, but comparisons that the ranges decide are decided. */
export function rangesOf(tree: Tree, domain: Domain): (Interval | null)[] {
  const ranges: (Interval | null)[] = [];
  for (const step of tapeOf(tree)) ranges.push(rangeOfStep(step, ranges, domain));
  return ranges;
}

function rangeOfStep(
  { tree, args }: Step,
  known: readonly (Interval | null)[],
  domain: Domain,
): Interval | null {
  if (tree.kind === "number") return Math.abs(tree.value) <= F32_MAX ? [tree.value, tree.value] : null;
  if (tree.kind === "variable") return domain[tree.axis] as Interval;
  const { value, range, always } = operationOf(tree.name);
  const ranges = args.map((arg) => known[arg] as Interval | null);
  const [first, second] = ranges;
  if (tree.name === "?:" && first && first[0] === first[1])
    return ranges[first[0] ? 1 : 2] as Interval | null;
  if (!ranges.every((one) => one !== null) || !first) return always ?? null;
  if (tree.name === "sin" || tree.name === "cos") {
    // No steeper than 1.
    const [middle, half] = [value((first[0] + first[1]) / 2), (first[1] - first[0]) / 2];
    return [Math.max(-1, middle - half), Math.min(1, middle + half)];
  }
  if (!always) return range(...ranges);
  const ends = second ? first.flatMap((a) => second.map((b) => value(a, b))) : first.map((a) => value(a));
  return ends.every((end) => end === ends[0]) ? [ends[0] as number, ends[0] as number] : always;
}
