import type { Ranges } from "../code/enclosure.ts";
import type { Tree } from "../language/tree.ts";
import { type Func, i32 } from "./binary.ts";
import { cellsOf, cut } from "./cells.ts";
import { loop, store } from "./code.ts";
import { get, set } from "./emit.ts";
import { makeHelpers } from "./helpers.ts";
import { TABLE, TABLE_BYTES } from "./huge.ts";
import { I32, V128 } from "./nodes.ts";
import { emitterOf, MOST_ROWS, type Own, type Places, rootsOf } from "./places.ts";
import { redoFunction, sumFunction } from "./sum.ts";

/** A module that sums a tree over rows and columns. */
export interface RowsModule extends Places {
  /**
   * It exports `memory`; `columns(end)`, to be called when columns or layer are new; and `sum(row, end, column end)`: all
   * of them are places in arrays, in bytes.
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `isLine`: there is one column. */
export function rowsModule(
  tree: Tree,
  ranges: Ranges,
  most: { columns: number; rows: number; isLine: boolean },
): RowsModule {
  const { quick, total } = cellsOf(tree, ranges, most.isLine);
  const hoisted = cut([...quick, ...(total ?? [])].flatMap(rootsOf), 1);
  const scalars = TABLE + TABLE_BYTES + 8;
  const sums = scalars + 8 * 18;
  const block = sums + 16 * MOST_ROWS;
  const columns = block + 8 * MOST_ROWS;
  const columnStride = 8 * (most.columns + 2);
  const rows = columns + columnStride * (2 + hoisted.length);
  const rowStride = 8 * (most.rows + MOST_ROWS);
  const helpers = makeHelpers(rows + rowStride * 3);
  const places = { scalars, sums, columns, columnStride, rows, rowStride };
  const own: Own = { ...places, helpers, block, hoisted };
  helpers.push(columnsFunction(own));
  const redo = total ? helpers.push(redoFunction(own, total)) : null;
  helpers.push(sumFunction(own, quick, redo));
  return { ...places, bytes: helpers.finish() };
}

/** (column end): computes what is hoisted to columns. */
function columnsFunction(own: Own): Func {
  const emitter = emitterOf(own, 1, get(1), null);
  const at = emitter.local(I32);
  const value = emitter.local(V128);
  const layer = emitter.keep(cut(own.hoisted, 0));
  const body = emitter.emit(own.hoisted, (k) => {
    const offset = own.columns + own.columnStride * (2 + k);
    return [...set(value), ...get(at), ...get(value), ...store(offset)];
  });
  return {
    parameters: [I32],
    results: [],
    locals: emitter.locals,
    body: own.hoisted.length ? [layer, loop(at, get(0), i32(16), body)] : [],
    exported: "columns",
  };
}
