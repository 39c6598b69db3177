import type { Open } from "../../src/backend.ts";
import { UsageError } from "../../src/errors.ts";
import { csv } from "../../src/output/csv.ts";
import {
  cellsOf,
  makePlan,
  nodesIn,
  nodesOf,
  type Shard,
  shareOf,
  wholeOf,
} from "../../src/quadrature/plan.ts";
import { withCheckpoint } from "../../src/run/checkpoint.ts";
import { integrate } from "../../src/run/integrate.ts";
import { progressText } from "../../src/run/ledger.ts";
import { partialLine } from "../../src/run/partial-document.ts";
import { amongRanks } from "../../src/run/ranks.ts";
import type { Result } from "../../src/run/result.ts";
import { makeSession } from "../../src/run/session.ts";
import { integrateShard } from "../../src/run/shard.ts";
import { openCheckpoint } from "../checkpoint-file.ts";
import { nodeProvider } from "../devices/provider.ts";
import { host } from "../host.ts";
import type { Job } from "../mpi/job.ts";
import { unshared } from "../mpi/launch.ts";
import {
  adapterIn,
  choiceIn,
  estimateIn,
  exactIn,
  noter,
  secondsIn,
  shardIn,
  wholeIn,
} from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { problemIn } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { printer } from "./print.ts";
import { COMPILING, rateLine } from "./progress.ts";
import { human, lessonLines } from "./report.ts";

/** `gpu-integrate` with a grid: one integral or a part of it; in an MPI job rank 0 prints it. */
export async function runIntegrate(args: Arguments, job: Job | null): Promise<void> {
  const prepared = problemIn(args);
  const exact = exactIn(args);
  const note = noter(args);
  const others = job !== null && job.ranks.rank > 0;
  const { onCpu, ...choice } = choiceIn(args, job?.cores);
  const noteOfAll = others ? () => {} : note;
  if (job) job.onNote = noteOfAll;
  const plan = makePlan(prepared);
  const print = printer(
    args,
    csv,
    args.flag("quiet") ? lessonLines : (result: Result) => human(result, plan),
  );
  const repeat = wholeIn(args, "repeat", 1, 1_000_000) ?? 1;
  const warmup = wholeIn(args, "warmup", 0, 1_000_000) ?? 0;
  const timeout = secondsIn(args, "timeout");
  const shard = shardIn(args);
  const alone = job || shard ? null : unshared(process.env);
  if (alone) note(alone);
  const file = args.text("checkpoint");
  if (file !== undefined && repeat + warmup > 1) {
    throw new UsageError(
      "checkpoint",
      file,
      "cannot be combined with --repeat or --warmup, which time whole runs",
    );
  }
  const part: Shard | undefined = job ? [job.ranks.rank + 1, job.ranks.size] : shard;
  // Each rank keeps its own.
  const store = file === undefined ? undefined : openCheckpoint(job ? `${file}.${part?.join("-of-")}` : file);
  let far = { done: 0, total: nodesIn(plan, part ? shareOf(plan, part) : wholeOf(plan)) };
  const later = store ? "; rerun the same command to resume" : "";
  const where = () => `at ${progressText({ done: far.done, evaluations: far.total })}${later}`;
  const line = rateLine(host.now, cellsOf(plan) / nodesOf(plan));
  const adapter = { ...adapterIn(args), nth: job?.localRank };
  const session = makeSession(nodeProvider(adapter, noteOfAll), host);
  const close = () => {
    session.close();
    store?.close();
  };
  const noteOfRank = (text: string, doubt?: boolean) =>
    note(others ? `rank ${job.ranks.rank}: ${text}` : text, doubt);
  const surroundings = { args, timeout, note: noteOfRank, where, close, silent: others };
  const result = await attend(surroundings, async ({ signal, progress, onNote }) => {
    const open: Open = (plan) => {
      if (!onCpu && !others) progress(() => COMPILING);
      return session.open(plan, choice);
    };
    const onProgress = (now: typeof far) => {
      far = now;
      if (!others) progress(line(now));
    };
    const common = { signal, onNote, onProgress };
    const kept = (plain: Open) =>
      store ? withCheckpoint(store, plain, host, { share: part && shareOf(plan, part), onNote }) : plain;
    if (shard) return integrateShard(prepared, shard, kept(open), host, common);
    // The ranks have the same result: one of them is enough.
    const estimate = !others && estimateIn(args, prepared);
    const wrap = (plain: Open) =>
      job ? amongRanks(job.ranks, warmup + repeat, kept(plain), host, common) : kept(plain);
    // Among ranks each tells of its own part.
    const own = job ? { signal, onNote } : common;
    return integrate(prepared, open, host, { ...own, repeat, warmup, exact, estimate, wrap });
  });
  if (others) return;
  // A part is one line, which can be appended to others.
  if ("partials" in result) process.stdout.write(partialLine(result));
  else print(result);
}
