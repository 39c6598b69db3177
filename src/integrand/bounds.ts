import { OPERATIONS } from "./operations.ts";
import type { Cell } from "./split.ts";
import type { Tree } from "./tree.ts";

/** The largest |x| and |y| of a rectangle. */
export interface Reach {
  readonly x: number;
  readonly y: number;
}

/** An upper bound of |v| over the rectangle; infinite where none is known. */
export function bound(tree: Cell, reach: Reach): number {
  if (tree.kind === "number") return Math.abs(tree.value);
  if (tree.kind === "variable") return reach[tree.name];
  if (tree.kind === "hoisted") return bound(tree.tree, reach);
  const args = tree.args.map((arg) => bound(arg, reach));
  const [a = 0, b = 0, c = 0] = args;
  switch (tree.name) {
    case "+":
    case "-":
      return a + b;
    case "*":
      return a === 0 || b === 0 ? 0 : a * b;
    case "pow2":
      return a ** 2;
    case "pow3":
      return a ** 3;
    case "pow4":
      return a ** 4;
    case "neg":
    case "abs":
      return a;
    case "floor":
    case "ceil":
    case "round":
      return a + 1;
    case "min":
    case "max":
      return Math.max(...args);
    case "?:":
      return Math.max(b, c);
    case "sqrt":
    case "cbrt":
      return Math.max(1, a);
    case "exp":
      return Math.exp(a);
    case "atan":
    case "atan2":
      return 4;
  }
  return /^(sin|cos|tanh|sign|[<>=!&|]+)$/.test(tree.name) ? 1 : Number.POSITIVE_INFINITY;
}

/** What a tree costs to compile, in sines. */
export function costOf(tree: Tree): number {
  if (tree.kind !== "call") return 0;
  const own = OPERATIONS.get(tree.name)?.cost ?? 1 / 16;
  return tree.args.reduce((sum, arg) => sum + costOf(arg), own);
}
