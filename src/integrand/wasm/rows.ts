import type { Ranges } from "../enclosure.ts";
import type { Tree } from "../tree.ts";
import { type Func, i32, unsigned } from "./binary.ts";
import { type Cell, cellsOf, cut, placeOf } from "./cells.ts";
import { ADD, AND, ifAny, load, loadBoth, loop, OR, SUB, stopAt, store, ZERO } from "./code.ts";
import { type Emitter, get, makeEmitter, set, tee } from "./emit.ts";
import { type Helpers, makeHelpers } from "./helpers.ts";
import { TABLE, TABLE_BYTES } from "./huge.ts";
import { I32, type Node, V128 } from "./nodes.ts";

/** Most rows that are done at a time. */
export const MOST_ROWS = 8;
/** Columns summed plainly before a compensated addition, as in javascript-text.ts. */
const BLOCK = 16;

/** A module that sums a tree over rows and columns, and where its memory has what, in bytes. */
export interface RowsModule extends Places {
  /**
   * It exports `memory`; `columns(end)`, to be called when columns or layer are new; and `sum(row, end, column end)`: all
   * of them are places in arrays, in bytes.
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Places {
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
  const helpers = makeHelpers();
  const places = { scalars, sums, columns, columnStride, rows, rowStride };
  const own: Own = { ...places, helpers, block, hoisted };
  helpers.push(columnsFunction(own));
  const redo = total ? helpers.push(redoFunction(own, total)) : null;
  helpers.push(sumFunction(own, quick, redo));
  return { ...places, bytes: helpers.finish(rows + rowStride * 3) };
}

interface Own extends Places {
  readonly helpers: Helpers;
  /** A block's sums, from `redo`. */
  readonly block: number;
  /** Nodes of columns that are computed once. */
  readonly hoisted: readonly Node[];
}

const rootsOf = ({ value, outside }: Cell) => [value, ...outside];

/** An emitter of a function with so many parameters, `column` and `row` being the bytes of its places. */
function emitterOf(
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

/** (row, column, column end): the block's sums by functions of any arguments, into memory. */
function redoFunction(own: Own, cells: readonly Cell[]): Func {
  const emitter = emitterOf(own, 3, get(1), get(0));
  const sums = cells.map(() => emitter.local(V128));
  const roots = cells.map(({ value }) => value);
  const before = [...emitter.keep(cut(roots, 0, own.hoisted)), ...emitter.keep(cut(roots, 2))];
  const body = emitter.emit(roots, (k) => [...get(sums[k] as number), ...ADD, ...set(sums[k] as number)]);
  const after = sums.flatMap((sum, k) => [...i32(0), ...get(sum), ...store(own.block + 16 * k)]);
  return {
    parameters: [I32, I32, I32],
    results: [],
    locals: emitter.locals,
    body: [before, loop(1, get(2), i32(8), body), after],
  };
}

function sumFunction(own: Own, cells: readonly Cell[], redo: number | null): Func {
  const [row, rowEnd, columnEnd] = [0, 1, 2];
  const emitter = emitterOf(own, 3, [0x20, 3], get(row));
  const [at, start, stop] = [0, 1, 2].map(() => emitter.local(I32)) as [number, number, number];
  const outside = emitter.local(V128);
  const blocks = cells.map(() => emitter.local(V128));
  const highs = cells.map(() => emitter.local(V128));
  const lows = cells.map(() => emitter.local(V128));
  const [sum, part] = [emitter.local(V128), emitter.local(V128)];
  const roots = cells.flatMap(rootsOf);
  // What becomes of each root's value.
  const sinks = cells.flatMap((one, k) =>
    rootsOf(one).map((_, index) =>
      index ? { into: outside, by: OR } : { into: blocks[k] as number, by: ADD },
    ),
  );
  const layer = emitter.keep(cut(roots, 0, own.hoisted));
  const kept = emitter.keep(cut(roots, 2));
  const cell = emitter.emit(roots, (k) => {
    const { into, by } = sinks[k] as (typeof sinks)[number];
    return [...get(into), ...by, ...set(into)];
  });
  const again =
    redo === null
      ? []
      : ifAny(outside, [
          [...get(row), ...get(start), ...get(stop), 0x10, ...unsigned(redo)],
          blocks.flatMap((block, k) => [...load(i32(0), own.block + 16 * k), ...set(block)]),
        ]);
  const addBlock = blocks.flatMap((block, k) => {
    const [high, low] = [highs[k] as number, lows[k] as number];
    const mask = load(get(row), own.rows + 2 * own.rowStride + 16 * k);
    // Knuth's TwoSum, as in quadrature/sum.ts.
    return [
      ...[...get(block), ...mask, ...AND, ...tee(block), ...get(high), ...ADD, ...tee(sum)],
      ...[...get(high), ...SUB, ...set(part)],
      ...[...get(high), ...get(sum), ...get(part), ...SUB, ...SUB],
      ...[...get(block), ...get(part), ...SUB, ...ADD, ...get(low), ...ADD, ...set(low)],
      ...[...get(sum), ...set(high)],
    ];
  });
  const oneBlock = [
    stopAt(stop, get(start), i32(8 * BLOCK), get(columnEnd)),
    ...[outside, ...blocks].flatMap((one) => [...ZERO, ...set(one)]),
    ...[...get(start), ...set(at)],
    loop(at, get(stop), i32(8), cell),
    again,
    addBlock,
  ];
  const oneRow = [kept, ...[...i32(0), ...set(start)], loop(start, get(columnEnd), i32(8 * BLOCK), oneBlock)];
  const memoryOf = (of: readonly number[], offset: number) =>
    of.map((local, k) => ({ local, at: own.sums + offset + 16 * k }));
  const all = [...memoryOf(highs, 0), ...memoryOf(lows, 8 * MOST_ROWS)];
  return {
    parameters: [I32, I32, I32],
    results: [],
    locals: emitter.locals,
    body: [
      ...all.flatMap(({ local, at }) => [...load(i32(0), at), ...set(local)]),
      layer,
      loop(row, get(rowEnd), i32(16 * cells.length), oneRow),
      ...all.flatMap(({ local, at }) => [...i32(0), ...get(local), ...store(at)]),
    ],
    exported: "sum",
  };
}
