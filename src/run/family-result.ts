import type { Backend, Host, Open } from "../backend.ts";
import type { Members } from "../problem/family.ts";
import type { CommonOptions } from "../problem/options.ts";
import type { Accuracy, Grid, PreparedOf } from "../problem/problem.ts";
import { version } from "../version.ts";
import {
  type Failure,
  type FamilyResult,
  type Member,
  type MemberStatus,
  SCHEMA,
  STATUSES,
} from "./result.ts";

export interface FamilyRunOptions
  extends Pick<CommonOptions, "signal" | "onProgress" | "onNote" | "repeat" | "warmup"> {
  /** Once aborted, the result is what is done; the other members have `untilStatus`. Without `signal`. */
  readonly until?: AbortSignal | undefined;
  readonly untilStatus?: (() => MemberStatus) | undefined;
  /** Called for every member as it is done, in any order. */
  readonly onMember?: ((member: Member) => void) | undefined;
  /** Wraps the backend of a grid, to add a checkpoint or other ranks. */
  readonly wrap?: ((open: Open) => Open) | undefined;
}

/** What came of each member. */
interface Outcome {
  /** NaN for a member without a value. */
  readonly integrals: Float64Array;
  /** Null for a grid. */
  readonly errors: Float64Array | null;
  readonly statuses: readonly MemberStatus[];
}

interface Totals {
  readonly evaluations: number;
  readonly cells: number | null;
  readonly regions: number | null;
  readonly gpuEvaluations?: number | null;
  readonly seconds: {
    readonly setup: number;
    readonly compute: number;
    readonly samples?: readonly number[];
  };
}

/** The document of a family. */
export function familyResult(
  { problem, members }: PreparedOf<Grid | Accuracy>,
  { integrals, errors, statuses }: Outcome,
  failures: readonly Failure[],
  backend: Pick<Backend, "name" | "precision" | "adapter" | "threads" | "ranks">,
  host: Pick<Host, "info">,
  { seconds: { setup, compute, samples }, ...totals }: Totals,
): FamilyResult {
  return {
    schema: SCHEMA,
    version,
    problem: problem as FamilyResult["problem"],
    backend: backend.name,
    precision: backend.precision,
    integral: null,
    exact: null,
    error: null,
    estimate: null,
    status: worstOf(statuses),
    ...totals,
    adapter: backend.adapter,
    threads: backend.threads,
    ...(backend.ranks && backend.ranks.size > 1 && { ranks: backend.ranks.size }),
    seconds: { total: setup + compute, setup, compute, kernel: null },
    ...(samples && { samples }),
    // By a coarse clock `compute` may be 0.
    evaluationsPerSecond: Math.round(totals.evaluations / Math.max(compute, 1e-9)),
    host: host.info,
    family: {
      parameters: Object.fromEntries(
        members.names.map((name, k) => [name, members.values[k] as Float64Array]),
      ),
      integrals,
      errors: errors ?? new Float64Array(members.count).fill(Number.NaN),
      statuses,
    },
    failures,
  };
}

/** How many members have what was asked for, how many have a value, and how many there are. */
export function countsOf({ family: { statuses }, failures }: Pick<FamilyResult, "family" | "failures">): {
  readonly reached: number;
  readonly valued: number;
  readonly all: number;
} {
  const reached = statuses.reduce(
    (count, status) => count + Number(status === "done" || status === "converged"),
    0,
  );
  return { reached, valued: statuses.length - failures.length, all: statuses.length };
}

/** The members that a result is of. */
export function membersOfResult({ family }: Pick<FamilyResult, "family">): Members {
  const { parameters, integrals } = family;
  return { names: Object.keys(parameters), values: Object.values(parameters), count: integrals.length };
}

function worstOf(statuses: readonly MemberStatus[]): MemberStatus {
  const order: readonly MemberStatus[] = ["done", ...STATUSES];
  return order[statuses.reduce((worst, one) => Math.max(worst, order.indexOf(one)), 0)] as MemberStatus;
}
