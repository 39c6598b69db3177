import { type Pausing, regionsAlone } from "../../cpu/regions.ts";
import { familyInSimd } from "../../cpu/simd.ts";
import type { Engine, MembersDone } from "../../cpu/worker.ts";
import { prepareAccuracyProblem } from "../../problem/accuracy.ts";
import { memberText } from "../../problem/family.ts";
import { memberOf } from "../../problem/parsed.ts";
import type { Accuracy, PreparedAccuracy, ProblemOf } from "../../problem/problem.ts";
import type { TileRange } from "../../quadrature/grid/plan.ts";
import { FIELDS } from "../../quadrature/grid/work.ts";
import { type Integrand, makeIntegrandRule } from "../../quadrature/integrands/integrand-rule.ts";
import { makeMemberRules } from "../../quadrature/integrands/member-rule.ts";
import { failureOf, isMet } from "../accuracy/accuracy-result.ts";
import type { Adapted } from "../accuracy/adapted.ts";
import { adaptParts, NO_PAUSES } from "../accuracy/separately.ts";
import { STATUSES } from "../result.ts";

/** What a worker needs for accuracies. */
export function makeEngine(pausing: Pausing): Engine {
  return {
    makeRule: (integrand) => makeIntegrandRule(integrand),
    makeMembers: (problem, apart, simd, checkStop) => makeMembers(problem, apart, simd, pausing, checkStop),
  };
}

/**
 * Integrates members [first, end) of a family to its accuracy on this thread, one after the other. A member may take
 * minutes; `checkStop` throws to end it. `simd`: f in WebAssembly. Throws where that may not be compiled.
 */
export function makeMembers(
  problem: ProblemOf<Accuracy>,
  apart: boolean,
  simd = false,
  pausing: Pausing = NO_PAUSES,
  checkStop = () => {},
): (range: TileRange) => Promise<MembersDone> {
  const prepared = prepareAccuracyProblem(problem);
  const { method } = problem;
  const rulesOf = makeMemberRules(simd ? familyInSimd(prepared) : prepared, prepared.members);
  const stopping = stoppingAt(checkStop, pausing);
  return async ({ first, end }) => {
    const record = makeRecord(prepared, first, end);
    const ruleOf = rulesOf(first, end);
    for (let k = first; k < end; k++) {
      const { integrand, rule, first: firstOf } = ruleOf(k);
      const open = (part: Integrand) =>
        regionsAlone(part === integrand ? rule : makeIntegrandRule(part), stopping.pausing);
      record.add(k, await adaptParts(integrand, method, open, stopping, apart, firstOf, method.rule));
    }
    return record.done;
  };
}

/** Options of an integral that `checkStop` ends with an exception, before a pass or at a pause within one. */
export function stoppingAt(checkStop: () => void, { now, pause }: Pausing) {
  return {
    stopped() {
      checkStop();
      return null;
    },
    pausing: {
      now,
      async pause() {
        await pause();
        checkStop();
      },
    },
  };
}

/** What came of members [first, end), as one after the other is added. */
export function makeRecord(prepared: PreparedAccuracy, first: number, end: number) {
  const done: MembersDone = { numbers: new Float64Array(FIELDS * (end - first)), messages: [] };
  const add = (k: number, one: Adapted) => {
    const failed = failureOf(prepared, one) !== null;
    const status = isMet(one, prepared.problem.method) ? "converged" : one.status;
    const { evaluations, regions } = one;
    const [integral, error] = failed ? [Number.NaN, Number.NaN] : [one.integral, one.error];
    done.numbers.set([integral, error, STATUSES.indexOf(status), evaluations, regions], FIELDS * (k - first));
    if (!failed) return;
    const message = `${failureOf(memberOf(prepared, k), one)}, for ${memberText(prepared.members, k)}`;
    done.messages.push({ index: k, message });
  };
  return { done, add };
}
