import { call, isSame, number, type Tree } from "../../integrand/language/tree.ts";

/** The tree with leaves in place of these parts; an edge's guard against rounding goes with its sum. */
export function withLeaves(tree: Tree, parts: readonly Tree[], leaf: (k: number) => Tree): Tree {
  return rewritten(tree, (part, args) => {
    const k = parts.findIndex((one) => isSame(one, part));
    const isEdge = part.name === "edge" && args[0]?.kind === "variable" && part.args[0]?.kind === "call";
    return k >= 0 ? leaf(k) : isEdge ? (args[0] as Tree) : call(part.name, ...args);
  });
}

/** Comparisons of two values as those of their difference, which may be a sum that vanishes, with 0. */
export function againstZero(tree: Tree): Tree {
  return rewritten(tree, ({ name }, args) => {
    const [a, b] = args as readonly [Tree, Tree];
    const isPlain = !/^[<>]=?$/.test(name) || (b.kind === "number" && b.value === 0);
    return isPlain ? call(name, ...args) : call(name, call("-", a, b), number(0));
  });
}

type Call = Extract<Tree, { kind: "call" }>;

/** Every call made anew, of its arguments as they have become; shared subtrees stay shared. */
function rewritten(tree: Tree, make: (part: Call, args: readonly Tree[]) => Tree): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const made = make(part, part.args.map(within));
    done.set(part, made);
    return made;
  };
  return within(tree);
}
