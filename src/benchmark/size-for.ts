import type { Host } from "../backend.ts";
import { MAX_CELLS, MAX_SIDE } from "../problem/grid.ts";
import { onGrid, type Prepared } from "../problem/problem.ts";
import { type Contender, type MeasureOptions, measure } from "./measure.ts";
import { sidesOf } from "./sizes.ts";

/** Seconds that a run should take, by backend. */
const RUN = { gpu: 0.8, simd: 0.8, threads: 0.8, serial: 0.4 } as const;

export const ONCE = { rounds: 1, fill: 0, warmup: 0 };

/** The largest n of a grid. */
export function mostOf({ problem }: Prepared): number {
  return Math.min(MAX_SIDE, Math.floor(MAX_CELLS ** (1 / problem.variables.length) + 1e-6));
}

/** The n at which a run takes about as long as it should, sought from `least` on, at most `most`; or why it refuses. */
export async function sizeFor(
  prepared: Prepared,
  contender: Contender,
  host: Host,
  [least, most]: readonly [number, number],
  options: MeasureOptions,
): Promise<number | string> {
  const axes = prepared.problem.variables.length;
  const wanted = RUN[contender.backend as keyof typeof RUN];
  let first: Trial | null = null;
  for (let n = Math.min(most, least); ; n = Math.min(most, 2 * n)) {
    const grid = onGrid(prepared, sidesOf(prepared, n));
    const time = async () => {
      const [measured] = await measure(grid, [contender], host, ONCE, options);
      return measured?.result?.seconds.compute ?? measured?.refusal ?? "";
    };
    const once = await time();
    if (typeof once === "string") return once;
    const cells = n ** axes;
    if (!first || once < first.seconds) first = { cells, seconds: once };
    // A browser that asks every 0.1 s whether a GPU is done makes small grids look slow.
    const own = contender.backend === "gpu" ? Math.min(wanted, 3 * first.seconds) : 0;
    const enough = Math.max(wanted / 10, own);
    if (once < enough && n < most) continue;
    // Something else may have held it up.
    const again = await time();
    if (typeof again === "string") return again;
    const seconds = Math.min(once, again);
    if (seconds < enough && n < most) continue;
    const fitting = fittingCells({ cells, seconds }, first, wanted) ** (1 / axes);
    // The grid of the one before it makes a better comparison, if it takes not much longer.
    if (fitting * 1.5 ** (1 / axes) >= most) return most;
    return Math.max(1, Number(fitting.toPrecision(2)));
  }
}

interface Trial {
  readonly cells: number;
  readonly seconds: number;
}

/** The cells that take so long, by the line through two trials or, of one alone, in proportion. */
function fittingCells(last: Trial, first: Trial, wanted: number): number {
  const perCell = (last.seconds - first.seconds) / (last.cells - first.cells);
  if (!(perCell > 0) || first.seconds >= wanted) return (last.cells * wanted) / last.seconds;
  return first.cells + (wanted - first.seconds) / perCell;
}
