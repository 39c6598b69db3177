import type { Adapted } from "./adapted.ts";
import type { By, Status } from "./result.ts";

/** One way to an integral; a status ends it. */
export interface Runner {
  readonly by: By;
  /** Values of f that its next step takes, about; infinite where there is none. */
  nextCost(): number;
  /** How much of the integral its points are seen to have missed, 0 if less than `part`; absent if its steps look for that. */
  missed?(part: number): Promise<number>;
  step(): Promise<{ readonly state: Adapted; readonly status: Status | null }>;
}

interface Contestant {
  readonly runner: Runner;
  state: Adapted | null;
  status: Status | null;
  spent: number;
  /** Values of f and the error that was claimed after each step. */
  readonly history: { readonly spent: number; readonly error: number }[];
}

/** Values of f that each way has at first; both grow by a factor. */
const FIRST = 2 ** 14;
const GROWTH = 2;
/** From so many on, a way that seems to need this many times the values of the best one is given up. */
const JUDGED = 2 ** 18;
const WORSE = 4;

/** Ways in turns, each with as many values of f as the others, until one is done or the others seem hopeless. */
export function makeContest(
  runners: readonly Runner[],
  allowed: (value: number) => number,
  left: () => number,
) {
  const all = runners.map(
    (runner): Contestant => ({ runner, state: null, status: null, spent: 0, history: [] }),
  );
  let live = all;
  let budget = FIRST;
  const isOpen = (one: Contestant) => one.status === null && one.runner.nextCost() < Number.POSITIVE_INFINITY;
  const converged = () => all.find(({ status }) => status === "converged");
  /** That with the least error, of those that have one. */
  const least = () => {
    const known = all.filter(({ state, status }) => state && status !== "failed");
    return known.reduce<Contestant | null>(
      (best, one) => (best && errorOf(best) <= errorOf(one) ? best : one),
      null,
    );
  };
  return {
    best() {
      const one = converged() ?? all.find(({ status }) => status !== null && FAILED.has(status)) ?? least();
      if (!one?.state) return null;
      return { state: { ...one.state, error: errorBeside(one, all) }, by: one.runner.by };
    },
    /** The status of all, once there is nothing to be done. */
    ended(): Status | null {
      if (converged()) return "converged";
      const failed = all.find(({ status }) => status !== null && FAILED.has(status));
      if (failed) return failed.status;
      if (left() <= 0) return "evaluations";
      // No way does better than what f's rounding allows.
      const rounded = all.find(({ status }) => status === "rounding");
      if (rounded && rounded === least()) return "rounding";
      return live.some(isOpen) ? null : "evaluations";
    },
    /** When values run out before the accuracy is reached, adds what the points have missed to the claims. */
    async settle(): Promise<void> {
      for (const asked = new Set<Contestant>(); ; ) {
        const one = least();
        if (!one?.state || asked.has(one)) return;
        asked.add(one);
        const missed = (await one.runner.missed?.(one.state.error)) ?? 0;
        one.state = { ...one.state, error: one.state.error + missed };
      }
    },
    /** One step of one way. */
    async turn() {
      for (;;) {
        const open = live.filter(isOpen);
        const next = open.find((one) => one.spent + one.runner.nextCost() <= budget);
        if (next) {
          const before = next.spent;
          const { state, status } = await next.runner.step();
          next.state = state;
          next.status = status;
          if (status === "converged") {
            await forgetBlind(next, all);
            // Regions that have ended cannot go on.
            if (errorBeside(next, all) > allowed(state.integral))
              next.status = next.runner.by === "regions" ? "evaluations" : null;
          }
          next.spent = before + Math.max(1, stepCost(next, state));

          next.history.push({ spent: next.spent, error: state.error });
          return;
        }
        budget *= GROWTH;
        if (budget >= JUDGED) live = promising(all.filter(isOpen), least(), allowed, left());
      }
    },
  };
}

const FAILED = new Set<Status>(["diverges", "undefined"]);
const errorOf = (one: Contestant) => (one.state as Adapted).error;

/** Two ways differ by no more than both claims; where they do, the other one may be right. */
function errorBeside(one: Contestant, all: readonly Contestant[]): number {
  const { error } = one.state as Adapted;
  const apart = all.flatMap((other) => {
    const distance = distanceOf(one, other);
    return distance === null ? [] : [distance + errorOf(other)];
  });
  return Math.max(error, ...apart.filter(Number.isFinite));
}

/** How far two ways are apart, if by more than they claim. */
function distanceOf({ state: one }: Contestant, { state: other, status }: Contestant): number | null {
  if (!one || !other || status === "failed") return null;
  const distance = Math.abs(one.integral - other.integral);
  return distance > one.error + other.error ? distance : null;
}

/** Of ways that differ from one that is done, those whose points are seen to have missed a part of f do not count. */
async function forgetBlind(done: Contestant, all: readonly Contestant[]): Promise<void> {
  for (const other of all) {
    const distance = distanceOf(done, other);
    if (distance === null || !(await other.runner.missed?.(distance))) continue;
    other.state = { ...(other.state as Adapted), error: Number.POSITIVE_INFINITY };
  }
}

/** Of regions the state has all of their values, of the others those of a step. */
function stepCost({ runner, spent }: Contestant, { evaluations }: Adapted): number {
  return runner.by === "regions" ? evaluations - spent : evaluations;
}

/** Those that seem to need not many more values of f than the best one; all where none seems to have enough left. */
function promising(
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
