import type { Status } from "../result.ts";
import type { Adapted } from "./adapted.ts";
import { type Contestant, promising } from "./prospects.ts";
import type { Runner } from "./ways.ts";

/** Values of f that each way has at first; both grow by a factor. */
const FIRST = 2 ** 14;
const GROWTH = 2;
/** From so many on, those that seem hopeless are given up. */
const JUDGED = 2 ** 18;

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
    /** Where f is not finite, if that ended a way. */
    lost: () => all.find(({ status }) => status === "failed")?.state?.lost ?? null,
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
        const one: Contestant | null = least();
        if (!one?.state || asked.has(one)) return;
        asked.add(one);
        if (one.status === null) one.state = (await one.runner.end?.()) ?? one.state;
        const { error }: Adapted = one.state;
        const missed = (await one.runner.missed?.(error, true)) ?? 0;
        one.state = { ...one.state, error: error + missed };
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
