import { intervalOf, type Ranges } from "../enclosure.ts";
import { axesOf, PARAMETERS, type Tree, type Variable } from "../tree.ts";
import { type Lanes, makeLanes } from "./lanes.ts";
import { lower } from "./lower.ts";
import { makeMaker, type Node } from "./nodes.ts";

/** A tree's value in a cell, and masks of where it does not hold. */
export interface Cell {
  readonly value: Node;
  readonly outside: readonly Node[];
}

/** A node's axes as bits: columns 1, rows 2, layers and parameters 4. */
const [COLUMN, ROW, LAYER] = [1, 2, 4];

/**
 * The tree for two pairs of rows. `quick`: functions of columns and rows together hold for most arguments; `total`:
 * everything is called for any arguments. Variables are x (columns), y (rows) and s (scalars), with numbers that tell nodes
 * from weights and pairs apart.
 */
export function cellsOf(tree: Tree, ranges: Ranges): { quick: Cell[]; total: Cell[] } {
  const lanes = makeLanes(makeMaker());
  const known = new Map();
  const rangeOf = (part: Tree) => intervalOf(part, ranges, known);
  const isBoth = (part: Tree) => (axesOf(part) & (COLUMN | ROW)) === (COLUMN | ROW);
  const cellOf = (pair: number, isQuick: (part: Tree) => boolean): Cell => {
    const outside: Node[] = [];
    const leaf = (variable: Variable) => leafOf(lanes, variable, pair);
    const value = lower(tree, { lanes, leaf, isQuick, outside: (mask) => outside.push(mask), rangeOf });
    return { value, outside };
  };
  return {
    quick: [0, 1].map((pair) => cellOf(pair, isBoth)),
    total: [0, 1].map((pair) => cellOf(pair, () => false)),
  };
}

function leafOf(lanes: Lanes, { axis, weight }: Variable, pair: number): Node {
  const index = weight ? 1 : 0;
  if (axis === 0) return lanes.variable(`x${index}`, COLUMN);
  if (axis === 1) return lanes.variable(`y${2 * index + pair}`, ROW);
  return lanes.variable(`s${axis === 2 ? index : axis - PARAMETERS + 2}`, LAYER);
}

/** The largest nodes of columns (1), rows (2) or layers (0) alone that the roots need besides those that are known. */
export function cut(roots: readonly Node[], plane: number, known: readonly Node[] = []): Node[] {
  const seen = new Set(known);
  const found: Node[] = [];
  const visit = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    const isLeaf = node.args.length === 0;
    if (node.axes && (node.axes & (COLUMN | ROW)) === plane && !isLeaf) found.push(node);
    else node.args.forEach(visit);
  };
  roots.forEach(visit);
  return found;
}
