import type { Ranges } from "../code/enclosure.ts";
import type { FamilyPoints } from "../code/family-code.ts";
import { axesOf, PARAMETERS, type Tree } from "../language/tree.ts";
import { cellsOf, keepFunction, keptOf, type Places, VECTORS, valuesFunction } from "./family-functions.ts";
import { makeHelpers } from "./helpers.ts";
import { TABLE, TABLE_BYTES } from "./huge.ts";
import type { Node } from "./nodes.ts";

/** Bytes for parameters, and for points with their stored values; once the latter are full, storing starts over. */
const SCALARS = 8 * PARAMETERS;
const ROOM = 2 ** 23;

/**
 * The tree of a family as a function of points and of a member's parameters, in WebAssembly. What depends on points alone
 * is evaluated when they are given, what depends on parameters alone once a member. `ranges` are the axes', not the
 * parameters', so that a member's bits do not depend on the others. Throws where WebAssembly may not be compiled.
 */
export function wasmFamily(tree: Tree, ranges: Ranges): FamilyPoints {
  const axes = [...Array(PARAMETERS).keys()].filter((axis) => (axesOf(tree) >> axis) & 1);
  const quick = cellsOf(tree, ranges, true);
  const kept = keptOf(quick);
  const scalars = TABLE + TABLE_BYTES + 8;
  const vector = 16 * Math.max(1, axes.length + (kept[0] as Node[]).length);
  const places: Places = { scalars, axes, kept, vector };
  const room = scalars + SCALARS;
  const helpers = makeHelpers(room + ROOM);
  helpers.push(keepFunction(helpers, places));
  const isTotal = quick.every(({ outside }) => outside.length === 0);
  const total = isTotal ? null : cellsOf(tree, ranges, false);
  const redo = total && helpers.push(valuesFunction(helpers, places, total, null));
  helpers.push({ ...valuesFunction(helpers, places, quick, redo), exported: "values" });
  const module = new WebAssembly.Module(helpers.finish());
  const { memory, keep, values } = new WebAssembly.Instance(module).exports as unknown as Exports;
  const doubles = new Float64Array(memory.buffer);
  let [free, rounds] = [room, 0];
  return (points, stride, count) => {
    const vectors = VECTORS * Math.ceil(count / (2 * VECTORS));
    const bytes = vectors * (vector + 16);
    let [start, end, round] = [0, 0, -1];
    let made = doubles;
    const place = () => {
      if (free + bytes > room + ROOM) {
        free = room;
        rounds++;
      }
      [start, end, round] = [free, free + vectors * vector, rounds];
      free += bytes;
      made = doubles.subarray(end / 8, end / 8 + count);
      const step = vector / 8;
      for (let k = 0; k < axes.length; k++) {
        const from = (axes[k] as number) * stride;
        let at = start / 8 + 2 * k;
        for (let i = 0; i < 2 * vectors; i += 2, at += step) {
          // The last point makes up a multiple.
          doubles[at] = points[from + (i < count ? i : count - 1)] as number;
          doubles[at + 1] = points[from + (i + 1 < count ? i + 1 : count - 1)] as number;
        }
      }
      keep(start, end);
    };
    return (parameters, out) => {
      if (round !== rounds) place();
      for (let k = 0; k < parameters.length; k++) doubles[scalars / 8 + k] = parameters[k] as number;
      values(start, end, end);
      out.set(made);
    };
  };
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  keep(start: number, end: number): void;
  values(start: number, end: number, out: number): void;
}
