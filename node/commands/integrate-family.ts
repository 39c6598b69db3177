import { grouped } from "../../src/output/units.ts";
import { makePlan, type Plan } from "../../src/quadrature/grid/plan.ts";
import { countIn, type MembersPlan, makeMembersPlan } from "../../src/quadrature/grid/work.ts";
import { integrateFamily } from "../../src/run/family/family.ts";
import { openMembers } from "../../src/run/family/open-members.ts";
import { partialLine } from "../../src/run/grid/partial-document.ts";
import { integrateShard } from "../../src/run/grid/shard.ts";
import { host } from "../host.ts";
import type { Job } from "../mpi/job.ts";
import type { Arguments } from "../options/parse.ts";
import { accuracyIn, problemIn } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { gridRunIn } from "./grid-run.ts";
import { onGrid } from "./integrate.ts";
import { atPlace, type Interrupted, statusOf } from "./interrupt.ts";
import { familyPrinterIn } from "./print-family.ts";
import { memberLine } from "./progress.ts";

/** `gpu-integrate --param` with a grid: a family, or a part of it; in an MPI job rank 0 prints it. */
export async function runFamily(args: Arguments, job: Job | null): Promise<void> {
  return runOn(args, job, makePlan(problemIn(args)), onGrid);
}

/** The same to an accuracy. */
export async function runFamilyTo(args: Arguments, job: Job | null): Promise<void> {
  const apart = !args.flag("no-separation");
  return runOn(args, job, makeMembersPlan(accuracyIn(args)), (session, choice, onNote) => (plan) => {
    return openMembers(plan, { session, host, onNote }, choice, apart);
  });
}

async function runOn<P extends Plan | MembersPlan>(
  args: Arguments,
  job: Job | null,
  plan: P,
  openOn: Parameters<typeof gridRunIn<P>>[3],
): Promise<void> {
  const print = familyPrinterIn(args, plan);
  const run = gridRunIn(args, job, plan, openOn);
  const { repeat, warmup, shard, share, silent, later, surroundings, within } = run;
  const members = (share.end - share.first) / plan.perMember;
  const all = countIn(plan, share);
  let done = 0;
  const where = () => `at ${grouped(done)} of ${grouped(members)} members${later}`;
  const line = memberLine(host.now);
  const [result, stopped] = await attend({ ...surroundings, where }, async (attendance) => {
    const { signal } = attendance;
    const { open, kept, wrap, own, whole } = within(attendance, (far) => {
      done = Math.floor((far.done / all) * members);
      if (!silent) attendance.progress(line({ done, total: members }));
    });
    if (shard) return [await integrateShard(plan, shard, kept(open), host, own), null] as const;
    const { signal: _, ...hooks } = whole;
    // Ranks have nothing before all are done.
    const ending = job ? { signal } : untilIn(signal);
    const options = { ...hooks, ...ending, repeat, warmup, wrap };
    return [await integrateFamily(plan, open, host, options), reasonOf(signal, where)] as const;
  });
  if (silent) return;
  if ("partials" in result) process.stdout.write(partialLine(result));
  else await print(result, stopped);
}

/** An interrupted family is printed with the members that are done. */
function untilIn(signal: AbortSignal) {
  return { until: signal, untilStatus: () => statusOf(signal.reason) };
}

/** Why the run was cut short, if it was. */
function reasonOf({ aborted, reason }: AbortSignal, where: () => string): Interrupted | null {
  return aborted ? atPlace(reason, where()) : null;
}
