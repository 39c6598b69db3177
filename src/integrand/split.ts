import { dependsOn, type Tree, type Variable } from "./tree.ts";

/** A tree cut by what it has to be evaluated for: once a column, once a row, once a cell. */
export interface Split {
  /** Subtrees of x alone, to be evaluated once a column. */
  readonly columns: readonly Tree[];
  /** Subtrees of y alone, to be evaluated once a row. */
  readonly rows: readonly Tree[];
  readonly cell: Cell;
}

/** A tree whose leaves may be values of a column or a row. */
export type Cell =
  | Exclude<Tree, { kind: "call" }>
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Cell[] }
  | { readonly kind: "hoisted"; readonly from: Variable; readonly index: number; readonly tree: Tree };

interface Taken {
  readonly index: number;
  readonly part: Tree;
}

/** Takes the largest subtrees of one variable out of the tree. */
export function split(tree: Tree): Split {
  const taken = { x: new Map<string, Taken>(), y: new Map<string, Taken>() };
  const cut = (part: Tree): Cell => {
    if (part.kind !== "call") return part;
    const from = dependsOn(part);
    if (from !== "x" && from !== "y") return { ...part, args: part.args.map(cut) };
    const own = key(part);
    const { index } = taken[from].get(own) ?? { index: taken[from].size };
    taken[from].set(own, { index, part });
    return { kind: "hoisted", from, index, tree: part };
  };
  const cell = cut(tree);
  const parts = (from: Variable) => [...taken[from].values()].map(({ part }) => part);
  return { columns: parts("x"), rows: parts("y"), cell };
}

/** A text that only equal trees share; JSON alone has no infinities and no minus zero. */
function key(tree: Tree): string {
  return JSON.stringify(tree, (_, v) => (typeof v === "number" ? (Object.is(v, -0) ? "-0" : String(v)) : v));
}
