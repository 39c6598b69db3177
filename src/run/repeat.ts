import type { Host } from "../backend.ts";
import { type ErrorCode, IntegrateError } from "../errors.ts";
import type { CommonOptions } from "../problem/options.ts";
import { median } from "./quantile.ts";

export interface Timed<T> {
  readonly done: T;
  /** Seconds. */
  readonly compute: number;
}

/**
 * Does the work `repeat` times, after `warmup` times that do not count. Cut short, it ends with the runs that were
 * finished; the one that was not counts only where there is no other.
 */
export async function repeated<T>(
  work: () => Promise<T>,
  { now, pause }: Pick<Host, "now" | "pause">,
  { repeat = 1, warmup = 0 }: Pick<CommonOptions, "repeat" | "warmup">,
  isCutShort: () => boolean,
): Promise<readonly Timed<T>[]> {
  const runs: Timed<T>[] = [];
  for (let k = -warmup; k < repeat; k++) {
    // Short runs may leave no moment in which a timer or a signal is heard.
    if (runs.length) await pause();
    if (runs.length && isCutShort()) break;
    const started = now();
    const done = await work();
    const compute = (now() - started) / 1000;
    if (runs.length && isCutShort()) break;
    // The first that counts takes the place of the warm-ups.
    if (k <= 0) runs.length = 0;
    runs.push({ done, compute });
  }
  return runs;
}

/** The median of the runs' seconds, and all of them if there are several. */
export function timesOf(samples: readonly number[]): {
  readonly compute: number;
  readonly samples?: readonly number[];
} {
  return { compute: median(samples), ...(samples.length > 1 && { samples }) };
}

/** The integral of all runs. Throws, with this code, where their bits differ. */
export function sameIntegral(integrals: readonly number[], code: ErrorCode): number {
  const [first] = integrals as [number];
  const other = integrals.find((one) => !Object.is(one, first));
  if (other === undefined) return first;
  throw new IntegrateError(code, `two runs disagree: ${first} and ${other}; their bits should be equal`);
}
