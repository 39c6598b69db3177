import { intervalOf, type Ranges } from "../code/enclosure.ts";
import { axesOf, PARAMETERS, type Tree, type Variable } from "../language/tree.ts";
import { type Lanes, makeLanes } from "./lanes.ts";
import { lower } from "./lower.ts";
import { makeMaker, type Node } from "./nodes.ts";

/** A tree's value in a cell, and masks of where it does not hold. */
export interface Cell {
  readonly value: Node;
  readonly outside: readonly Node[];
}

/** Pairs of rows that are done at a time so that latencies overlap: many, unless that is too much code. */
const [MANY, FEW] = [4, 1];
/** The most nodes of a pair for that. */
const MOST_NODES = 1000;

/** A node's axes as bits: columns 1, rows 2, layers and parameters 4. */
const [COLUMN, ROW, LAYER] = [1, 2, 4];

export interface Cells {
  /** What is computed in every cell holds for most arguments. */
  readonly quick: readonly Cell[];
  /** Everything is called for any arguments; null where the others hold for all of them. */
  readonly total: readonly Cell[] | null;
}

/**
 * The tree for each pair of rows. Variables are x (columns), y (rows) and s (scalars), with numbers that tell nodes from
 * weights and pairs apart: see `leafOf`.
 */
export function cellsOf(tree: Tree, ranges: Ranges, isLine: boolean): Cells {
  const maker = makeMaker();
  const lanes = makeLanes(maker);
  const known = new Map();
  const rangeOf = (part: Tree) => intervalOf(part, ranges, known);
  const isOften = (part: Tree) => {
    const axes = axesOf(part) & (COLUMN | ROW);
    return axes === (COLUMN | ROW) || (isLine && axes === ROW);
  };
  const cellOf = (pair: number, isQuick: (part: Tree) => boolean): Cell => {
    const outside: Node[] = [];
    const leaf = (variable: Variable) => leafOf(lanes, variable, pair);
    const value = lower(tree, { lanes, leaf, isQuick, outside: (mask) => outside.push(mask), rangeOf });
    return { value, outside };
  };
  const first = cellOf(0, isOften);
  const pairs = [...Array(maker.count() > MOST_NODES ? FEW : MANY).keys()];
  const quick = pairs.map((pair) => (pair ? cellOf(pair, isOften) : first));
  const isTotal = quick.every(({ outside }) => outside.length === 0);
  return { quick, total: isTotal ? null : pairs.map((pair) => cellOf(pair, () => false)) };
}

/** x0, y0 to y3 and s0 are nodes, x1, y4 to y7 and s1 weights; s2 and more parameters. */
function leafOf(lanes: Lanes, { axis, weight }: Variable, pair: number): Node {
  const index = weight ? 1 : 0;
  if (axis === 0) return lanes.variable(`x${index}`, COLUMN);
  if (axis === 1) return lanes.variable(`y${MANY * index + pair}`, ROW);
  return lanes.variable(`s${axis === 2 ? index : axis - PARAMETERS + 2}`, LAYER);
}

/** Which pair a y is of, and whether it is a weight. */
export const placeOf = (index: number) => ({ pair: index % MANY, isWeight: index >= MANY });

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
