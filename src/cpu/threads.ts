import type { Backend, RunOptions } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import { type Plan, pieces, TILE_ROWS, type TileRange } from "../quadrature/plan.ts";
import type { Caller, Pool } from "./pool.ts";

/**
 * Workers of the pool that compute the serial backend's sums, each on its own tiles: the same bits as `serial` for any
 * number of them. Takes at most as many as there are tiles, and waits until all are ready.
 */
export async function openThreads(plan: Plan, count: number, pool: Pool): Promise<Backend> {
  const id = pool.nextPlan();
  const wanted = Math.min(count, plan.tiles);
  let workers: Caller[] = [];
  try {
    workers = pool.take(wanted);
    await Promise.all(workers.map((worker) => worker.call({ open: plan.problem, id })));
  } catch (error) {
    const dead = workers.find((worker) => worker.dead())?.dead();
    if (error instanceof IntegrateError && !dead) throw error;
    const cause = dead?.cause ?? error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IntegrateError(
      "worker",
      `not all of ${wanted} CPU workers started (${why}): try fewer threads`,
      {
        cause,
      },
    );
  }
  return {
    name: "threads",
    precision: "f64",
    adapter: null,
    threads: workers.length,
    run: (ranges, options) => run(plan, id, workers, ranges, options),
    close() {
      for (const worker of workers) worker.call({ forget: true, id }).catch(() => {});
    },
  };
}

/** Cells in one request: some 50 ms of work, so that cancelling is prompt and messages cost nothing. */
const CELLS = 2 ** 22;

async function run(
  plan: Plan,
  id: number,
  workers: readonly Caller[],
  ranges: readonly TileRange[],
  { signal, onPartials }: RunOptions,
) {
  let left = ranges.reduce((sum, { first, end }) => sum + end - first, 0);
  const most = Math.max(1, Math.floor(CELLS / (TILE_ROWS * plan.width)));
  // Guided self-scheduling (Polychronopoulos and Kuck 1987): a share of what is left, down to one tile
  // at the end, so that all workers finish together.
  const size = () => Math.min(most, Math.ceil(left / (2 * workers.length)));
  const todo = pieces(ranges, size);
  // What workers died with; the others do it.
  const orphans: TileRange[] = [];
  const loop = async (worker: Caller) => {
    for (;;) {
      const range = orphans.pop() ?? (todo.next().value as TileRange | undefined);
      if (!range) return;
      left -= range.end - range.first;
      let partials: Float64Array;
      try {
        partials = await worker.call({ run: range, id });
      } catch (error) {
        if (!worker.dead()) throw error;
        left += range.end - range.first;
        orphans.push(range);
        return;
      }
      signal?.throwIfAborted();
      onPartials(range.first, partials);
    }
  };
  await Promise.all(workers.map(loop));
  // One may have died when the others had nothing left to do.
  for (const worker of workers) if (orphans.length && !worker.dead()) await loop(worker);
  const [{ first, end } = { first: 0, end: 0 }] = orphans;
  const last = workers.at(-1)?.dead();
  if (end) {
    throw new IntegrateError(
      "worker",
      `all CPU workers died, the last with tiles ${first} to ${end - 1}: ${last?.message}`,
      {
        cause: last,
      },
    );
  }
  return { kernel: null };
}
