import type { Verdict } from "../../src/benchmark/agreement.ts";
import type { AccuracyComparison } from "../../src/benchmark/compare-accuracy.ts";
import { keysOf, label, short } from "../../src/benchmark/labels.ts";
import { exponent, grouped } from "../../src/output/units.ts";
import type { PreparedAccuracy } from "../../src/problem/problem.ts";
import { isReached } from "../../src/run/accuracy/accuracy-result.ts";
import type { AccuracyResult } from "../../src/run/result.ts";
import { aimOf, shownValue } from "./accuracy-report.ts";
import { comparisonText, medianOf, timeCells } from "./comparison-text.ts";
import { integralLines } from "./report.ts";

/** The same two tables and conclusion as for a grid, with what each contender claims and what it took. */
export function accuracyComparisonReport(
  comparison: AccuracyComparison,
  prepared: PreparedAccuracy,
  width: number,
): string {
  const about = integralLines(prepared, width, [aimOf(prepared.problem.method)]);
  const integrals = { rows: integralsOf(comparison), spared: ["error", "off by", "status"] };
  const timings = { rows: timesOf(comparison), spared: ["setup", "regions", "× threads"] };
  const { results, alone } = comparison;
  const names = keysOf(results);
  const unshared = results.filter((_, k) => alone.includes(names[k] as string));
  const none = `Too little work to share: ${unshared.map(short).join(", ")} used no worker.`;
  const onCpu = results.flatMap((result) => {
    const rest = result.evaluations - (result.gpuEvaluations ?? result.evaluations);
    const part = rest < result.evaluations ? grouped(rest) : "all";
    return rest ? [`${short(result)} left ${part} values of f to the CPU, in f64.`] : [];
  });
  return comparisonText(comparison, about, [integrals, timings], width, {
    // A GPU that did none of the work is not the faster one.
    isFair: (result) => isReached(result) && !unshared.includes(result) && result.gpuEvaluations !== 0,
    remarks: [...(unshared.length ? [none] : []), ...onCpu],
  });
}

function integralsOf({ results, agreement }: AccuracyComparison): string[][] {
  const rows = results.map((result, k) => {
    const verdict = agreement.verdicts[k] as Verdict;
    const isReference = verdict.name === agreement.reference;
    const { difference } = verdict;
    return [
      label(result),
      shownValue(result),
      exponent(result.estimate.total, 1),
      ...(result.error === null ? [] : [exponent(result.error, 1)]),
      isReference ? "–" : difference === 0 ? "0" : exponent(difference, 1),
      result.status === "evaluations" ? "not reached" : result.status,
      isReference ? "the reference" : inWords(verdict, result),
    ];
  });
  const error = results[0]?.error === null ? [] : ["error"];
  return [["", "integral", "±", ...error, "off by", "status", "verdict"], ...rows];
}

function inWords({ ok, difference }: Verdict, { precision }: AccuracyResult): string {
  if (ok === null) return "not judged";
  if (!ok) return "TOO FAR OFF";
  return precision === "f64" && difference === 0 ? "same bits" : "ok";
}

function timesOf(comparison: AccuracyComparison): string[][] {
  const { results } = comparison;
  const cells = timeCells(comparison);
  const rows = results.map((result, k) => {
    const { setup, compute, overSerial, overThreads } = cells[k] as (typeof cells)[number];
    const [evaluations, regions] = [result.evaluations, result.regions].map((one) => grouped(one)) as [
      string,
      string,
    ];
    return [label(result), evaluations, regions, setup, compute, overSerial, overThreads];
  });
  const work = ["values of f", "regions"];
  return [[medianOf(results), ...work, "setup", "compute", "× serial", "× threads"], ...rows];
}
