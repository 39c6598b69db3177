import { OPERATIONS } from "./operations.ts";
import type { Tree } from "./tree.ts";

/**
 * The sum of |v df/dv| over every subexpression v of f, f, x and y included, at one point: how much f changes,
 * at most, when every intermediate value of its evaluation changes by the same small part of itself.
 * Multiplied by the unit roundoff it is what evaluating f in that arithmetic costs. A subexpression counts as at least
 * `floor`: one that is smaller may be off by as much.
 */
export function sensitivity(tree: Tree, x: number, y: number, floor = 0): number {
  return weigh(node(tree, x, y), 1, floor);
}

interface Node {
  readonly value: number;
  readonly args: readonly Node[];
  readonly operate: (...args: number[]) => number;
}

function node(tree: Tree, x: number, y: number): Node {
  if (tree.kind === "number") return { value: tree.value, args: [], operate: () => tree.value };
  if (tree.kind === "variable") return { value: tree.name === "x" ? x : y, args: [], operate: Number };
  const operate = OPERATIONS.get(tree.name)?.value;
  if (!operate) throw new Error(`${tree.name} is not in the table of operations`);
  const args = tree.args.map((arg) => node(arg, x, y));
  return { value: operate(...args.map(({ value }) => value)), args, operate };
}

/** The sum for a subexpression of which f has the derivative `slope`. */
function weigh({ value, args, operate }: Node, slope: number, floor: number): number {
  const values = args.map((arg) => arg.value);
  const below = args.map((arg, k) => {
    const at = (shift: number) => operate(...values.map((v, j) => (j === k ? v + shift : v)));
    const step = STEP * (Math.abs(arg.value) || 1);
    const derivative = (at(step) - at(-step)) / (2 * step);
    // At the edge of its domain a function has no difference quotient, and where f does not depend on a
    // subexpression, that one's own infinities do not count.
    return slope === 0 || derivative === 0 || Number.isNaN(derivative)
      ? 0
      : weigh(arg, slope * derivative, floor);
  });
  return below.reduce((sum, one) => sum + one, Math.max(Math.abs(value), floor) * Math.abs(slope));
}

/** Of a central difference in f64, where its two errors are about equal. */
const STEP = 2 ** -17;
