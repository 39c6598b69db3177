import type { Backend, RunOptions } from "../backend.ts";
import { IntegrateError, messageOf } from "../errors.ts";
import { type Plan, TILE_ROWS, type TileRange } from "../quadrature/grid/plan.ts";
import type { Caller, Pool } from "./pool.ts";
import { shareOut } from "./share-out.ts";

/** Why workers may not compile WebAssembly. */
export class NoSimd extends Error {}

/**
 * Computes the serial backend's tile sums on workers of the pool: the same bits as `serial` for any number of workers.
 * `simd`: in WebAssembly, with bits of its own. Takes at most one worker per tile, and resolves once all are ready. Throws
 * NoSimd.
 */
export async function openThreads(
  plan: Plan,
  count: number,
  pool: Pool,
  name: "threads" | "simd" = "threads",
): Promise<Backend> {
  const id = pool.nextPlan();
  const wanted = Math.min(count, plan.tiles);
  let workers: Caller[] = [];
  try {
    workers = pool.take(wanted);
    const request = { open: plan.problem, simd: name === "simd", id };
    const answers = await Promise.all(workers.map((worker) => worker.call(request)));
    const refusal = answers.find((one) => typeof one === "string");
    if (refusal !== undefined) throw new NoSimd(refusal);
  } catch (error) {
    if (error instanceof NoSimd) throw error;
    const dead = workers.find((worker) => worker.dead())?.dead();
    if (error instanceof IntegrateError && !dead) throw error;
    const cause = dead?.cause ?? error;
    const message = `not all ${wanted} CPU workers started (${messageOf(cause)}): use fewer threads`;
    throw new IntegrateError("worker", message, { cause });
  }
  return {
    name,
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
  const most = Math.max(1, Math.floor(CELLS / (TILE_ROWS * plan.width)));
  await shareOut(
    "tiles",
    workers,
    ranges,
    // Guided self-scheduling (Polychronopoulos and Kuck 1987): pieces shrink with the remaining work, down to
    // one tile, so that all workers finish together.
    (left) => Math.min(most, Math.ceil(left / (2 * workers.length))),
    (worker, run) => worker.call<Float64Array>({ run, id }),
    ({ first }, partials) => {
      signal?.throwIfAborted();
      onPartials(first, partials);
    },
  );
  return { kernel: null };
}
