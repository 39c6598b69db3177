import type { Entry } from "../../src/benchmark/race.ts";

import type { Result } from "../../src/run/result.ts";

/** A spread beyond which a ratio says nothing. */
export const TOO_NOISY = 0.5;

/** A contender with a result. */
export interface Timed extends Entry {
  readonly result: Result;
}

/** Those that have a result, the fastest first. */
export function timedIn(entries: readonly Entry[]): Timed[] {
  const timed = entries.flatMap((entry) => (entry.result ? { ...entry, result: entry.result } : []));
  return timed.sort((a, b) => b.result.cellsPerSecond - a.result.cellsPerSecond);
}
