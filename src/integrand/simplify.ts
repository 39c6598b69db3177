import { OPERATIONS, operationOf } from "./operations.ts";
import { call, number, type Tree } from "./tree.ts";

/** A tree of the same meaning: constant subtrees folded, small powers multiplied out. Shared subtrees stay shared. */
export function simplify(tree: Tree): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const made = simplified(part.name, part.args.map(within));
    done.set(part, made);
    return made;
  };
  return within(tree);
}

function simplified(name: string, args: readonly Tree[]): Tree {
  const [first, second] = args as [Tree, Tree];
  if (args.every((arg) => arg.kind === "number")) {
    return number(operationOf(name).value(...args.map((arg) => (arg as { value: number }).value)));
  }
  if (name === "?:" && first.kind === "number") return args[first.value !== 0 ? 1 : 2] as Tree;
  if ((name === "^" || name === "pow") && second.kind === "number") {
    return power(first, second.value) ?? call(name, ...args);
  }
  return call(name, ...args);
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
