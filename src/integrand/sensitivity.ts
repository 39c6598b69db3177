import { operationOf } from "./operations.ts";
import type { Tree } from "./tree.ts";

/** How much f changes, at most, when every intermediate value of its evaluation changes a little. */
export interface Sensitivity {
  /** By the same small part of itself: the sum of |v df/dv| over every subexpression v of f, f, x and y included. */
  readonly sum: number;
  /** By the same small amount: the sum of |df/dv|. */
  readonly slopes: number;
}

/** At one point. Multiplied by the unit roundoff, `sum` is what evaluating f in that arithmetic costs. */
export function sensitivity(tree: Tree, x: number, y: number): Sensitivity {
  const total = { sum: 0, slopes: 0 };
  weigh(node(tree, x, y), 1, total);
  return total;
}

interface Node {
  readonly value: number;
  readonly args: readonly Node[];
  readonly operate: (...args: number[]) => number;
}

function node(tree: Tree, x: number, y: number): Node {
  if (tree.kind === "number") return { value: tree.value, args: [], operate: () => tree.value };
  if (tree.kind === "variable") return { value: tree.name === "x" ? x : y, args: [], operate: Number };
  const operate = operationOf(tree.name).value;
  const args = tree.args.map((arg) => node(arg, x, y));
  return { value: operate(...args.map(({ value }) => value)), args, operate };
}

/** Adds what a subexpression counts for of which f has the derivative `slope`, and all those in it. */
function weigh({ value, args, operate }: Node, slope: number, total: { sum: number; slopes: number }): void {
  total.sum += Math.abs(value * slope);
  total.slopes += Math.abs(slope);
  const values = args.map((arg) => arg.value);
  for (const [k, arg] of args.entries()) {
    const at = (shift: number) => {
      const moved = [...values];
      moved[k] = arg.value + shift;
      return operate(...moved);
    };
    const step = STEP * (Math.abs(arg.value) || 1);
    const derivative = (at(step) - at(-step)) / (2 * step);
    // At the edge of its domain a function has no difference quotient, and where f does not depend on a
    // subexpression, that one's own infinities do not count.
    if (slope !== 0 && derivative !== 0 && !Number.isNaN(derivative)) weigh(arg, slope * derivative, total);
  }
}

/** Of a central difference in f64, where its two errors are about equal. */
const STEP = 2 ** -17;
