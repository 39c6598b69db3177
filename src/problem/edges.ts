import { call, number, type Tree } from "../integrand/language/tree.ts";

/**
 * The tree with its square roots and fractional powers taken of `edge(w, m)` in place of a sum w, m being the size of its
 * terms: on the curve where w is 0, rounding may make it negative.
 */
export function atEdges(tree: Tree): Tree {
  const sizes = new Map<Tree, Tree>();
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const args = part.args.map(within);
    const [base] = args as [Tree];
    const made =
      hasEdge(part) && hasTerms(base)
        ? call(part.name, edge(base), ...args.slice(1))
        : call(part.name, ...args);
    done.set(part, made);
    return made;
  };
  const edge = (w: Tree) => call("edge", w, sizeOf(w, sizes));
  return within(tree);
}

/** Functions that are real from 0 on only. */
function hasEdge(part: Extract<Tree, { kind: "call" }>): boolean {
  if (part.name === "sqrt") return true;
  const [, exponent] = part.args;
  const power = part.name === "^" || part.name === "pow";
  return power && exponent?.kind === "number" && exponent.value > 0 && !Number.isInteger(exponent.value);
}

/** Whether rounding may change the sign: in a product or a quotient, through its factors alone. */
function hasTerms(tree: Tree): boolean {
  if (tree.kind !== "call") return false;
  const { name, args } = tree;
  if (name === "+" || name === "-") return true;
  return (name === "*" || name === "/" || name === "neg") && args.some(hasTerms);
}

/** The sum of the magnitudes of the terms that a value is made of. */
function sizeOf(tree: Tree, known: Map<Tree, Tree>): Tree {
  const found = known.get(tree);
  if (found) return found;
  const made = makeSize(tree, known);
  known.set(tree, made);
  return made;
}

function makeSize(tree: Tree, known: Map<Tree, Tree>): Tree {
  if (tree.kind === "number") return number(Math.abs(tree.value));
  if (tree.kind === "variable") return call("abs", tree);
  const size = (part: Tree | undefined) => sizeOf(part as Tree, known);
  const { name, args } = tree;
  const [a, b] = args;
  if (name === "neg") return size(a);
  if (name === "+" || name === "-") return call("+", size(a), size(b));
  if (name === "*") return call("*", size(a), size(b));
  if (name === "/") return call("/", size(a), call("abs", b as Tree));
  const power = name === "^" && b?.kind === "number" && b.value > 0;
  return power ? call("^", size(a), b) : call("abs", tree);
}
