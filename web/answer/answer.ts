import "./answer.css";
import { duration, grouped } from "../../src/output/units.ts";
import type { PreparedAccuracy } from "../../src/problem/problem.ts";
import type { AccuracyResult, Result } from "../../src/run/result.ts";
import { element } from "../dom.ts";
import type { Published } from "../publish.ts";
import { inPageWords } from "../words.ts";
import { askAnswer } from "./ask-answer.ts";
import { roundedUp, valueParts } from "./value.ts";
import type { Told } from "./worker-side.ts";

/** Milliseconds after which an answer that comes by itself says how far it came. */
const BUDGET = 400;

/** What the page knows of the integral in the form: its own answer, and what runs came to. */
interface Known {
  live: Told | null;
  runs: readonly (Result | AccuracyResult)[];
}
let known: Known = { live: null, runs: [] };

/** Whatever arrives for the integral that is asked for: regions and members for the picture. */
type Listener = (told: Told) => void;

/** Integrates to its accuracy in the worker, and shows the answer, or how far it came in a moment. */
export function answerLive(
  { problem }: PreparedAccuracy,
  exact: number | undefined,
  threads: number,
  onTold: Listener,
): void {
  known = { live: null, runs: [] };
  become("working");
  const take = (told: Told) => {
    known.live = told;
    show();
    onTold(told);
  };
  askAnswer(problem, { backend: "threads", budget: BUDGET, exact, threads, onTold: take }).catch(
    ({ message }: Error) => take({ ask: 0, failure: message }),
  );
}

/** There is no integral to answer. */
export function answerNothing(): void {
  known = { live: null, runs: [] };
  become("none");
}

/** Takes what a run of the form's integral came to. */
export function takeRuns(results: Published): void {
  known.runs = results.filter((one): one is Result | AccuracyResult => one.integral !== null);
  const [family] = results.filter((one) => one.integral === null);
  if (family && "family" in family) {
    const { integrals, errors } = family.family;
    known.live = { ask: 0, members: { integrals, errors, seconds: family.seconds.compute }, done: true };
  }
  if (results.length) show();
}

/** The state of the answer: `working`, `ready`, `partial` where more work is needed, `failed` or `none`. */
function become(state: string): void {
  document.documentElement.dataset.answer = state;
}

function show(): void {
  const { live, runs } = known;
  const all = [...(live && "result" in live ? [live.result] : []), ...runs];
  const [first] = all;
  if (first) {
    // The best is what counts, not the first.
    const best = all.reduce((a, b) => (claimOf(b) < claimOf(a) ? b : a), first);
    const reached = best.status !== "timeout" && best.status !== "evaluations";
    say(valueParts({ value: best.integral, claim: finiteOrNull(claimOf(best)) }), howOf(best));
    const doubts = live && "result" in live && live.result === best ? live.doubts : [];
    doubt(reached ? inPageWords(doubts.join("; ")) : unreachedText(best as AccuracyResult));
    return become(reached ? "ready" : "partial");
  }
  if (live && "members" in live) return showFamily(live);
  if (!live || !("failure" in live)) return;
  say([], "");
  doubt(sentence(inPageWords(live.failure)));
  become("failed");
}

/** How far off a result may be; infinite where nothing is known of that. */
function claimOf({ estimate }: Pick<Result | AccuracyResult, "estimate">): number {
  return estimate && Number.isFinite(estimate.total) ? estimate.total : Number.POSITIVE_INFINITY;
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);

function howOf(result: Result | AccuracyResult): string {
  const { backend, evaluations, threads, seconds, adapter, precision, exact, error } = result;
  const where =
    backend === "gpu"
      ? `the GPU in ${precision}${adapter?.software ? " (software)" : ""}`
      : threads && threads > 1
        ? `${threads} threads`
        : "one thread";
  const parts = result.regions === null ? "" : `, ${grouped(result.regions)} regions`;
  const took = seconds.compute > 0 ? `, ${duration(seconds.compute)}` : "";
  const off = exact === null || error === null ? "" : `; off the known value by ${error ? roundedUp(error) : "0"}`;
  return `${grouped(evaluations)} values of f${parts}${took} on ${where}${off}`;
}

function unreachedText({ problem, estimate }: AccuracyResult): string {
  const wanted = problem.method.kind === "accuracy" ? problem.method.relative : 0;
  return `Not yet to ${wanted}: ${roundedUp(estimate.total)} may be missing. Press Run to go on.`;
}

function showFamily({ members: { integrals, errors, seconds }, done }: Extract<Told, { members: unknown }>): void {
  const valued = integrals.reduce((count, one) => count + Number(!Number.isNaN(one)), 0);
  const worst = errors.reduce((most, one) => (one > most ? one : most), 0);
  const all = valued === integrals.length;
  const count = all ? grouped(valued) : `${grouped(valued)} of ${grouped(integrals.length)}`;
  const text = document.createElement("span");
  text.className = "certain";
  text.textContent = `${count} integrals`;
  const within = document.createElement("span");
  within.className = "within";
  within.textContent = worst > 0 ? `each to ${roundedUp(worst)} or better` : "";
  say([text, within], seconds > 0 ? `${duration(seconds)} on one thread` : "");
  doubt(done && !all ? "Not all yet, or some have no value. Press Run to go on." : "");
  become(done ? (all ? "ready" : "partial") : "working");
}

function say(value: readonly HTMLElement[], how: string): void {
  element("value").replaceChildren(...value);
  element("how").textContent = how;
}

function doubt(text: string): void {
  element("doubt").textContent = sentence(text);
}

function sentence(text: string): string {
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
