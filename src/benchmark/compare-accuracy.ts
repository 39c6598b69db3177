import type { Host } from "../backend.ts";
import type { Accuracy, PreparedAccuracy, ProblemOf } from "../problem/problem.ts";
import { isReached } from "../run/accuracy/accuracy-result.ts";
import type { AccuracyResult } from "../run/result.ts";
import { type Agreement, judged } from "./agreement.ts";
import { type ComparisonOf, comparisonOf } from "./compare.ts";
import { keysOf } from "./labels.ts";
import { type AccuracyContender, type AccuracyMeasureOptions, measureAccuracy } from "./measure-accuracy.ts";
import type { Protocol } from "./turns.ts";

/** The backends on one accuracy, as printed by `compare --tol T --json`. */
export interface AccuracyComparison extends ComparisonOf<AccuracyResult, ProblemOf<Accuracy>> {
  /** Names of contenders with workers that needed none, as there was too little work to share. */
  readonly alone: readonly string[];
}

/** Times all contenders on an integral to an accuracy, and judges their integrals by what they claim. */
export async function compareAccuracy(
  prepared: PreparedAccuracy,
  contenders: readonly AccuracyContender[],
  host: Host,
  protocol: Protocol,
  options: AccuracyMeasureOptions = {},
): Promise<AccuracyComparison> {
  const measured = await measureAccuracy(prepared, contenders, host, protocol, options);
  const plain = measured.map((one) => ({ ...one, result: one.result?.result ?? null }));
  const document = comparisonOf(prepared.problem, plain, host, agreementOfClaims);
  const names = keysOf(document.results);
  const used = measured.flatMap(({ result }) => result ?? []);
  return { ...document, alone: names.filter((_, k) => used[k]?.alone) };
}

/** Whether every integral is within its own claim and the reference's of that. */
export function agreementOfClaims(results: readonly AccuracyResult[]): Agreement {
  return judged(results, (result, reference) => {
    // Where rounding stopped a contender short, it has not done the same work.
    const stopped = result.status === "rounding" && !isReached(result);
    return stopped ? Number.POSITIVE_INFINITY : result.estimate.total + reference.estimate.total;
  });
}
