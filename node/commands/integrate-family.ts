import { grouped } from "../../src/output/units.ts";
import { makePlan, nodesIn } from "../../src/quadrature/plan.ts";
import { integrateFamily } from "../../src/run/family.ts";
import { integrateFamilyTo } from "../../src/run/family-accuracy.ts";
import { partialLine } from "../../src/run/partial-document.ts";
import { makeSession } from "../../src/run/session.ts";
import { integrateShard } from "../../src/run/shard.ts";
import { nodeProvider } from "../devices/provider.ts";
import { host } from "../host.ts";
import type { Job } from "../mpi/job.ts";
import { adapterIn, choiceIn, noter, secondsIn, wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { accuracyIn, problemIn } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { gridRunIn } from "./grid-run.ts";
import { atPlace, type Interrupted, statusOf } from "./interrupt.ts";
import { familyPrinterIn } from "./print-family.ts";
import { memberLine } from "./progress.ts";

/** `gpu-integrate --param` with a grid: a family, or a part of it; in an MPI job rank 0 prints it. */
export async function runFamily(args: Arguments, job: Job | null): Promise<void> {
  const prepared = problemIn(args);
  const plan = makePlan(prepared);
  const print = familyPrinterIn(args, prepared);
  const { repeat, warmup, shard, share, silent, later, surroundings, within } = gridRunIn(args, job, plan);
  const members = (share.end - share.first) / plan.perMember;
  const nodes = nodesIn(plan, share);
  let done = 0;
  const where = () => `at ${grouped(done)} of ${grouped(members)} members${later}`;
  const line = memberLine(host.now);
  const [result, stopped] = await attend({ ...surroundings, where }, async (attendance) => {
    const { signal } = attendance;
    const { open, kept, wrap, own, whole } = within(attendance, (far) => {
      done = Math.floor((far.done / nodes) * members);
      if (!silent) attendance.progress(line({ done, total: members }));
    });
    if (shard) return [await integrateShard(prepared, shard, kept(open), host, own), null] as const;
    const { signal: _, ...hooks } = whole;
    // Ranks have nothing before all are done.
    const ending = job ? { signal } : untilIn(signal);
    const options = { ...hooks, ...ending, repeat, warmup, wrap };
    return [await integrateFamily(prepared, open, host, options), reasonOf(signal, where)] as const;
  });
  if (silent) return;
  if ("partials" in result) process.stdout.write(partialLine(result));
  else await print(result, stopped);
}

/** The same to an accuracy. */
export async function runFamilyTo(args: Arguments): Promise<void> {
  const prepared = accuracyIn(args);
  const choice = choiceIn(args);
  const print = familyPrinterIn(args, prepared);
  const repeat = wholeIn(args, "repeat", 1, 1_000_000);
  const warmup = wholeIn(args, "warmup", 0, 1_000_000);
  const session = makeSession(nodeProvider(adapterIn(args), noter(args)), host);
  const timeout = secondsIn(args, "timeout");
  const { count } = prepared.members;
  const seen = new Uint8Array(count);
  let done = 0;
  const where = () => `at ${grouped(done)} of ${grouped(count)} members`;
  const line = memberLine(host.now);
  const surroundings = { args, timeout, where, note: noter(args), close: () => session.close() };
  const [result, stopped] = await attend(surroundings, async ({ signal, progress, onNote }) => {
    const made = await integrateFamilyTo(prepared, session, choice, host, {
      ...{ onNote, repeat, warmup, apart: !args.flag("no-separation") },
      ...untilIn(signal),
      onMember({ index }) {
        // A run that begins again, or is repeated, has it once more.
        done += 1 - (seen[index] as number);
        seen[index] = 1;
        progress(line({ done, total: count }));
      },
    });
    return [made, reasonOf(signal, where)] as const;
  });
  await print(result, stopped);
}

/** Cut short, a family is what is done. */
function untilIn(signal: AbortSignal) {
  return { until: signal, untilStatus: () => statusOf(signal.reason) };
}

/** Why the run was cut short, if it was. */
function reasonOf({ aborted, reason }: AbortSignal, where: () => string): Interrupted | null {
  return aborted ? atPlace(reason, where()) : null;
}
