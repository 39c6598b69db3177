import "../base.css";
import "./answer.css";
import { duration, grouped } from "../../src/output/units.ts";
import type { AccuracyResult, FamilyResult, Result } from "../../src/run/result.ts";
import { element } from "../dom.ts";
import { inPageWords } from "../words.ts";
import { roundedUp, valueParts } from "./value.ts";

/** The answer's state: `working`, `ready`, `partial` where more work is needed, `failed` or `none`. */
export function become(state: "working" | "ready" | "partial" | "failed" | "none"): void {
  if (state === "none") say([], "", "");
  document.documentElement.dataset.answer = state;
}

/** Shows one integral, how it was got, and what to doubt. */
export function showOne(result: Result | AccuracyResult, doubts: readonly string[]): void {
  const claim = claimOf(result);
  const isPartial = result.status === "timeout" || result.status === "evaluations";
  const isNothing = isPartial && claim >= Math.abs(result.integral);
  say(
    isNothing ? [] : valueParts({ value: result.integral, claim: Number.isFinite(claim) ? claim : null }),
    howOf(result),
    isPartial
      ? unreachedText(result as AccuracyResult, isNothing)
      : [...doubts, offText(result)].filter(Boolean).join("; "),
  );
  become(isPartial ? "partial" : "ready");
}

/** Shows the sum over a grid, and its distance from a more accurate value. */
export function showGrid(
  result: Result | AccuracyResult,
  better: AccuracyResult | null,
  failure: string,
): void {
  const claim = claimOf(result);
  const off = better ? Math.abs(result.integral - better.integral) : 0;
  const known = better && claimOf(better) < off;
  say(
    valueParts({ value: result.integral, claim: Number.isFinite(claim) ? claim : null }),
    howOf(result),
    known
      ? `the accurate value is ${shortly(better)}: this grid is off by ${roundedUp(off)}`
      : [offText(result), failure && `to an accuracy: ${failure}`].filter(Boolean).join("; "),
  );
  become("ready");
}

/** The digits that are certain, and two more. */
function shortly(result: AccuracyResult): string {
  const [value] = valueParts({ value: result.integral, claim: claimOf(result) });
  return value?.textContent ?? "";
}

/** How far off a result may be; infinite where nothing is known of that. */
export function claimOf({ estimate }: Pick<Result | AccuracyResult, "estimate">): number {
  return estimate && Number.isFinite(estimate.total) ? estimate.total : Number.POSITIVE_INFINITY;
}

/** Whoever edits the form during a run has the answer after it. */
export function showLater(): void {
  say([], "", "comes after the current run");
}

/** There is no answer in a moment. */
export function showPending(): void {
  say([], "", "this takes longer than a moment; press Run");
  become("partial");
}

/** Says that the answer shown is not that of the chosen grid, which has not run. An empty `n` says nothing. */
export function showWaiting(n: string): void {
  const { dataset } = document.documentElement;
  dataset.waiting = String(n !== "");
  if (!n) return;
  const how = element("how");
  const [method] = how.textContent.split(":");
  how.textContent = `The grid with n = ${n} is not computed yet: press Run.${/^to /.test(how.textContent) ? ` The value shown is ${method}.` : ""}`;
}

export function showFailure(message: string): void {
  say([], "", message);
  become("failed");
}

function howOf(result: Result | AccuracyResult): string {
  const { backend, evaluations, threads, seconds, adapter, precision } = result;
  const onCpu = threads && threads > 1 ? `${threads} threads` : "one thread";
  const onGpu = `the GPU in ${precision}${adapter?.software ? " (software)" : ""}`;
  const parts =
    result.regions === null ? "" : `, ${grouped(result.regions)} region${result.regions === 1 ? "" : "s"}`;
  const took = seconds.compute > 0 ? `, ${duration(seconds.compute)}` : "";
  return `${methodOf(result)}: ${grouped(evaluations)} values of f${parts}${took} on ${backend === "gpu" ? onGpu : onCpu}`;
}

export function methodOf({
  problem: { method },
}: Pick<Result | AccuracyResult | FamilyResult, "problem">): string {
  if (method.kind === "grid") return `${method.rule}, n = ${[...new Set(method.n)].map(grouped).join(" × ")}`;
  return `to ${method.relative}`;
}

function offText({ error }: Result | AccuracyResult): string {
  if (error === null) return "";
  return error ? `off the known value by ${roundedUp(error)}` : "exactly the known value";
}

function unreachedText({ problem, estimate, integral, status }: AccuracyResult, isNothing: boolean): string {
  const { method } = problem;
  // A run has ended; to go on, more values would have to be allowed than the page does.
  if (status === "evaluations")
    return `${method.relative} not reached with ${grouped(method.maxEvaluations)} values of f: ${isNothing ? "no digit is certain" : `the error may be ${roundedUp(estimate.total)}`}`;
  if (isNothing || !Number.isFinite(estimate.total)) return "no digit is certain yet; press Run to continue";
  if (estimate.total <= method.relative * Math.abs(integral))
    return "accurate enough, but not yet searched for what the nodes may have missed; press Run to continue";
  return `not yet to ${method.relative}: the error may be ${roundedUp(estimate.total)}; press Run to continue`;
}

export function say(value: readonly HTMLElement[], how: string, doubt: string): void {
  element("value").replaceChildren(...value);
  element("how").textContent = how;
  element("doubt").textContent = sentence(inPageWords(doubt));
}

function sentence(text: string): string {
  // f and f64 are names.
  if (/^(f|f32|f64|df64)\b/.test(text)) return /[.!?]$/.test(text) ? text : `${text}.`;
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
