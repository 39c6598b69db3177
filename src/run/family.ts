import type { Backend, Host, Open } from "../backend.ts";
import { messageOf } from "../errors.ts";
import { memberText } from "../problem/family.ts";
import { memberOf } from "../problem/parsed.ts";
import type { Prepared } from "../problem/problem.ts";
import { cellsOf, makePlan, nodesOf, type Plan } from "../quadrature/plan.ts";
import { total, totals } from "../quadrature/sum.ts";
import { type FamilyRunOptions, familyResult } from "./family-result.ts";
import { timedRuns } from "./integrate.ts";
import { explainNotFinite } from "./locate.ts";
import { timesOf } from "./repeat.ts";
import type { Failure, FamilyResult, MemberStatus } from "./result.ts";

/** A family of integrals over a grid. A member whose f is not finite fails alone. */
export async function integrateFamily(
  prepared: Prepared,
  open: Open,
  host: Host,
  { until, untilStatus = () => "interrupted", onMember, ...options }: FamilyRunOptions = {},
): Promise<FamilyResult> {
  const plan = makePlan(prepared);
  let backend: Backend | null = null;
  const opening = host.now();
  let opened = opening;
  const openKept: Open = async (plan) => {
    backend = await open(plan);
    opened = host.now();
    return backend;
  };
  const sums = new Float64Array(plan.tiles);
  const integrals = new Float64Array(plan.members.count).fill(Number.NaN);
  const statuses = new Array<MemberStatus | null>(plan.members.count).fill(null);
  const missing = new Uint32Array(plan.members.count).fill(plan.perMember);
  const onTiles = (first: number, piece: Float64Array) => {
    sums.set(piece, first);
    for (let tile = first; tile < first + piece.length; tile++) {
      const index = Math.floor(tile / plan.perMember);
      // A run that begins again, or is repeated, has all tiles once more.
      if (missing[index] === 0) missing[index] = plan.perMember;
      missing[index] = (missing[index] as number) - 1;
      if (missing[index]) continue;
      const begin = index * plan.perMember;
      const integral = total(plan, sums.subarray(begin, begin + plan.perMember));
      const status = Number.isFinite(integral) ? "done" : "failed";
      integrals[index] = status === "done" ? integral : Number.NaN;
      statuses[index] = status;
      onMember?.({ index, integral: integrals[index], error: Number.NaN, status });
    }
  };
  const signal = options.signal ?? until;
  const ran = await timedRuns(plan, openKept, host, { ...options, signal, onTiles }).catch((error) => {
    if (options.signal || !until?.aborted || !backend) throw error;
    return null;
  });
  const used = ran?.runs.at(-1)?.backend ?? (backend as Backend | null);
  if (!used) throw new Error("no backend was opened");
  const setup = ran?.setup ?? (opened - opening) / 1000;
  const times = timesOf(ran?.runs.map(({ compute }) => compute) ?? [(host.now() - opened) / 1000]);
  const cut = ran ? "failed" : untilStatus();
  const outcome = { integrals, statuses: statuses.map((status) => status ?? cut) };
  return resultOfFamily(plan, sums, used, host, { setup, ...times }, outcome);
}

/** The document of a family whose tiles have these sums. `outcome`: of each member, unless all tiles were summed. */
export function resultOfFamily(
  plan: Plan,
  sums: Float64Array,
  backend: Pick<Backend, "name" | "precision" | "adapter" | "threads" | "ranks">,
  host: Pick<Host, "info">,
  seconds: { setup: number; compute: number; samples?: readonly number[] },
  outcome = outcomeOf(plan, sums),
): FamilyResult {
  const { statuses } = outcome;
  const failures = failuresOf(plan, statuses, sums, backend);
  const summed = statuses.reduce((n, status) => n + Number(status === "done" || status === "failed"), 0);
  return familyResult(plan, { ...outcome, errors: null }, failures, backend, host, {
    evaluations: (nodesOf(plan) / plan.members.count) * summed,
    cells: cellsOf(plan),
    regions: null,
    seconds,
  });
}

function outcomeOf(plan: Plan, sums: Float64Array) {
  const integrals = totals(plan, sums).map((one) => (Number.isFinite(one) ? one : Number.NaN));
  const statuses = Array.from(integrals, (one): MemberStatus => (Number.isNaN(one) ? "failed" : "done"));
  return { integrals, statuses };
}

/** Members whose trouble is looked for node by node; it may take a second each. */
const EXPLAINED = 8;

function failuresOf(
  plan: Plan,
  statuses: readonly MemberStatus[],
  sums: Float64Array,
  { precision }: Pick<Backend, "precision">,
): Failure[] {
  let explained = 0;
  return statuses.flatMap((status, index): Failure[] => {
    if (status === "done") return [];
    const where = memberText(plan.members, index);
    if (status !== "failed") return [{ index, status, message: `stopped before ${where} was done` }];
    const first = index * plan.perMember;
    const bad = sums.subarray(first, first + plan.perMember).findIndex((one) => !Number.isFinite(one));
    if (bad < 0 || explained++ >= EXPLAINED) {
      return [{ index, status, message: `the integral is not a finite number for ${where}` }];
    }
    return [{ index, status, message: `${explainedAt(plan, index, bad, precision)}, for ${where}` }];
  });
}

function explainedAt(plan: Plan, index: number, tile: number, precision: string): string {
  try {
    return explainNotFinite({ ...plan, ...memberOf(plan, index) }, tile, precision);
  } catch (error) {
    return messageOf(error);
  }
}
