import { messageOf } from "../errors.ts";
import type { Ranges } from "../integrand/code/enclosure.ts";
import { evaluateFamilyBy } from "../integrand/code/family-code.ts";
import { evaluateBy } from "../integrand/code/javascript.ts";
import { around, type Interval } from "../integrand/language/interval.ts";
import { PARAMETERS, substitute, type Tree, variable, weight } from "../integrand/language/tree.ts";
import { wasmBlock } from "../integrand/wasm/block.ts";
import { wasmFamily } from "../integrand/wasm/family.ts";
import { MOST_ROWS } from "../integrand/wasm/places.ts";
import { rowsModule } from "../integrand/wasm/rows.ts";
import { valuesAt } from "../problem/family.ts";
import { type Plan, TILE_ROWS, type TileRange, tileBounds } from "../quadrature/grid/plan.ts";
import { CompensatedSum } from "../quadrature/grid/sum.ts";
import type { Integrand } from "../quadrature/integrands/integrand-rule.ts";
import type { Axis } from "../quadrature/rules/rule.ts";

/** Rows that are summed in one call: engines optimise a function when it is called again. */
const CALL = 64;

/** Sums of f over tiles in WebAssembly. Throws where that may not be compiled. */
export function makeSimdSums(plan: Plan): (range: TileRange) => Float64Array {
  // A line becomes a column, whose rows are done two at a time.
  const isLine = plan.y.count === 1;
  const [across, down] = isLine ? [plan.y, plan.x] : [plan.x, plan.y];
  const most = isLine ? { columns: 1, rows: plan.width } : { columns: plan.width, rows: TILE_ROWS };
  const module = rowsModule(isLine ? turned(plan.weighted) : plan.weighted, rangesOf(plan, across, down), {
    ...most,
    isLine,
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes));
  const { memory, columns, sum } = exports as unknown as Exports;
  const doubles = new Float64Array(memory.buffer);
  const words = new BigInt64Array(memory.buffer);
  const write = (at: number, stride: number, axis: Axis, first: number, count: number) => {
    doubles.set(axis.nodes(first, count), at / 8);
    const weights = axis.weights(first, count);
    if (weights) doubles.set(weights, (at + stride) / 8);
  };
  const masks = (module.rows + 2 * module.rowStride) / 8;
  const sums = module.sums / 8;
  const tileSum = (tile: number): number => {
    const bounds = tileBounds(plan, tile);
    const { layer } = bounds;
    const [first, count] = isLine ? [0, 1] : [bounds.column, bounds.columns];
    const [top, height] = isLine ? [bounds.column, bounds.columns] : [bounds.row, bounds.rows];
    write(module.columns, module.columnStride, across, first, count);
    write(module.rows, module.rowStride, down, top, height);
    words.fill(-1n, masks, masks + height);
    words.fill(0n, masks + height, masks + height + MOST_ROWS);
    write(module.scalars, 8, plan.z, layer % plan.z.count, 1);
    doubles.set(valuesAt(plan.members, Math.floor(layer / plan.z.count)), module.scalars / 8 + 2);
    doubles.fill(0, sums, sums + 2 * MOST_ROWS);
    columns(8 * count);
    for (let row = 0; row < height; row += CALL) sum(8 * row, 8 * Math.min(row + CALL, height), 8 * count);
    const total = new CompensatedSum();
    for (let k = 0; k < 2 * MOST_ROWS; k++) total.add(doubles[sums + k] as number);
    return total.value;
  };
  return ({ first, end }) => Float64Array.from({ length: end - first }, (_, k) => tileSum(first + k));
}

/** f of an integrand evaluated in WebAssembly wherever many values are wanted. Throws where that may not be compiled. */
export function inSimd(integrand: Integrand): Integrand {
  // Others may evaluate the same tree in JavaScript.
  const f = substitute(integrand.f, (leaf) => ({ ...leaf }));
  evaluateBy(
    f,
    wasmBlock(
      f,
      integrand.box.map((ends) => around(...ends)),
    ),
  );
  return { ...integrand, f };
}

/** The same of a family: of its members' regions that are no chart's. */
export function familyInSimd<T extends Integrand>(family: T): T {
  const f = substitute(family.f, (leaf) => ({ ...leaf }));
  evaluateFamilyBy(
    f,
    wasmFamily(
      f,
      family.box.map((ends) => around(...ends)),
    ),
  );
  return { ...family, f };
}

/** Why this thread may not compile WebAssembly; null if it may. */
export function whyNoWasm(): string | null {
  try {
    // An empty module.
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  columns(end: number): void;
  sum(row: number, rowEnd: number, columnEnd: number): void;
}

/** The tree with its first two axes exchanged. */
function turned(tree: Tree): Tree {
  return substitute(tree, (leaf) => {
    if (leaf.axis > 1) return leaf;
    return leaf.weight ? weight(1 - leaf.axis) : variable(1 - leaf.axis);
  });
}

/** The ranges of nodes and of parameters. */
function rangesOf({ z, members }: Plan, across: Axis, down: Axis): Ranges {
  const all: (Interval | null)[] = [across, down, z].map((axis) =>
    around(...axis.nodes(0, 1), ...axis.nodes(axis.count - 1)),
  );
  for (const [k, values] of members.values.entries()) {
    const least = values.reduce((a, b) => Math.min(a, b));
    const most = values.reduce((a, b) => Math.max(a, b));
    all[PARAMETERS + k] = around(least, most);
  }
  return all;
}
