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

/** Takes the largest subtrees of one variable out of the tree. */
export function split(tree: Tree): Split {
  const taken: Record<Variable, Tree[]> = { x: [], y: [] };
  const cut = (part: Tree): Cell => {
    if (part.kind !== "call") return part;
    const from = dependsOn(part);
    if (from !== "x" && from !== "y") return { ...part, args: part.args.map(cut) };
    const known = taken[from].findIndex((other) => key(other) === key(part));
    const index = known < 0 ? taken[from].push(part) - 1 : known;
    return { kind: "hoisted", from, index, tree: part };
  };
  const cell = cut(tree);
  return { columns: taken.x, rows: taken.y, cell };
}

/** A text that only equal trees share; JSON alone has no infinities and no minus zero. */
function key(tree: Tree): string {
  return JSON.stringify(tree, (_, v) => (typeof v === "number" ? (Object.is(v, -0) ? "-0" : String(v)) : v));
}
