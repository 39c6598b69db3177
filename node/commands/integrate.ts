import type { Open } from "../../src/backend.ts";
import { csv } from "../../src/output/csv.ts";
import { cellsOf, makePlan, nodesIn, nodesOf } from "../../src/quadrature/grid/plan.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { progressText } from "../../src/run/grid/ledger.ts";
import { partialLine } from "../../src/run/grid/partial-document.ts";
import { integrateShard } from "../../src/run/grid/shard.ts";
import type { Result } from "../../src/run/result.ts";
import type { Choice, Session } from "../../src/run/session.ts";
import { host } from "../host.ts";
import type { Job } from "../mpi/job.ts";
import { estimateIn, exactIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { problemIn } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { gridRunIn } from "./grid-run.ts";
import { printer } from "./print.ts";
import { rateLine } from "./progress.ts";
import { human, lessonLines } from "./report.ts";

/** Opens what computes a grid. */
export const onGrid =
  (session: Session, choice: Choice): Open =>
  (plan) =>
    session.open(plan, choice);

/** `gpu-integrate` with a grid: one integral or a part of it; in an MPI job rank 0 prints it. */
export async function runIntegrate(args: Arguments, job: Job | null): Promise<void> {
  const prepared = problemIn(args);
  const exact = exactIn(args);
  const plan = makePlan(prepared);
  const print = printer(
    args,
    csv,
    args.flag("quiet") ? lessonLines : (result: Result) => human(result, plan),
  );
  const { repeat, warmup, shard, share, silent, later, surroundings, within } = gridRunIn(
    args,
    job,
    plan,
    onGrid,
  );
  let far = { done: 0, total: nodesIn(plan, share) };
  const where = () => `at ${progressText({ ...far, unit: "evaluations" })}${later}`;
  const line = rateLine(host.now, cellsOf(plan) / nodesOf(plan));
  const result = await attend({ ...surroundings, where }, async (attendance) => {
    const { open, kept, wrap, own, whole } = within(attendance, (now) => {
      far = now;
      if (!silent) attendance.progress(line(now));
    });
    if (shard) return integrateShard(plan, shard, kept(open), host, own);
    // The ranks have the same result: one of them is enough.
    const estimate = !silent && estimateIn(args, prepared);
    return integrate(prepared, open, host, { ...whole, repeat, warmup, exact, estimate, wrap });
  });
  if (silent) return;
  // A part is one line, which can be appended to others.
  if ("partials" in result) process.stdout.write(partialLine(result));
  else print(result);
}
