import type { Host } from "../backend.ts";
import type { Accuracy, PreparedAccuracy, ProblemOf } from "../problem/problem.ts";
import { isReached } from "../run/accuracy.ts";
import type { AccuracyResult } from "../run/result.ts";
import { type Agreement, judged } from "./agreement.ts";
import { type ComparisonOf, comparisonOf } from "./compare.ts";
import { type AccuracyContender, type AccuracyMeasureOptions, measureAccuracy } from "./measure-accuracy.ts";
import type { Protocol } from "./turns.ts";

export type AccuracyComparison = ComparisonOf<AccuracyResult, ProblemOf<Accuracy>>;

/** Times all contenders on an integral to an accuracy, and judges their integrals by what they claim. */
export async function compareAccuracy(
  prepared: PreparedAccuracy,
  contenders: readonly AccuracyContender[],
  host: Host,
  protocol: Protocol,
  options: AccuracyMeasureOptions = {},
): Promise<AccuracyComparison> {
  const measured = await measureAccuracy(prepared, contenders, host, protocol, options);
  return comparisonOf(prepared.problem, measured, host, agreementOfClaims);
}

/** Whether every integral is within its own claim and the reference's of that. */
export function agreementOfClaims(results: readonly AccuracyResult[]): Agreement {
  return judged(results, (result, reference) => {
    // Where rounding stopped a contender short, it has not done the same work.
    const stopped = result.status === "rounding" && !isReached(result);
    return stopped ? Number.POSITIVE_INFINITY : result.estimate.total + reference.estimate.total;
  });
}
