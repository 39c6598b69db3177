import { median } from "../run/quantile.ts";
import type { Result } from "../run/result.ts";
import { mostThreads, type Who } from "./labels.ts";
import type { Contender } from "./measure.ts";
import { breakEven, type Cost, fitCost } from "./statistics.ts";

/** A contender's time by the line through its times at all n. */
export interface Fit {
  readonly contender: Who;
  /** Median of its setups, in seconds; null where it never ran. */
  readonly setup: number | null;
  /** Its compute time; null where it was measured at fewer than three n. */
  readonly compute: Cost | null;
}

/** From which n on the GPU is as fast as all threads: 0 where it always is, null where it never is. */
export interface BreakEven {
  readonly precision: string;
  readonly compute: number | null;
  /** With the setup. */
  readonly total: number | null;
}

/** How compute time falls with the threads: 1 is K times as fast on K threads. */
export interface Scaling {
  readonly threads: number;
  readonly speedup: number;
  readonly efficiency: number;
}

export function plain({ backend, precision, threads }: Contender): Who {
  return { backend, precision, threads };
}

/** Whether a result is this contender's. */
export function isOf({ backend, precision, threads }: Who, result: Result): boolean {
  return result.backend === backend && result.precision === precision && result.threads === threads;
}

/** The largest number of CPU workers among them; null where none has any. */
export function allThreads(fits: readonly Fit[]): number | null {
  return mostThreads(fits.map(({ contender }) => contender))?.threads ?? null;
}

/** The line through a contender's results. */
export function fitted(contender: Contender, results: readonly Result[]): Fit {
  const timings = results.map(({ cells, seconds }) => ({ cells, seconds: seconds.compute }));
  const setup = results.length ? median(results.map(({ seconds }) => seconds.setup)) : null;
  return { contender: plain(contender), setup, compute: fitCost(timings) };
}

/** Of every precision of the GPU against all threads, for grids of so many axes. */
export function breakEvens(fits: readonly Fit[], axes: number): BreakEven[] {
  const all = allThreads(fits);
  const threads = fits.find(({ contender }) => contender.backend === "threads" && contender.threads === all);
  return fits.flatMap(({ contender, setup, compute }) => {
    if (contender.backend !== "gpu" || !compute || !threads?.compute) return [];
    const side = (cells: number | null) => (cells === null ? null : Math.round(cells ** (1 / axes)));
    const whole = (cost: Cost, begin: number | null) => ({ ...cost, fixed: cost.fixed + (begin ?? 0) });
    return {
      precision: contender.precision,
      compute: side(breakEven(compute, threads.compute)),
      total: side(breakEven(whole(compute, setup), whole(threads.compute, threads.setup))),
    };
  });
}

export function scaling(fits: readonly Fit[]): Scaling[] {
  const own = fits.filter(({ contender }) => contender.backend === "threads");
  const one = own.find(({ contender }) => contender.threads === 1)?.compute;
  return own.flatMap(({ contender: { threads }, compute }) => {
    if (threads === null || !one?.perCell || !compute?.perCell) return [];
    const speedup = one.perCell / compute.perCell;
    return { threads, speedup, efficiency: speedup / threads };
  });
}
