import { OPERATIONS, operationOf } from "./operations.ts";
import { call, number, type Tree } from "./tree.ts";

/** A tree of the same meaning, constant subtrees folded and small powers written out. */
export function simplify(tree: Tree): Tree {
  if (tree.kind !== "call") return tree;
  const args = tree.args.map(simplify);
  const [first, second] = args as [Tree, Tree];
  if (args.every((arg) => arg.kind === "number")) {
    return number(operationOf(tree.name).value(...args.map((arg) => (arg as { value: number }).value)));
  }
  if (tree.name === "?:" && first.kind === "number") return args[first.value !== 0 ? 1 : 2] as Tree;
  if ((tree.name === "^" || tree.name === "pow") && second.kind === "number") {
    return power(first, second.value) ?? call(tree.name, ...args);
  }
  return call(tree.name, ...args);
}

/** f(x, y) by walking the tree: for constants and single points. */
export function evaluate(tree: Tree, x: number, y: number): number {
  if (tree.kind === "number") return tree.value;
  if (tree.kind === "variable") return tree.name === "x" ? x : y;
  return operationOf(tree.name).value(...tree.args.map((arg) => evaluate(arg, x, y)));
}

/** Exponents that need no logarithm; null for the others. */
function power(base: Tree, exponent: number): Tree | null {
  if (exponent < 0) {
    const positive = power(base, -exponent);
    return positive && call("/", number(1), positive);
  }
  if (exponent === 0) return number(1);
  if (exponent === 0.5) return call("sqrt", base);
  if (exponent === 1) return base;
  return OPERATIONS.has(`pow${exponent}`) ? call(`pow${exponent}`, base) : null;
}
