import { findIntegrand } from "./integrand/table.ts";
import type { Backend, Host } from "./integrate.ts";
import { midpoints, type Plan, pieces, type TileRange, tileBounds } from "./plan.ts";
import { CompensatedSum } from "./sum.ts";

/** The reference: one thread, f64, `Math.sin` and its like. Gives way to the host's other work every 50 ms. */
export function openSerial(plan: Plan, host: Pick<Host, "now" | "pause">): Backend {
  return {
    name: "serial",
    precision: "f64",
    adapter: null,
    threads: null,
    async run(ranges, { signal, onPartials }) {
      let resumed = host.now();
      for (const tile of pieces(ranges, () => 1)) {
        onPartials(tile.first, tileSums(plan, tile));
        if (host.now() - resumed > 50) {
          await host.pause();
          signal?.throwIfAborted();
          resumed = host.now();
        }
      }
      return { kernel: null };
    },
    close() {},
  };
}

/** Sums of f over tiles [first, end) in f64, one a tile. */
export function tileSums(plan: Plan, { first, end }: TileRange): Float64Array {
  const f = findIntegrand(plan.problem.f).js;
  return Float64Array.from({ length: end - first }, (_, k) => tileSum(plan, f, first + k));
}

// Columns summed plainly before a compensated addition: few enough for 1e-15, and the addition is free.
const BLOCK = 16;

function tileSum(plan: Plan, f: (x: number, y: number) => number, tile: number): number {
  const { column, row, columns, rows } = tileBounds(plan, tile);
  const xs = midpoints(plan.problem.x, plan.problem.nx, column, columns);
  const ys = midpoints(plan.problem.y, plan.problem.ny, row, rows);
  const sum = new CompensatedSum();
  for (const y of ys) {
    for (let start = 0; start < columns; start += BLOCK) {
      const end = Math.min(start + BLOCK, columns);
      let block = 0;
      for (let i = start; i < end; i++) block += f(xs[i] as number, y);
      sum.add(block);
    }
  }
  return sum.value;
}
