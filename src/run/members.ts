import { regionsAlone } from "../cpu/regions.ts";
import type { Engine, MembersDone } from "../cpu/worker.ts";
import { prepareAccuracyProblem } from "../problem/accuracy.ts";
import { memberText } from "../problem/family.ts";
import { memberOf } from "../problem/parsed.ts";
import type { Accuracy, ProblemOf } from "../problem/problem.ts";
import { firstRegions } from "../quadrature/first.ts";
import { type Integrand, makeIntegrandRule } from "../quadrature/integrand-rule.ts";
import { makeMemberRules } from "../quadrature/member-rule.ts";
import type { TileRange } from "../quadrature/plan.ts";
import { failureOf, isMet } from "./accuracy-result.ts";
import { STATUSES } from "./result.ts";
import { adaptParts, NO_PAUSES } from "./separately.ts";

/** What a worker needs for accuracies. */
export const ENGINE: Engine = { makeRule: (integrand) => makeIntegrandRule(integrand), makeMembers };

/** Integrates members [first, end) of a family to its accuracy on this thread, one after the other. */
export function makeMembers(
  problem: ProblemOf<Accuracy>,
  apart: boolean,
): (range: TileRange) => Promise<MembersDone> {
  const prepared = prepareAccuracyProblem(problem);
  const { members } = prepared;
  const { method } = problem;
  const rulesOf = makeMemberRules(prepared, members);
  return async ({ first, end }) => {
    const count = end - first;
    const done: MembersDone = {
      integrals: new Float64Array(count),
      errors: new Float64Array(count),
      statuses: new Uint8Array(count),
      evaluations: 0,
      regions: 0,
      messages: [],
    };
    const ruleOf = rulesOf(first, end);
    for (let k = first; k < end; k++) {
      const { integrand, rule, first: firstOf } = ruleOf(k);
      const open = (part: Integrand) =>
        regionsAlone(part === integrand ? rule : makeIntegrandRule(part), NO_PAUSES);
      const regions = (part: Integrand) => (part === integrand ? firstOf() : firstRegions(part));
      const one = await adaptParts(integrand, method, open, {}, apart, regions);
      const failure = failureOf(prepared, one);
      done.integrals[k - first] = failure ? Number.NaN : one.integral;
      done.errors[k - first] = failure ? Number.NaN : one.error;
      done.statuses[k - first] = STATUSES.indexOf(isMet(one, method) ? "converged" : one.status);
      done.evaluations += one.evaluations;
      done.regions += one.regions;
      if (failure) {
        const own = failureOf(memberOf(prepared, k), one);
        done.messages.push({ index: k, message: `${own}, for ${memberText(members, k)}` });
      }
    }
    return done;
  };
}
