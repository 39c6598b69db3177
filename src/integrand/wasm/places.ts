import { i32 } from "./binary.ts";
import type { Cell } from "./cells.ts";
import { placeOf } from "./cells.ts";
import { load, loadBoth } from "./code.ts";
import { type Emitter, makeEmitter } from "./emit.ts";
import type { Helpers } from "./helpers.ts";
import type { Node } from "./nodes.ts";

/** Most rows that are done at a time. */
export const MOST_ROWS = 8;

/** Where the memory of a module of rows has what, in bytes. */
export interface Places {
  /** Node and weight of the layer, then the parameters. */
  readonly scalars: number;
  /** Sums, two for each of MOST_ROWS rows, which the host sets to 0 and adds up. */
  readonly sums: number;
  /** Nodes, weights and hoisted values of columns, each in so many bytes. */
  readonly columns: number;
  readonly columnStride: number;
  /** Nodes, weights and masks of rows; a mask has all bits, but none for a row that only makes up a multiple. */
  readonly rows: number;
  readonly rowStride: number;
}

/** What the functions of such a module share. */
export interface Own extends Places {
  readonly helpers: Helpers;
  /** A block's sums, from `redo`. */
  readonly block: number;
  /** Nodes of columns that are computed once. */
  readonly hoisted: readonly Node[];
}

export const rootsOf = ({ value, outside }: Cell) => [value, ...outside];

/** An emitter of a function with so many parameters, `column` and `row` being the bytes of its places. */
export function emitterOf(
  { helpers, scalars, columns, columnStride, rows, rowStride, hoisted }: Own,
  parameters: number,
  column: readonly number[],
  row: readonly number[] | null,
): Emitter {
  const loadColumn = row ? loadBoth : load;
  const emitter = makeEmitter({
    parameters,
    ...helpers,
    variable(key) {
      const [kind, index = 0] = [key[0], Number(key.slice(1))];
      if (kind === "s") return loadBoth(i32(0), scalars + 8 * index);
      if (kind === "x") return loadColumn(column, columns + columnStride * index);
      const { pair, isWeight } = placeOf(index);
      return load(row as number[], rows + 16 * pair + (isWeight ? rowStride : 0));
    },
  });
  if (row)
    for (const [k, node] of hoisted.entries())
      emitter.pin(node, loadBoth(column, columns + columnStride * (2 + k)));
  return emitter;
}
