import { ALONE, type Members } from "../../src/problem/family.ts";
import type { PreparedAccuracy } from "../../src/problem/problem.ts";
import type { AccuracyResult, FamilyResult, Result } from "../../src/run/result.ts";
import type { Published } from "../publish.ts";
import { makeAsker } from "./ask-answer.ts";
import {
  become,
  claimOf,
  showFailure,
  showGrid,
  showLater,
  showOne,
  showPending,
  showWaiting,
} from "./show-answer.ts";
import { showFamilyResult, showMembers } from "./show-family.ts";
import type { Told } from "./worker-side.ts";

/** Milliseconds after which an answer that comes by itself says how far it came. */
const BUDGET = 1000;
/** Milliseconds after which there is no answer by itself: reading f alone takes so long. */
const PATIENCE = 4000;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** The answer that came by itself, and the results of runs, for the integral in the form. */
let live: Told | null = null;
let runs: readonly (Result | AccuracyResult)[] = [];
let family: FamilyResult | null = null;
/** The members of the family, and the n of a grid that is chosen and has not run. */
let members: Members = ALONE;
let grid = "";

const asker = makeAsker();

/**
 * Integrates to its accuracy in the worker, and shows the answer, or how far it came in a moment. `onTold` gets what
 * arrives: regions, and a family's members.
 */
export function answerLive(
  { problem, members: own }: PreparedAccuracy,
  exact: number | undefined,
  threads: number,
  onTold: (told: Told) => void,
): void {
  expectAnswer();
  members = own;
  const take = (told: Told) => {
    clearTimeout(waiting);
    live = told;
    show();
    onTold(told);
  };
  const onBegun = () => {
    waiting = setTimeout(() => {
      asker.stop();
      showPending();
    }, PATIENCE);
  };
  asker
    .ask(problem, { backend: "threads", budget: BUDGET, exact, threads, onTold: take, onBegun })
    .catch(({ message }: Error) => take({ ask: 0, failure: message }));
}

/** What stands there is no longer the form's: an answer is to come. */
export function expectAnswer(): void {
  forget();
  become("working");
}

/** There is no integral to answer; or not before the run in progress has ended. */
export function answerNothing(later = false): void {
  stopAnswer();
  forget();
  become("none");
  if (later) showLater();
}

/** A run has the processor to itself. */
export function stopAnswer(): void {
  clearTimeout(waiting);
  asker.stop();
}

/** Whether there is an answer, by itself or by a run to an accuracy. */
export function isAnswered(): boolean {
  return live !== null || family !== null || runs.some(({ cells }) => cells === null);
}

/** A run says that the integral has no value. */
export function answerFailed(message: string): void {
  live = { ask: 0, failure: message };
  show();
}

/**
 * Takes the results of a run of the form's integral; an empty list if there was none, or the form was edited since.
 * `chosen` is the n of the form's grid; empty for an accuracy.
 */
export function takeRuns(results: Published, chosen: string): void {
  grid = results.length ? "" : chosen;
  runs = results.filter((one): one is Result | AccuracyResult => one.integral !== null);
  family = results.find((one): one is FamilyResult => one.integral === null) ?? null;
  if (results.length) clearTimeout(waiting);
  show();
}

function show(): void {
  showNow();
  showWaiting(live ? grid : "");
}

function showNow(): void {
  const own = live && "result" in live ? live : null;
  const [first, ...others] = [...(own ? [own.result] : []), ...runs];
  if (first) {
    const grids = runs.filter(({ cells }) => cells !== null);
    // After a run over a grid its sum is the answer; a more accurate value stands beside it.
    if (grids.length)
      showGrid(bestOf(grids), own?.result ?? null, live && "failure" in live ? live.failure : "");
    else {
      const best = bestOf([first, ...others]);
      showOne(best, own?.result === best ? own.doubts : []);
    }
  } else if (family) showFamilyResult(members, family);
  else if (live && "members" in live) showMembers(members, live.members, live.done);
  else if (live && "failure" in live) showFailure(live.failure);
  else if (live && "pending" in live) showPending();
  else if (document.documentElement.dataset.answer !== "working") become("none");
}

/** The best is what counts, not the first; what was stopped is not. */
function bestOf<R extends Result | AccuracyResult>(all: readonly R[]): R {
  const whole = all.filter(({ status }) => status !== "timeout");
  return (whole.length ? whole : all).reduce((a, b) => (claimOf(b) < claimOf(a) ? b : a));
}

function forget(): void {
  clearTimeout(waiting);
  live = null;
  runs = [];
  family = null;
}
