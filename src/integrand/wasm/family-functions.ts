import { intervalOf, type Ranges } from "../code/enclosure.ts";
import { PARAMETERS, type Tree } from "../language/tree.ts";
import { type Code, type Func, i32, unsigned } from "./binary.ts";
import { type Cell, cut } from "./cells.ts";
import { ifAny, load, loadBoth, loop, OR, stopAt, store, ZERO } from "./code.ts";
import { get, makeEmitter, set } from "./emit.ts";
import type { Helpers } from "./helpers.ts";
import { makeLanes } from "./lanes.ts";
import { lower } from "./lower.ts";
import { I32, makeMaker, type Node, V128 } from "./nodes.ts";
import { rootsOf } from "./places.ts";

/** Vectors that are done at a time, and of a part, which is done again where a function does not hold for all arguments. */
export const VECTORS = 2;
const PART = 32;
/** Most values of a point that are kept. */
const MOST_KEPT = 24;
/** A node depends on points, on parameters, or on both. */
const [POINT, PARAMETER] = [1, 2];

/** Where memory has what. */
export interface Places {
  readonly scalars: number;
  readonly axes: readonly number[];
  /** The values stored for each vector of a block. */
  readonly kept: readonly (readonly Node[])[];
  /** Bytes of a vector of points: its coordinates, then the values stored for it. */
  readonly vector: number;
}

/** The tree at each of the vectors that are done at a time. */
export function cellsOf(tree: Tree, ranges: Ranges, isQuick: boolean): Cell[] {
  const lanes = makeLanes(makeMaker());
  const known = new Map();
  return [...Array(VECTORS).keys()].map((vector) => {
    const outside: Node[] = [];
    const value = lower(tree, {
      lanes,
      leaf: ({ axis }) =>
        axis < PARAMETERS
          ? lanes.variable(`${vector} ${axis}`, POINT)
          : lanes.variable(`p ${axis - PARAMETERS}`, PARAMETER),
      isQuick: () => isQuick,
      outside: (mask) => outside.push(mask),
      rangeOf: (part) => intervalOf(part, ranges, known),
    });
    return { value, outside };
  });
}

/** What of the cells depends on points alone. */
export const keptOf = (cells: readonly Cell[]) =>
  cells.map((cell) => cut(rootsOf(cell), POINT).slice(0, MOST_KEPT));

function emitterOf(
  helpers: Helpers,
  { scalars, axes, kept, vector }: Places,
  at: number,
  parameters: number,
) {
  const emitter = makeEmitter({
    parameters,
    functionOf: helpers.functionOf,
    variable(key) {
      const [kind, index] = key.split(" ");
      if (kind === "p") return loadBoth(i32(0), scalars + 8 * Number(index));
      return load(get(at), Number(kind) * vector + 16 * axes.indexOf(Number(index)));
    },
  });
  const pinKept = () => {
    for (const [k, nodes] of kept.entries())
      for (const [index, node] of nodes.entries())
        emitter.pin(node, load(get(at), k * vector + 16 * (axes.length + index)));
  };
  return { ...emitter, pinKept };
}

/** (start, end), in bytes: stores the values of the vectors there that depend on points alone. */
export function keepFunction(helpers: Helpers, places: Places): Func {
  const { axes, kept, vector } = places;
  const [at, end] = [0, 1];
  const emitter = emitterOf(helpers, places, at, 2);
  const value = emitter.local(V128);
  const roots = kept[0] as readonly Node[];
  const body = emitter.emit(roots, (k) => [
    ...[...set(value), ...get(at), ...get(value)],
    ...store(16 * (axes.length + k)),
  ]);
  return {
    parameters: [I32, I32],
    results: [],
    locals: emitter.locals,
    body: roots.length ? loop(at, get(end), i32(vector), body) : [],
    exported: "keep",
  };
}

/** (start, end, out), in bytes: writes values of vectors there; `redo` does a part again. */
export function valuesFunction(
  helpers: Helpers,
  places: Places,
  cells: readonly Cell[],
  redo: number | null,
): Func {
  const { vector } = places;
  const [start, end, out, at] = [0, 1, 2, 3];
  const emitter = emitterOf(helpers, places, at, 3);
  emitter.local(I32);
  const [stop, first] = [emitter.local(I32), emitter.local(I32)];
  const [value, mask] = [emitter.local(V128), emitter.local(V128)];
  emitter.pinKept();
  const values = cells.map((cell) => cell.value);
  const roots = redo === null ? values : [...values, ...cells.flatMap(({ outside }) => outside)];
  const constants = emitter.keep(cut(roots, PARAMETER, places.kept.flat()));
  const body = emitter.emit(roots, (k) =>
    k < values.length
      ? [...set(value), ...get(out), ...get(value), ...store(16 * k)]
      : [...get(mask), ...OR, ...set(mask)],
  );
  const next = [...get(out), ...i32(16 * VECTORS), 0x6a, ...set(out)];
  const again = [...get(start), ...get(stop), ...get(first), 0x10, ...unsigned(redo ?? 0)];
  const part: Code = [
    [...get(start), ...set(at), ...get(out), ...set(first), ...ZERO, ...set(mask)],
    stopAt(stop, get(start), i32(PART * vector), get(end)),
    loop(at, get(stop), i32(VECTORS * vector), [body, next]),
    redo === null ? [] : ifAny(mask, again),
  ];
  return {
    parameters: [I32, I32, I32],
    results: [],
    locals: emitter.locals,
    body: [constants, loop(start, get(end), i32(PART * vector), part)],
  };
}
