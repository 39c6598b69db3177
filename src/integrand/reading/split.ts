import { axesOf, type Tree } from "../language/tree.ts";

/** A tree cut by what it has to be evaluated for: once a layer, once a column, once a row, once a cell. */
export interface Split {
  /** Subtrees of axis 2 and parameters alone. */
  readonly layers: readonly Cell[];
  /** Subtrees of axis 0, or of axes 0 and 2, in terms of a layer's. */
  readonly columns: readonly Cell[];
  /** Subtrees of axis 1, or of axes 1 and 2. */
  readonly rows: readonly Cell[];
  readonly cell: Cell;
}

export type Owner = "layer" | "column" | "row";

/** A tree whose leaves may be values of a layer, a column or a row. Equal parts of one owner are one. */
export type Cell =
  | Exclude<Tree, { kind: "call" }>
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Cell[] }
  | { readonly kind: "hoisted"; readonly from: Owner; readonly index: number; readonly tree: Tree };

/** Takes the largest subtrees that need no cell, and of these the ones that need no column or row, out of the tree. */
export function split(tree: Tree): Split {
  const taken = { layer: makeTaken(), column: makeTaken(), row: makeTaken() };
  const identify = identifier();
  const cut = (part: Tree, owner: Owner | null, done: Map<Tree, Cell>): Cell => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const from = ownerOf(axesOf(part));
    const made: Cell =
      from === null || from === owner
        ? { ...part, args: part.args.map((arg) => cut(arg, owner, done)) }
        : { kind: "hoisted", from, index: takenIndex(part, from), tree: part };
    done.set(part, made);
    return made;
  };
  const within = { layer: new Map(), column: new Map(), row: new Map() };
  const takenIndex = (part: Tree, from: Owner): number => {
    const own = identify(part);
    const { indices, parts } = taken[from];
    const known = indices.get(own);
    if (known !== undefined) return known;
    const index = indices.size;
    indices.set(own, index);
    parts[index] = cut(part, from, within[from]);
    return index;
  };
  const cell = cut(tree, null, new Map());
  return { layers: taken.layer.parts, columns: taken.column.parts, rows: taken.row.parts, cell };
}

function makeTaken() {
  return { indices: new Map<number, number>(), parts: [] as Cell[] };
}

/** The owner of what depends on these axes, and maybe on a layer; null for a cell, or for what depends on none. */
function ownerOf(axes: number): Owner | null {
  const plane = axes & 3;
  if (plane === 0) return axes ? "layer" : null;
  return plane === 1 ? "column" : plane === 2 ? "row" : null;
}

/** Gives trees numbers that only equal ones share. */
function identifier(): (tree: Tree) => number {
  const known = new Map<Tree, number>();
  const numbers = new Map<string, number>();
  const identify = (tree: Tree): number => {
    const found = known.get(tree);
    if (found !== undefined) return found;
    const key =
      tree.kind === "number"
        ? // String alone has no minus zero.
          `#${Object.is(tree.value, -0) ? "-0" : tree.value}`
        : tree.kind === "variable"
          ? `${tree.weight ? "w" : "v"}${tree.axis}`
          : `${tree.name}(${tree.args.map(identify).join()})`;
    const own = numbers.get(key) ?? numbers.size;
    numbers.set(key, own);
    known.set(tree, own);
    return own;
  };
  return identify;
}
