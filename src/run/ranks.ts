import { differences, type PartialDocument } from "./partial-document.ts";

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

/** What a rank brings: partial sums of its tiles, cells that its checkpoint had, milliseconds by its GPU's clock. */
export interface Contribution {
  readonly partials: Float64Array;
  readonly resumed: number;
  readonly kernel: number | null;
}

/** What a promise resolves to, or the signal's reason once it is aborted: others may keep one waiting. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
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
