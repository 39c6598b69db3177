import type { Status } from "../result.ts";
import type { Adapted } from "./adapted.ts";
import type { Runner } from "./ways.ts";

/** A way and what it came to so far. */
export interface Contestant {
  readonly runner: Runner;
  state: Adapted | null;
  status: Status | null;
  spent: number;
  /** Values of f and the error that was claimed after each step. */
  readonly history: { readonly spent: number; readonly error: number }[];
}

/** A way that seems to need this many times the values of the best one is given up. */
const WORSE = 4;

/** Those that seem to need not many more values of f than the best one; all where none seems to have enough left. */
export function promising(
  open: readonly Contestant[],
  least: Contestant | null,
  allowed: (value: number) => number,
  left: number,
): Contestant[] {
  const tolerance = least?.state ? allowed(least.state.integral) : 0;
  const needs = open.map((one) => needOf(one, tolerance));
  const fewest = Math.min(...needs.filter((need) => need !== null));
  if (fewest > left) return [...open];
  return open.filter((_, k) => (needs[k] ?? 0) <= WORSE * fewest);
}

/** The values of f with which the error falls to the tolerance, if it goes on as it did since a quarter of those so far; null if unknown. */
function needOf({ runner, history, spent }: Contestant, tolerance: number): number | null {
  const last = history.at(-1);
  const before =
    history.findLast((one) => one.spent <= spent / 4 && Number.isFinite(one.error)) ??
    history.find(({ error }) => Number.isFinite(error));
  if (!last || !before || before === last) return null;
  if (runner.by === "tensor") return needOfLadder(history, runner.nextCost(), tolerance);
  const seen = Math.log(before.error / last.error) / Math.log(last.spent / before.spent);
  // Shifted lattices are at least as good as random points.
  const rate = runner.by === "lattice" ? Math.max(seen, 0.5) : seen;
  return rate > 0.02 ? last.spent * (last.error / tolerance) ** (1 / rate) : Number.POSITIVE_INFINITY;
}

/** A ladder's errors fall by a factor a step, and its claims by its square once that is seen; costs grow by a factor, too. */
function needOfLadder(history: Contestant["history"], nextCost: number, tolerance: number): number {
  const [before, last] = history.slice(-2);
  if (!before || !last || !(last.error < before.error)) return Number.POSITIVE_INFINITY;
  const steps = Math.ceil(Math.log(last.error / tolerance) / Math.log(before.error / last.error) / 2);
  const growth = Math.max(1, nextCost / (last.spent - before.spent));
  return last.spent + nextCost * growth ** Math.max(0, steps - 1);
}
