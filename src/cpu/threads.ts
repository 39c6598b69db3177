import type { Backend, RunOptions } from "../backend.ts";
import { IntegrateError, messageOf } from "../errors.ts";
import { type Plan, pieces, TILE_ROWS, type TileRange } from "../quadrature/plan.ts";
import type { Caller, Pool } from "./pool.ts";

/**
 * Computes the serial backend's tile sums on workers of the pool: the same bits as `serial` for any number of workers.
 * Takes at most one worker per tile, and resolves once all are ready.
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
    const message = `not all ${wanted} CPU workers started (${messageOf(cause)}): use fewer threads`;
    throw new IntegrateError("worker", message, { cause });
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

/** Most cells in one request: about 50 ms of work, so that cancelling is prompt and messages are cheap. */
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
  // Guided self-scheduling (Polychronopoulos and Kuck 1987): pieces shrink with the remaining work, down to
  // one tile, so that all workers finish together.
  const size = () => Math.min(most, Math.ceil(left / (2 * workers.length)));
  const todo = pieces(ranges, size);
  // Tiles of workers that died, for the others to redo.
  const orphans: TileRange[] = [];
  const loop = async (worker: Caller) => {
    for (;;) {
      const range = orphans.pop() ?? (todo.next().value as TileRange | undefined);
      if (!range) return;
      left -= range.end - range.first;
      let partials: Float64Array;
      try {
        partials = await worker.call<Float64Array>({ run: range, id });
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
  // A worker may have died after the others ran out of work.
  for (const worker of workers) if (orphans.length && !worker.dead()) await loop(worker);
  const [orphan] = orphans;
  if (!orphan) return { kernel: null };
  const cause = workers.at(-1)?.dead();
  const tiles = `tiles ${orphan.first} to ${orphan.end - 1}`;
  throw new IntegrateError("worker", `all CPU workers died, the last with ${tiles}: ${cause?.message}`, {
    cause,
  });
}
