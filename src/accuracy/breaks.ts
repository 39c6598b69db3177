import type { Interval } from "../integrand/interval.ts";
import type { Operation } from "../integrand/operation.ts";
import { operationOf } from "../integrand/operations.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Prepared, Problem } from "../problem/problem.ts";
import { rangeOf, rising } from "./boxes.ts";

/** What f may have within the rectangle, by the table of operations and by intervals: jumps, kinks, or neither. */
export function breaksOf({ f, problem }: Prepared): "jump" | "kink" | null {
  return breaksIn(f, problem);
}

function breaksIn(tree: Tree, domain: Pick<Problem, "x" | "y">): "jump" | "kink" | null {
  if (tree.kind !== "call") return null;
  const inside = tree.args.map((arg) => breaksIn(arg, domain));
  const { breaks, value } = operationOf(tree.name);
  const own =
    breaks &&
    crosses(
      breaks,
      value,
      tree.args.map((arg) => rangeOf(arg, rising(domain))),
    );
  if (inside.includes("jump") || (own && breaks !== "kink")) return "jump";
  return inside.includes("kink") || own ? "kink" : null;
}

function crosses(
  breaks: Operation["breaks"],
  value: Operation["value"],
  ranges: readonly (Interval | null)[],
): boolean {
  const [first, second] = ranges;
  if (!ranges.every((one) => one !== null) || !first) return true;
  const holdsZero = first[0] <= 0 && first[1] >= 0;
  if (breaks === "cut") return holdsZero && (second as Interval)[0] < 0;
  if (!second) return breaks === "kink" ? first[0] < 0 && first[1] > 0 : value(first[0]) !== value(first[1]);
  return ranges.some((a, k) => ranges.some((b, l) => l < k && meet(a as Interval, b as Interval)));
}

const meet = (a: Interval, b: Interval) => Math.max(a[0], b[0]) <= Math.min(a[1], b[1]);
