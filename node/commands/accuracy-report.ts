import { duration, exponent, grouped } from "../../src/output/units.ts";
import type { Accuracy, PreparedAccuracy } from "../../src/problem/problem.ts";
import type { AccuracyResult } from "../../src/run/result.ts";
import { adapterName, integralLines, rangeOf, WIDTH } from "./report.ts";

/** The two lines: the value to the digits that its error supports and two more. */
export function accuracyLines(result: AccuracyResult): string {
  const { error, estimate, seconds } = result;
  const known = error === null ? "" : `, Error is ${exponent(error)}`;
  const value = `${shownValue(result)} ± ${exponent(estimate.total, 1)}`;
  return `Integral value is ${value}${known}\nTime spent: ${seconds.compute.toFixed(2)} sec\n`;
}

/** The value to the digits that its error supports and two more. */
export function shownValue({ integral, estimate }: AccuracyResult): string {
  return exponent(integral, digitsOf(integral, estimate.total));
}

/** The two lines, and a block on what was computed and how. */
export function accuracyText(result: AccuracyResult, prepared: PreparedAccuracy): string {
  const { status, samples, seconds } = result;
  const block = [
    ...integralLines(prepared, WIDTH, [workOf(result.problem.method, result)]),
    ...whereOf(result),
    ...(samples ? [`${samples.length} runs, median ${duration(seconds.compute)}, ${rangeOf(samples)}`] : []),
    ...(status === "converged" ? [] : [STOPPED[status]]),
  ];
  return [accuracyLines(result), ...block.map((line) => `  ${line}`), ""].join("\n");
}

/** `to 1e-8: 20 regions, 5,675 evaluations`, or `to 1e-4: a lattice, 2,340,000 evaluations`. */
export function workOf(
  method: Accuracy,
  { by, regions, evaluations }: Pick<AccuracyResult, "by" | "regions" | "evaluations">,
): string {
  const count = (n: number, what: string) => `${grouped(n)} ${what}${n === 1 ? "" : "s"}`;
  const what = {
    regions: count(regions, "region"),
    tensor: `Gauss's rule on ${count(regions, "region")}`,
    lattice: "a lattice",
  }[by];
  return `${aimOf(method)}: ${what}, ${count(evaluations, "evaluation")}`;
}

const STOPPED: Readonly<Record<Exclude<AccuracyResult["status"], "converged">, string>> = {
  evaluations: "stopped at the limit on values of f: the accuracy was not reached",
  rounding: "stopped where rounding leaves nothing to gain",
  timeout: "timed out: the accuracy was not reached",
  interrupted: "interrupted: the accuracy was not reached",
  diverges: "the integral diverges",
  undefined: "f is undefined on a part of the domain",
  failed: "the work failed",
};

type Where = Pick<AccuracyResult, "adapter" | "precision" | "threads" | "evaluations" | "gpuEvaluations">;

/** What did the work. */
export function whereOf({ adapter, precision, threads, evaluations, gpuEvaluations }: Where): string[] {
  const cpu = (threads ?? 1) === 1 ? "one CPU thread, f64" : `${threads} CPU threads, f64`;
  if (!adapter || gpuEvaluations === null) return [cpu];
  const rest = evaluations - gpuEvaluations;
  return [
    `${precision} on ${adapterName(adapter)}`,
    ...(rest > 0 ? [`${cpu}, for ${grouped(rest)} of the evaluations`] : []),
  ];
}

/** `to 1e-8`, or `to 1e-8 or ±1e-10`. */
export function aimOf(method: Accuracy): string {
  const short = (one: number) => (one < 1e-3 ? one.toExponential() : String(one));
  const aims = [
    ...(method.relative > 0 ? [short(method.relative)] : []),
    ...(method.absolute > 0 ? [`±${short(method.absolute)}`] : []),
  ];
  return `to ${aims.join(" or ")}`;
}

/** Decimals after the first digit that the error supports, and two more. */
function digitsOf(value: number, error: number): number {
  if (value === 0 || error === 0) return 15;
  const supported = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(error));
  return Math.max(1, Math.min(16, supported + 2));
}
