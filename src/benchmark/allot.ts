import type { Result } from "../run/result.ts";
import { type Contender, SWEEP_PROTOCOL } from "./measure.ts";
import { sideOf } from "./sizes.ts";

/**
 * Who runs at the first of these n, and for how long. Cheapest first, every contender gets one sample at every n as
 * long as they fit in what is left of the budget; what then remains is for more rounds, in proportion to their cost.
 */
export function allot(
  left: number,
  [first, ...rest]: readonly number[],
  active: readonly Contender[],
  last: ReadonlyMap<Contender, Result>,
): { runs: Contender[]; seconds: number } {
  const all = [first as number, ...rest]
    .flatMap((n) => active.map((contender) => ({ contender, n, ...expected(last.get(contender), n) })))
    .sort((a, b) => a.least - b.least);
  let spent = 0;
  const kept = all.filter(({ least }) => {
    if (spent + least > left && least > 0) return false;
    spent += least;
    return true;
  });
  const here = kept.filter(({ n }) => n === first);
  const sum = (of: typeof kept, what: "least" | "more") => of.reduce((total, one) => total + one[what], 0);
  const part = sum(kept, "more") > 0 ? sum(here, "more") / sum(kept, "more") : here.length / kept.length;
  const runs = active.filter((contender) => here.some((one) => one.contender === contender));
  return { runs, seconds: sum(here, "least") + (left - spent) * part };
}

/** Seconds at n by the last result: its setup, a warm-up and one sample at least, and what all rounds take more. */
export function expected(last: Result | undefined, n: number): { least: number; more: number } {
  if (!last) return { least: 0, more: 0 };
  const { setup, compute } = last.seconds;
  // Up to a millisecond may be overhead that does not grow with the cells.
  const fixed = Math.min(compute, 1e-3);
  const run = fixed + (compute - fixed) * Math.max(1, (n / sideOf(last)) ** last.problem.method.n.length);
  const round = Math.max(run, SWEEP_PROTOCOL.fill);
  return { least: setup + 2 * round, more: (SWEEP_PROTOCOL.rounds - 1) * round };
}
