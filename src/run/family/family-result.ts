import type { Backend, Host, Open } from "../../backend.ts";
import type { Members } from "../../problem/family.ts";
import type { CommonOptions } from "../../problem/options.ts";
import { cellsOf, nodesOf, type Plan } from "../../quadrature/grid/plan.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { version } from "../../version.ts";
import { costOf, failuresOf, outcomeOf } from "../outcome.ts";
import { type FamilyResult, type Member, type MemberStatus, SCHEMA, STATUSES } from "../result.ts";

export interface FamilyRunOptions<P = Plan>
  extends Pick<CommonOptions, "signal" | "onProgress" | "onNote" | "repeat" | "warmup"> {
  /** Once aborted, the result is what is done; the other members have `untilStatus`. Without `signal`. */
  readonly until?: AbortSignal | undefined;
  readonly untilStatus?: (() => MemberStatus) | undefined;
  /** Called for every member as it is done, in any order. */
  readonly onMember?: ((member: Member) => void) | undefined;
  /** Wraps the backend, to add a checkpoint or other ranks. */
  readonly wrap?: ((open: Open<P>) => Open<P>) | undefined;
}

interface Seconds {
  readonly setup: number;
  readonly compute: number;
  readonly samples?: readonly number[];
}

/** The document of a family with these numbers. `statusOf`: of members that were stopped before they were done. */
export function resultOfFamily(
  plan: Plan | MembersPlan,
  numbers: Float64Array,
  backend: Pick<Backend, "name" | "precision" | "adapter" | "threads" | "ranks" | "members">,
  host: Pick<Host, "info">,
  { setup, compute, samples }: Seconds,
  statusOf: (index: number) => MemberStatus | null = () => null,
): FamilyResult {
  const { names, values, count } = plan.members;
  const outcomes = Array.from({ length: count }, (_, k) => {
    const status = statusOf(k);
    return status ? { integral: Number.NaN, error: Number.NaN, status } : outcomeOf(plan, numbers, k);
  });
  const integrals = Float64Array.from(outcomes, ({ integral }) => integral);
  const statuses = outcomes.map(({ status }) => status);
  const isOpen = (k: number) => statusOf(k) !== null;
  const done = [...outcomes.keys()].filter((k) => !isOpen(k));
  const add = (field: "evaluations" | "regions") =>
    done.reduce((sum, k) => sum + costOf(numbers, k)[field], 0);
  const isGrid = "rule" in plan;
  const evaluations = isGrid ? (nodesOf(plan) / count) * done.length : add("evaluations");
  return {
    schema: SCHEMA,
    version,
    problem: plan.problem as FamilyResult["problem"],
    backend: backend.name,
    precision: backend.precision,
    integral: null,
    exact: null,
    error: null,
    estimate: null,
    status: worstOf(statuses),
    evaluations,
    ...(!isGrid && { gpuEvaluations: backend.members?.onDevice() ?? null }),
    cells: isGrid ? cellsOf(plan) : null,
    regions: isGrid ? null : add("regions"),
    adapter: backend.adapter,
    threads: backend.threads,
    ...(backend.ranks && backend.ranks.size > 1 && { ranks: backend.ranks.size }),
    seconds: { total: setup + compute, setup, compute, kernel: null },
    ...(samples && { samples }),
    // By a coarse clock `compute` may be 0.
    evaluationsPerSecond: Math.round(evaluations / Math.max(compute, 1e-9)),
    host: host.info,
    family: {
      parameters: Object.fromEntries(names.map((name, k) => [name, values[k] as Float64Array])),
      integrals,
      errors: Float64Array.from(outcomes, ({ error }) => error),
      statuses,
    },
    failures: failuresOf(plan, numbers, { integrals, statuses }, backend, isOpen),
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
