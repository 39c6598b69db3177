import { atom, type Polynomial } from "./polynomial.ts";
import { tapeOf } from "./tape.ts";
import type { Tree } from "./tree.ts";

/** The trees that polynomials are made of, each known once. */
export interface Atoms {
  readonly list: readonly Tree[];
  of(tree: Tree): Polynomial;
}

export function makeAtoms(): Atoms {
  const list: Tree[] = [];
  const known = new Map<string, number>();
  return {
    list,
    of(tree) {
      const key = keyOf(tree);
      const index = known.get(key) ?? list.push(tree) - 1;
      known.set(key, index);
      return atom(index);
    },
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
