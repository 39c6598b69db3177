import type { Backend, RunOptions } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import { type Plan, pieces, TILE_ROWS, type TileRange } from "../quadrature/plan.ts";
import type { Reply, Request } from "./worker.ts";

/** A worker of node:worker_threads or of the web, as far as it is needed here. */
export interface WorkerLike {
  post(request: Request): void;
  /** Called once with the handlers for replies and for the worker's death. */
  listen(onReply: (reply: Reply) => void, onDeath: (cause: unknown) => void): void;
  terminate(): void;
}

/**
 * Workers that do the serial backend's sums, each on its own tiles: the same bits as `serial` for any
 * number of them. Starts at most as many as there are tiles, and waits until all are ready.
 */
export async function openThreads(plan: Plan, count: number, spawn: () => WorkerLike): Promise<Backend> {
  const workers: Caller[] = [];
  const close = () => {
    for (const worker of workers) worker.terminate();
  };
  try {
    while (workers.length < Math.min(count, plan.tiles)) workers.push(makeCaller(spawn()));
    await Promise.all(workers.map((worker) => worker.call({ open: plan.problem })));
  } catch (error) {
    close();
    if (error instanceof IntegrateError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new IntegrateError(
      "worker",
      `CPU worker ${workers.length + 1} of ${count} did not start: ${message}`,
      {
        cause: error,
      },
    );
  }
  return {
    name: "threads",
    precision: "f64",
    adapter: null,
    threads: workers.length,
    run: (ranges, options) => run(plan, workers, ranges, options),
    close,
  };
}

interface Caller {
  call(request: Request): Promise<Float64Array>;
  /** What it died of; null while it lives. */
  dead(): IntegrateError | null;
  terminate(): void;
}

/** Cells in one request: some 50 ms of work, so that cancelling is prompt and messages cost nothing. */
const CELLS = 2 ** 22;

async function run(
  plan: Plan,
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
        partials = await worker.call({ run: range });
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

/** Turns a worker's replies into promises, one call at a time. */
function makeCaller(worker: WorkerLike): Caller {
  let settle: { resolve(value: Float64Array): void; reject(error: unknown): void } | null = null;
  let dead: IntegrateError | null = null;
  worker.listen(
    (reply) =>
      "partials" in reply
        ? settle?.resolve(reply.partials)
        : settle?.reject(
            new IntegrateError("worker", "error" in reply ? reply.error : "it answered another question"),
          ),
    (cause) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      dead = new IntegrateError("worker", `a CPU worker died: ${message}`, { cause });
      settle?.reject(dead);
    },
  );
  return {
    call(request) {
      if (dead) return Promise.reject(dead);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        worker.post(request);
      });
    },
    dead: () => dead,
    terminate: () => worker.terminate(),
  };
}
