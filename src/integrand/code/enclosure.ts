import { F32_MAX, finite, type Interval } from "../language/interval.ts";
import { operationOf } from "../language/operations.ts";
import type { Cell } from "../reading/split.ts";

/** The weights of all rules. */
const WEIGHTS: Interval = [0, 2];

/** The range of each axis, parameters included; null, or none, where it is unknown. */
export type Ranges = readonly (Interval | null)[];

/** Intervals of subtrees, as far as they are known. */
export type Enclosures = Map<Cell, Interval | null>;

/** An interval that encloses a tree's value over these ranges; null where the value may be infinite or NaN. */
export function intervalOf(tree: Cell, domain: Ranges, known: Enclosures = new Map()): Interval | null {
  if (tree.kind === "number") return Math.abs(tree.value) <= F32_MAX ? [tree.value, tree.value] : null;
  if (tree.kind === "variable") return tree.weight ? WEIGHTS : (domain[tree.axis] ?? null);
  if (tree.kind === "hoisted") return intervalOf(tree.tree, domain, known);
  const found = known.get(tree);
  if (found !== undefined) return found;
  const { range, always } = operationOf(tree.name);
  const ranges = tree.args.map((arg) => intervalOf(arg, domain, known));
  const own = finite(ranges) ? range(...ranges) : (always ?? null);
  known.set(tree, own);
  return own;
}
