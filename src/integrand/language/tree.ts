/**
 * An expression as plain data. Operators and functions are calls alike, by their names in the table of operations.
 * Subtrees may be shared, so walk it by `tapeOf`, or remember what was seen: spelled out it may be exponentially long.
 */
export type Tree =
  | { readonly kind: "number"; readonly value: number }
  | Variable
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Tree[] };

/** The coordinate along an axis, counted from 0, or the weight that a quadrature rule gives to the node there. */
export interface Variable {
  readonly kind: "variable";
  readonly axis: number;
  readonly weight?: true;
}

/** Axes from here on are those of parameters: constants of an integral that differ among the members of a family. */
export const PARAMETERS = 16;

export const number = (value: number): Tree => ({ kind: "number", value });
export const variable = (axis: number): Variable => ({ kind: "variable", axis });
export const weight = (axis: number): Variable => ({ kind: "variable", axis, weight: true });
export const call = (name: string, ...args: Tree[]): Tree => ({ kind: "call", name, args });

const masks = new WeakMap<Tree, number>();

/** The axes that a tree's value depends on, bit k standing for axis k. */
export function axesOf(tree: Tree): number {
  if (tree.kind === "number") return 0;
  if (tree.kind === "variable") return 1 << tree.axis;
  const known = masks.get(tree);
  if (known !== undefined) return known;
  const mask = tree.args.reduce((all, arg) => all | axesOf(arg), 0);
  masks.set(tree, mask);
  return mask;
}

/** The parameters that a tree's value depends on, counted from 0. */
export function parametersIn(tree: Tree): number[] {
  const axes = axesOf(tree) >> PARAMETERS;
  return [...Array(32 - PARAMETERS).keys()].filter((k) => (axes >> k) & 1);
}

/** The tree with other leaves in place of its variables; what is shared stays shared. */
export function substitute(tree: Tree, leaf: (variable: Variable) => Tree): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind === "number") return part;
    const known = done.get(part);
    if (known) return known;
    const made = part.kind === "variable" ? leaf(part) : call(part.name, ...part.args.map(within));
    done.set(part, made);
    return made;
  };
  return within(tree);
}

/** Whether two trees are spelled alike. */
export function isSame(a: Tree, b: Tree, known = new Map<Tree, Tree>()): boolean {
  if (a === b || known.get(a) === b) return true;
  if (a.kind === "number") return b.kind === "number" && Object.is(a.value, b.value);
  if (a.kind === "variable") return b.kind === "variable" && a.axis === b.axis && a.weight === b.weight;
  if (b.kind !== "call" || a.name !== b.name || a.args.length !== b.args.length) return false;
  known.set(a, b);
  return a.args.every((arg, k) => isSame(arg, b.args[k] as Tree, known));
}
