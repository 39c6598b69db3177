import { IntegrateError } from "../errors.ts";
import { pieces, type TileRange } from "../quadrature/grid/plan.ts";
import type { Caller } from "./pool.ts";

/**
 * Has workers do ranges, a piece at a time; `size` says how large the next may be, of so many that are left. The others
 * redo the pieces of workers that die. Throws `worker` if all do; `what` are the parts, for people.
 */
export async function shareOut<T>(
  what: string,
  workers: readonly Caller[],
  ranges: readonly TileRange[],
  size: (left: number) => number,
  work: (worker: Caller, range: TileRange) => Promise<T>,
  onDone: (range: TileRange, done: T) => void,
): Promise<void> {
  let left = ranges.reduce((sum, { first, end }) => sum + end - first, 0);
  const todo = pieces(ranges, () => size(left));
  const orphans: TileRange[] = [];
  const loop = async (worker: Caller) => {
    for (;;) {
      const range = orphans.pop() ?? (todo.next().value as TileRange | undefined);
      if (!range) return;
      left -= range.end - range.first;
      let done: T;
      try {
        done = await work(worker, range);
      } catch (error) {
        if (!worker.dead()) throw error;
        left += range.end - range.first;
        orphans.push(range);
        return;
      }
      onDone(range, done);
    }
  };
  await Promise.all(workers.map(loop));
  // A worker may have died after the others ran out of work.
  for (const worker of workers) if (orphans.length && !worker.dead()) await loop(worker);
  const [orphan] = orphans;
  if (!orphan) return;
  const cause = workers.at(-1)?.dead();
  throw new IntegrateError(
    "worker",
    `all CPU workers died, the last with ${what} ${orphan.first} to ${orphan.end - 1}: ${cause?.message}`,
    {
      cause,
    },
  );
}
