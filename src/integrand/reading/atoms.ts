import { tapeOf } from "../language/tape.ts";
import type { Tree } from "../language/tree.ts";
import { atom, type Polynomial, replaced } from "./polynomial.ts";

/** The trees that polynomials are made of, each known once: those that vanish at the place, and `free` ones, which need not. */
export interface Atoms {
  readonly list: readonly Tree[];
  readonly free: ReadonlySet<number>;
  of(tree: Tree): Polynomial;
  freeOf(tree: Tree): Polynomial;
  /** A square root, free or not. */
  rootOf(tree: Tree, square: Polynomial, isFree: boolean): Polynomial;
  /** The polynomial with the squares of roots multiplied out; null where it is too long. */
  withoutSquares(own: Polynomial | null): Polynomial | null;
}

export function makeAtoms(): Atoms {
  const list: Tree[] = [];
  const free = new Set<number>();
  const squares = new Map<number, Polynomial>();
  const known = new Map<string, number>();
  const indexOf = (tree: Tree) => {
    const key = keyOf(tree);
    const index = known.get(key) ?? list.push(tree) - 1;
    known.set(key, index);
    return index;
  };
  const withoutSquares = (own: Polynomial | null): Polynomial | null => {
    if (!own || !squares.size) return own;
    for (const [index, square] of squares) {
      const found = [...own.values()].find(({ powers }) => (powers[index] ?? 0) > 1);
      if (found) return withoutSquares(replaced(own, index, square));
    }
    return own;
  };
  return {
    list,
    free,
    of: (tree) => atom(indexOf(tree)),
    freeOf(tree) {
      const index = indexOf(tree);
      free.add(index);
      return atom(index);
    },
    rootOf(tree, square, isFree) {
      const index = indexOf(tree);
      if (isFree) free.add(index);
      squares.set(index, square);
      return atom(index);
    },
    withoutSquares,
  };
}

/** As long as the tape, since spelled out a tree may be exponentially long. */
function keyOf(tree: Tree): string {
  return tapeOf(tree)
    .map(({ tree: part, args }) =>
      part.kind === "number"
        ? part.value
        : part.kind === "variable"
          ? `v${part.axis}`
          : `${part.name}(${args})`,
    )
    .join(";");
}
