import type { Host, Open } from "../backend.ts";
import { shareOf } from "../quadrature/plan.ts";
import { type RunThroughOptions, runThrough } from "./driver.ts";
import { differences, type PartialDocument, partialDocument } from "./partial-document.ts";

/** Processes that share one run, each its part of the tiles: MPI's ranks, numbered from 0. */
export interface Ranks {
  readonly rank: number;
  readonly size: number;
  /** Seconds that it took to find each other. */
  readonly joining: number;
  /** Waits until all are ready. Throws on every rank where one is not, or where they would not do the same. */
  meet(terms: Terms): Promise<void>;
  /** What each rank hands over, in rank order, on all of them. All have to call it. */
  allgather(bytes: Uint8Array): Promise<Uint8Array[]>;
}

/** What ranks have to agree on: what their sums depend on, and how often they hand them over. */
export interface Terms {
  readonly document: PartialDocument;
  readonly runs: number;
}

/** Of each rank: partial sums of its tiles, cells that its checkpoint had, seconds by its GPU's clock. */
export interface Contribution {
  readonly partials: Float64Array;
  readonly resumed: number;
  readonly kernel: number | null;
}

/**
 * The backend of a process that shares every run with others: it computes its part of the tiles, and delivers all of
 * them once the ranks have exchanged theirs. `runs`: how often that will be.
 */
export function amongRanks(
  ranks: Ranks,
  runs: number,
  open: Open,
  host: Host,
  options: Omit<RunThroughOptions, "share">,
): Open {
  const { rank, size, joining } = ranks;
  return async (plan) => {
    let backend = await open(plan);
    const share = shareOf(plan, [rank + 1, size]);
    try {
      const document = partialDocument(plan, backend, host, share, []);
      await unlessAborted(ranks.meet({ document, runs }), options.signal);
    } catch (error) {
      backend.close();
      throw error;
    }
    return {
      ...backend,
      ranks: { size, joining },
      async run(_, { signal, onPartials }) {
        const own = await runThrough(plan, backend, open, host, { ...options, share });
        backend = own.backend;
        const { partials, resumed, kernel } = await unlessAborted(gather(ranks, own), signal);
        onPartials(0, partials);
        return { kernel: kernel === null ? null : kernel * 1000, resumed };
      },
      close: () => backend.close(),
    };
  };
}

/** What a promise resolves to, or the signal's reason once it is aborted: others may keep one waiting. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** All ranks' contributions as one: of the kernels' times the longest, as they ran side by side. */
export async function gather({ allgather }: Ranks, own: Contribution): Promise<Contribution> {
  const { partials, resumed, kernel } = own;
  const message = new Float64Array(2 + partials.length);
  message.set([resumed, kernel ?? Number.NaN]);
  message.set(partials, 2);
  const all = (await allgather(new Uint8Array(message.buffer))).map(
    (one) => new Float64Array(one.slice().buffer),
  );
  const joined = new Float64Array(all.reduce((sum, { length }) => sum + length - 2, 0));
  let at = 0;
  for (const one of all) {
    joined.set(one.subarray(2), at);
    at += one.length - 2;
  }
  // Ranks without tiles have no time.
  const longest = Math.max(...all.filter((one) => one.length > 2).map(([, time]) => time as number));
  return {
    partials: joined,
    resumed: all.reduce((sum, [cells]) => sum + (cells as number), 0),
    kernel: Number.isNaN(longest) ? null : longest,
  };
}

/** Why these ranks cannot share a run, to the first that differs from rank 0; null where they can. */
export function disagreement(all: readonly Terms[]): string | null {
  const [first] = all as [Terms];
  for (const [rank, { document, runs }] of all.entries()) {
    const [difference] = differences(document, first.document, [`on rank ${rank}`, "on rank 0"]);
    if (difference) return `the ranks do not do the same: ${difference}`;
    if (runs !== first.runs) return `rank 0 is to do ${first.runs} runs and rank ${rank} ${runs}`;
  }
  return null;
}
