import type { Backend, Host } from "../backend.ts";
import { compileJavaScript, type TileSum } from "../integrand/javascript.ts";
import { type Plan, pieces, type TileRange, tileBounds } from "../quadrature/plan.ts";
import { CompensatedSum } from "../quadrature/sum.ts";

/** The reference: one thread, f64, JavaScript's Math. Yields to the event loop every 50 ms. */
export function openSerial(plan: Plan, host: Pick<Host, "now" | "pause">): Backend {
  const f = compileJavaScript(plan.f);
  return {
    name: "serial",
    precision: "f64",
    adapter: null,
    threads: null,
    async run(ranges, { signal, onPartials }) {
      let resumed = host.now();
      // Called within a tile, too: one tile of an expensive integrand takes seconds.
      const pause = async () => {
        if (host.now() - resumed < 50) return;
        await host.pause();
        signal?.throwIfAborted();
        resumed = host.now();
      };
      for (const { first } of pieces(ranges, () => 1)) {
        const sum = new CompensatedSum();
        for (const part of partsOfTile(plan, first)) {
          f(part.xs, part.ys, sum);
          await pause();
        }
        onPartials(first, Float64Array.of(sum.value));
      }
      return { kernel: null };
    },
    close() {},
  };
}

/** Sums of f over each of the tiles [first, end), in f64. */
export function tileSums(plan: Plan, f: TileSum, { first, end }: TileRange): Float64Array {
  return Float64Array.from({ length: end - first }, (_, k) => {
    const sum = new CompensatedSum();
    for (const { xs, ys } of partsOfTile(plan, first + k)) f(xs, ys, sum);
    return sum.value;
  });
}

/** Rows of a tile that are summed in one call. */
const ROWS = 64;

/** The nodes of a tile, ROWS rows at a time, in the order of summation. */
function* partsOfTile(plan: Plan, tile: number) {
  const { column, row, columns, rows } = tileBounds(plan, tile);
  const xs = plan.x.nodes(column, columns);
  for (let k = 0; k < rows; k += ROWS) yield { xs, ys: plan.y.nodes(row + k, Math.min(ROWS, rows - k)) };
}
