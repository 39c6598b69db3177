import { prepareAccuracyProblem } from "../../problem/accuracy.ts";
import type { Members } from "../../problem/family.ts";
import {
  type Accuracy,
  type Grid,
  type PreparedAccuracy,
  type Problem,
  type ProblemOf,
  prepareProblem,
} from "../../problem/problem.ts";
import { makePlan, nodesIn, type Plan, type TileRange } from "./plan.ts";

/** What is divided among workers, parts and ranks: numbers, as many for each member of a family. */
export interface Work {
  readonly problem: ProblemOf<Grid | Accuracy>;
  readonly members: Members;
  readonly perMember: number;
  /** Numbers in all: of a grid the sums of its tiles. */
  readonly tiles: number;
}

/** A family to an accuracy; a member's numbers are its integral, its error, its status, values of f and regions. */
export interface MembersPlan extends PreparedAccuracy, Work {
  readonly problem: ProblemOf<Accuracy>;
}

/** Numbers of a member. */
export const FIELDS = 5;

export function makeMembersPlan(prepared: PreparedAccuracy): MembersPlan {
  return { ...prepared, perMember: FIELDS, tiles: FIELDS * prepared.members.count };
}

/** What progress is counted in, and how much of it is in a range. */
export function unitOf(work: Plan | MembersPlan): "evaluations" | "members" {
  return "rule" in work ? "evaluations" : "members";
}

export function countIn(work: Plan | MembersPlan, range: TileRange): number {
  return "rule" in work ? nodesIn(work, range) : (range.end - range.first) / work.perMember;
}

/** The plan of a grid, or of a family to an accuracy. Throws `usage`. */
export function planOf(problem: Work["problem"]): Plan | MembersPlan {
  return problem.method.kind === "grid"
    ? makePlan(prepareProblem(problem as Problem))
    : makeMembersPlan(prepareAccuracyProblem(problem as ProblemOf<Accuracy>));
}
