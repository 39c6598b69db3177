import type { Host, Open } from "../../backend.ts";
import { type Plan, shareOf } from "../../quadrature/grid/plan.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { unlessAborted } from "../abort.ts";
import { type CompleteOptions, completeRun } from "./driver.ts";
import { differences, type PartialDocument, partialDocument } from "./partial-document.ts";

/** Processes that share one run, each computing a part of the tiles: MPI's ranks, numbered from 0. */
export interface Ranks {
  readonly rank: number;
  readonly size: number;
  /** Seconds that connecting took. */
  readonly joining: number;
  /** Waits until all ranks are ready. Throws on every rank if one failed, or if their setups differ. */
  meet(setup: RankSetup): Promise<void>;
  /** Every rank's bytes, in rank order. All ranks have to call it. */
  allgather(bytes: Uint8Array): Promise<Uint8Array[]>;
}

/** What the ranks have to agree on. */
export interface RankSetup {
  /** Without partial sums. */
  readonly document: PartialDocument;
  /** Number of exchanges. */
  readonly runs: number;
}

/** A rank's partial sums, the cells among them from a checkpoint, and seconds by its GPU's clock. */
interface Contribution {
  readonly partials: Float64Array;
  readonly resumed: number;
  readonly kernel: number | null;
}

/**
 * The backend of a process that shares `runs` runs with others: it computes its part of the tiles, exchanges sums with
 * the other ranks, and delivers those of all tiles.
 */
export function amongRanks<P extends Plan | MembersPlan>(
  ranks: Ranks,
  runs: number,
  open: Open<P>,
  host: Host,
  options: Omit<CompleteOptions, "share">,
): Open<P> {
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
        const own = await completeRun(plan, backend, open, host, { ...options, share });
        backend = own.backend;
        const { partials, resumed, kernel } = await unlessAborted(gather(ranks, own), signal);
        onPartials(0, partials);
        return { kernel: kernel === null ? null : kernel * 1000, resumed };
      },
      close: () => backend.close(),
    };
  };
}

/** All ranks' contributions joined; the kernel time is the longest, since the ranks run in parallel. */
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
  // Ranks without tiles have no kernel time.
  const longest = Math.max(...all.filter((one) => one.length > 2).map(([, time]) => time as number));
  return {
    partials: joined,
    resumed: all.reduce((sum, [cells]) => sum + (cells as number), 0),
    kernel: Number.isNaN(longest) ? null : longest,
  };
}

/** How the first rank that differs from rank 0 differs; null if the ranks can share a run. */
export function disagreement(all: readonly RankSetup[]): string | null {
  const [first] = all as [RankSetup];
  for (const [rank, { document, runs }] of all.entries()) {
    const [difference] = differences(document, first.document, [`on rank ${rank}`, "on rank 0"]);
    if (difference) return `the ranks differ: ${difference}`;
    if (runs !== first.runs) return `the ranks differ: rank 0 has ${first.runs} runs, rank ${rank} ${runs}`;
  }
  return null;
}
