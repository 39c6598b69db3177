import { memberText } from "../../problem/family.ts";
import type { FamilyResult, MemberStatus } from "../result.ts";
import { countsOf, membersOfResult } from "./family-result.ts";

/** Which members a person should not count on, if any: how many, and the first of them. */
export function familyDoubt(result: Pick<FamilyResult, "family" | "failures">): string | null {
  const { statuses, errors } = result.family;
  const { reached, all } = countsOf(result);
  if (reached === all) return null;
  const first = statuses.findIndex((status) => status !== "done" && status !== "converged");
  const failure = result.failures.find(({ index }) => index === first);
  const claim = errors[first] as number;
  const error = Number.isNaN(claim) ? "" : `, the error may be ${claim.toExponential(1)}`;
  const where = `${REASONS[statuses[first] as MemberStatus] ?? ""}${error} for ${memberText(membersOfResult(result), first)}`;
  const subject = `${all - reached} of ${all} members ${all - reached === 1 ? "was" : "were"} not reached`;
  return `${subject}; the first: ${failure?.message ?? where}`;
}

const REASONS: Partial<Record<MemberStatus, string>> = {
  evaluations: "stopped at the limit on values of f",
  rounding: "rounding leaves nothing to gain",
  timeout: "timed out",
  interrupted: "interrupted",
};
