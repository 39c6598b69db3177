import type { Backend, Host } from "../backend.ts";
import { compileJavaScript, type Nodes, type TileSum } from "../integrand/code/javascript.ts";
import { valuesAt } from "../problem/family.ts";
import { type Plan, pieces, type TileRange, tileBounds } from "../quadrature/grid/plan.ts";
import { CompensatedSum } from "../quadrature/grid/sum.ts";
import type { Axis } from "../quadrature/rules/rule.ts";

/** The reference: one thread, f64, JavaScript's Math. Yields to the event loop every 50 ms. */
export function openSerial(plan: Plan, host: Pick<Host, "now" | "pause">): Backend {
  const f = compileJavaScript(plan.weighted);
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
          f(part.x, part.y, part.z, sum);
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
    for (const { x, y, z } of partsOfTile(plan, first + k)) f(x, y, z, sum);
    return sum.value;
  });
}

function nodesOn(axis: Axis, first: number, count: number): Nodes {
  return { nodes: axis.nodes(first, count), weights: axis.weights(first, count) };
}

/** Rows of a tile that are summed in one call. */
const ROWS = 64;

/** The nodes of a tile, ROWS rows at a time, in the order of summation. */
function* partsOfTile(plan: Plan, tile: number) {
  const { column, row, layer, columns, rows } = tileBounds(plan, tile);
  const x = nodesOn(plan.x, column, columns);
  const { count } = plan.z;
  const parameters = valuesAt(plan.members, Math.floor(layer / count));
  const z = { ...nodesOn(plan.z, layer % count, 1), parameters };
  for (let k = 0; k < rows; k += ROWS) yield { x, y: nodesOn(plan.y, row + k, Math.min(ROWS, rows - k)), z };
}
