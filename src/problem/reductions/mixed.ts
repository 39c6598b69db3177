import { call, isSame, number, type Tree } from "../../integrand/language/tree.ts";
import type { Polynomial } from "../../integrand/reading/polynomial.ts";

/** A sum of monomials, each with a number and a tree in r as factors. */
export type Mixed = readonly {
  readonly powers: readonly number[];
  readonly coefficient: number;
  /** The magnitude of what the coefficient is made of. */
  readonly size: number;
  readonly tree: Tree;
}[];

/** Most terms of a sum. */
const TERMS = 256;
export const ONE = number(1);

export const pure = (tree: Tree): Mixed => [{ powers: [], coefficient: 1, size: 1, tree }];

export const constantly = (value: number): Mixed => [
  { powers: [], coefficient: value, size: Math.abs(value), tree: ONE },
];

export const spelledOut = (p: Polynomial): Mixed => [...p.values()].map((term) => ({ ...term, tree: ONE }));

export const withTrees = (terms: Mixed, made: (tree: Tree) => Tree): Mixed =>
  terms.map((term) => ({ ...term, tree: made(term.tree) }));

/** A tree in r, where there are no monomials but 1; null where there are. */
export function treeIn(terms: Mixed): Tree | null {
  if (terms.some(({ powers }) => powers.length)) return null;
  return terms.map(withFactor).reduce<Tree | null>((a, b) => (a ? call("+", a, b) : b), null);
}

const withFactor = ({ coefficient, tree }: Mixed[number]): Tree =>
  tree === ONE ? number(coefficient) : coefficient === 1 ? tree : call("*", number(coefficient), tree);

export function plus(a: Mixed | null, b: Mixed | null): Mixed | null {
  return a && b ? gathered([...a, ...b]) : null;
}

export function times(a: Mixed | null, b: Mixed | null): Mixed | null {
  if (!a || !b || a.length * b.length > TERMS) return null;
  return gathered(
    a.flatMap((one) =>
      b.map((other) => ({
        powers: Array.from(
          { length: Math.max(one.powers.length, other.powers.length) },
          (_, k) => (one.powers[k] ?? 0) + (other.powers[k] ?? 0),
        ),
        coefficient: one.coefficient * other.coefficient,
        size: one.size * other.size,
        tree: one.tree === ONE ? other.tree : other.tree === ONE ? one.tree : call("*", one.tree, other.tree),
      })),
    ),
  );
}

function gathered(terms: Mixed): Mixed | null {
  const made: Mixed[number][] = [];
  for (const term of terms) {
    const at = made.findIndex(
      (one) => one.powers.join() === term.powers.join() && isSame(one.tree, term.tree),
    );
    const before = made[at];
    if (!before) made.push(term);
    else
      made[at] = {
        ...before,
        coefficient: before.coefficient + term.coefficient,
        size: before.size + term.size,
      };
  }
  return made.length > TERMS ? null : made;
}
