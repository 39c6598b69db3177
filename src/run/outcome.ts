import type { Backend } from "../backend.ts";
import { messageOf } from "../errors.ts";
import { memberText } from "../problem/family.ts";
import { memberOf } from "../problem/parsed.ts";
import type { Plan } from "../quadrature/grid/plan.ts";
import { total } from "../quadrature/grid/sum.ts";
import { FIELDS, type MembersPlan } from "../quadrature/grid/work.ts";
import { explainNotFinite } from "./grid/locate.ts";
import { type Failure, type Member, type MemberStatus, STATUSES } from "./result.ts";

/** What the numbers of a family's member come to. */
export function outcomeOf(
  plan: Plan | MembersPlan,
  numbers: Float64Array,
  index: number,
): Omit<Member, "index"> {
  const own = numbers.subarray(index * plan.perMember, (index + 1) * plan.perMember);
  if (!("rule" in plan)) {
    const [integral, error, status] = own as unknown as [number, number, number];
    return { integral, error, status: STATUSES[status] as MemberStatus };
  }
  const integral = total(plan, own);
  const isDone = Number.isFinite(integral);
  return { integral: isDone ? integral : Number.NaN, error: Number.NaN, status: isDone ? "done" : "failed" };
}

/** Values of f and regions of a member to an accuracy. */
export function costOf(numbers: Float64Array, index: number): { evaluations: number; regions: number } {
  const [evaluations = 0, regions = 0] = numbers.subarray(index * FIELDS + 3, (index + 1) * FIELDS);
  return { evaluations, regions };
}

/** Members whose trouble on a grid is looked for node by node; it may take a second each. */
const EXPLAINED = 8;

const WHY: Partial<Record<MemberStatus, string>> = {
  diverges: "the integral diverges",
  undefined: "f is undefined",
};

/** Those without a value, and why; `isOpen`: those that were stopped before they were done. */
export function failuresOf(
  plan: Plan | MembersPlan,
  numbers: Float64Array,
  { integrals, statuses }: { readonly integrals: Float64Array; readonly statuses: readonly MemberStatus[] },
  { precision, members }: Pick<Backend, "precision" | "members">,
  isOpen: (index: number) => boolean,
): Failure[] {
  let explained = 0;
  const messageFor = (index: number, status: MemberStatus): string => {
    const where = memberText(plan.members, index);
    if (isOpen(index)) return `stopped before ${where} was done`;
    const known = members?.messages.get(index);
    if (known) return known;
    if ("rule" in plan && explained++ < EXPLAINED) {
      const first = index * plan.perMember;
      const own = numbers.subarray(first, first + plan.perMember);
      const bad = own.findIndex((one) => !Number.isFinite(one));
      if (bad >= 0) return `${explainedAt(plan, index, bad, precision)}, for ${where}`;
    }
    return `${WHY[status] ?? "the integral is not a finite number"} for ${where}`;
  };
  return statuses.flatMap((status, index) =>
    Number.isNaN(integrals[index]) ? [{ index, status, message: messageFor(index, status) }] : [],
  );
}

function explainedAt(plan: Plan, index: number, tile: number, precision: string): string {
  try {
    return explainNotFinite({ ...plan, ...memberOf(plan, index) }, tile, precision);
  } catch (error) {
    return messageOf(error);
  }
}
