import { integrandOf } from "./integrand/integrand.ts";
import { compileJavaScript, type TileSum } from "./integrand/javascript.ts";
import type { Backend, Host } from "./integrate.ts";
import { midpoints, type Plan, pieces, type TileRange, tileBounds } from "./plan.ts";
import { CompensatedSum } from "./sum.ts";

/** The reference: one thread, f64, `Math.sin` and its like. Gives way to the host's other work every 50 ms. */
export function openSerial(plan: Plan, host: Pick<Host, "now" | "pause">): Backend {
  const f = compileJavaScript(integrandOf(plan.problem.f));
  return {
    name: "serial",
    precision: "f64",
    adapter: null,
    threads: null,
    async run(ranges, { signal, onPartials }) {
      let resumed = host.now();
      for (const tile of pieces(ranges, () => 1)) {
        onPartials(tile.first, tileSums(plan, f, tile));
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
export function tileSums(plan: Plan, f: TileSum, { first, end }: TileRange): Float64Array {
  const { x, y, nx, ny } = plan.problem;
  return Float64Array.from({ length: end - first }, (_, k) => {
    const { column, row, columns, rows } = tileBounds(plan, first + k);
    const sum = new CompensatedSum();
    f(midpoints(x, nx, column, columns), midpoints(y, ny, row, rows), sum);
    return sum.value;
  });
}
