import type { ListTotals, RegionList, RegionWorker } from "../../backend.ts";
import type { Status } from "../result.ts";
import type { Entry } from "./entries.ts";

/** Regions to halve from which on a list goes to a device. */
const WORTH = 2 ** 13;

interface Task {
  readonly list: readonly Entry[];
  /** How many of these would be halved next. */
  readonly splits: number;
  /** From how many on it is worth it. */
  readonly worth?: number;
  readonly wanted: { readonly relative: number; readonly absolute: number; readonly maxEvaluations: number };
  readonly worker: Pick<RegionWorker, "list">;
  /** Values of f so far. */
  readonly evaluations: number;
  readonly stopped: () => Status | null;
}

export type Pass = Pick<ListTotals, "count" | "value" | "error" | "size"> & { readonly evaluations: number };

interface Halved {
  readonly list: readonly Entry[];
  /** What was short in the end: values of f that are allowed, or room on the device. */
  readonly short: "values" | "room" | null;
}

/**
 * Halves a list where it is, on a device, pass after pass, as long as there is something to gain and room. Yields what each
 * pass came to, and returns the list; null as long as it is not worth it.
 */
export async function* onDevice(task: Task): AsyncGenerator<Pass, Halved | null> {
  const { list, splits, worth = WORTH, wanted, worker, stopped } = task;
  if (splits < worth) return null;
  const held = await worker.list?.(list);
  if (!held) return { list, short: "room" };
  let { evaluations } = task;
  try {
    for (;;) {
      const totals = await held.totals();
      const { count, value, error, size } = totals;
      if (count > list.length) yield { count, value, error, size, evaluations };
      const tolerance = Math.max(wanted.relative * Math.abs(value), wanted.absolute);
      const most = Math.floor((wanted.maxEvaluations - evaluations) / (2 * held.evaluations));
      const room = held.room - count;
      const next = worstOf(totals, tolerance, Math.min(most, room), held);
      if (stopped() || error <= tolerance || !next.splits) {
        const listed = await held.listed();
        const isShort = next.isShort && error > tolerance;
        return {
          list: listed.map((one) => ({ ...one, looked: false, found: [], hidden: 0 })),
          short: isShort ? (most < room ? "values" : "room") : null,
        };
      }
      await held.split(next.least, next.splits);
      evaluations += 2 * next.splits * held.evaluations;
    }
  } finally {
    held.close();
  }
}

/**
 * The least class of errors to halve: those below it have together less than half of what is allowed, as in entries.ts, or
 * there are not too many of the others.
 */
function worstOf(
  { classes, open }: ListTotals,
  tolerance: number,
  most: number,
  { beyond }: Pick<RegionList, "beyond">,
) {
  let least = 0;
  for (let kept = 0; least < classes.length; least++) {
    const count = classes[least] as number;
    if (count) kept += count * beyond(least);
    if (kept > tolerance / 2) break;
  }
  let splits = open.subarray(least).reduce((sum, count) => sum + count, 0);
  const wished = splits;
  while (splits > most) splits -= open[least++] as number;
  return { least, splits, isShort: splits < wished };
}
