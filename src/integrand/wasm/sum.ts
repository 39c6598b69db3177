import { type Func, i32, unsigned } from "./binary.ts";
import { type Cell, cut } from "./cells.ts";
import { ADD, AND, ifAny, load, loop, OR, SUB, stopAt, store, ZERO } from "./code.ts";
import { get, set, tee } from "./emit.ts";
import { I32, V128 } from "./nodes.ts";
import { emitterOf, MOST_ROWS, type Own, rootsOf } from "./places.ts";

/** Columns summed plainly before a compensated addition, as in javascript-text.ts. */
const BLOCK = 16;

/** (row, column, column end): the block's sums by functions of any arguments, into memory. */
export function redoFunction(own: Own, cells: readonly Cell[]): Func {
  const emitter = emitterOf(own, 3, get(1), get(0));
  const sums = cells.map(() => emitter.local(V128));
  const roots = cells.map(({ value }) => value);
  const before = [emitter.keep(cut(roots, 0, own.hoisted)), emitter.keep(cut(roots, 2))];
  const body = emitter.emit(roots, (k) => [...get(sums[k] as number), ...ADD, ...set(sums[k] as number)]);
  const after = sums.flatMap((sum, k) => [...i32(0), ...get(sum), ...store(own.block + 16 * k)]);
  return {
    parameters: [I32, I32, I32],
    results: [],
    locals: emitter.locals,
    body: [before, loop(1, get(2), i32(8), body), after],
  };
}

/** (row, row end, column end): adds the rows' sums to those in memory; `redo` is the number of redoFunction. */
export function sumFunction(own: Own, cells: readonly Cell[], redo: number | null): Func {
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
  const constants = emitter.keepConstants(roots, own.helpers.constant);
  // Some engines keep the order of instructions.
  const order = emitter.inStep(cells.map(rootsOf));
  const cell = emitter.emit([...order, ...roots], (k) => {
    if (k < order.length) return [0x1a];
    const { into, by } = sinks[k - order.length] as (typeof sinks)[number];
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
      constants,
      loop(row, get(rowEnd), i32(16 * cells.length), oneRow),
      ...all.flatMap(({ local, at }) => [...i32(0), ...get(local), ...store(at)]),
    ],
    exported: "sum",
  };
}
