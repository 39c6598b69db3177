import { intervalOf, type Ranges } from "../code/enclosure.ts";
import type { Block } from "../code/javascript.ts";
import { axesOf, type Tree, type Variable } from "../language/tree.ts";
import { type Code, type Func, i32, unsigned } from "./binary.ts";
import { ifAny, load, loop, OR, stopAt, store, ZERO } from "./code.ts";
import { get, makeEmitter, set } from "./emit.ts";
import { type Helpers, makeHelpers } from "./helpers.ts";
import { TABLE, TABLE_BYTES } from "./huge.ts";
import { makeLanes } from "./lanes.ts";
import { lower } from "./lower.ts";
import { I32, makeMaker, type Node, V128 } from "./nodes.ts";

/** Most points of a call; and of a part, which is done again where a function does not hold for all of its arguments. */
const MOST = 1024;
const PART = 64;
/** Vectors that are done at a time. */
const VECTORS = 2;
const BYTES = 8 * MOST;

/** The tree as a function of a block of points, in WebAssembly. Throws where that may not be compiled. */
export function wasmBlock(tree: Tree, ranges: Ranges = []): Block {
  const axes = [...Array(16).keys()].filter((axis) => (axesOf(tree) >> axis) & 1);
  const points = TABLE + TABLE_BYTES + 8;
  const out = points + axes.length * BYTES;
  const helpers = makeHelpers(out + BYTES);
  const placeOf = (axis: number) => points + axes.indexOf(axis) * BYTES;
  const quick = valuesOf(tree, ranges, true);
  const redo = quick.outside.length
    ? helpers.push(valuesFunction(helpers, valuesOf(tree, ranges, false), placeOf, out, null))
    : null;
  helpers.push({ ...valuesFunction(helpers, quick, placeOf, out, redo), exported: "values" });
  const module = new WebAssembly.Module(helpers.finish());
  const { memory, values } = new WebAssembly.Instance(module).exports as unknown as Exports;
  const doubles = new Float64Array(memory.buffer);
  return (from, stride, count, into) => {
    for (let first = 0; first < count; first += MOST) {
      const here = Math.min(MOST, count - first);
      for (const axis of axes) {
        const start = axis * stride + first;
        doubles.set(from.subarray(start, start + here), placeOf(axis) / 8);
      }
      values(0, 8 * here);
      into.set(doubles.subarray(out / 8, out / 8 + here), first);
    }
  };
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  values(start: number, end: number): void;
}

interface Values {
  readonly values: readonly Node[];
  readonly outside: readonly Node[];
}

function valuesOf(tree: Tree, ranges: Ranges, isQuick: boolean): Values {
  const lanes = makeLanes(makeMaker());
  const known = new Map();
  const outside: Node[] = [];
  const valueAt = (vector: number) =>
    lower(tree, {
      lanes,
      leaf: ({ axis }: Variable) => lanes.variable(`${VECTORS * axis + vector}`, 1),
      isQuick: () => isQuick,
      outside: (mask) => outside.push(mask),
      rangeOf: (part) => intervalOf(part, ranges, known),
    });
  return { values: [...Array(VECTORS).keys()].map(valueAt), outside };
}

/** (start, end), in bytes: writes values there; `redo` does a part again. */
function valuesFunction(
  helpers: Helpers,
  { values, outside }: Values,
  placeOf: (axis: number) => number,
  out: number,
  redo: number | null,
): Func {
  const [start, end, at] = [0, 1, 2];
  const emitter = makeEmitter({
    parameters: 2,
    functionOf: helpers.functionOf,
    variable: (key) =>
      load(get(at), placeOf(Math.floor(Number(key) / VECTORS)) + 16 * (Number(key) % VECTORS)),
  });
  emitter.local(I32);
  const [stop, value, mask] = [emitter.local(I32), emitter.local(V128), emitter.local(V128)];
  const body = emitter.emit(redo === null ? values : [...values, ...outside], (k) =>
    k < values.length
      ? [...set(value), ...get(at), ...get(value), ...store(out + 16 * k)]
      : [...get(mask), ...OR, ...set(mask)],
  );
  const part: Code = [
    [...get(start), ...set(at), ...ZERO, ...set(mask)],
    stopAt(stop, get(start), i32(8 * PART), get(end)),
    loop(at, get(stop), i32(16 * VECTORS), body),
    redo === null ? [] : ifAny(mask, [...get(start), ...get(stop), 0x10, ...unsigned(redo)]),
  ];
  return {
    parameters: [I32, I32],
    results: [],
    locals: emitter.locals,
    body: loop(start, get(end), i32(8 * PART), part),
  };
}
