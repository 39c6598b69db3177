import type { Open } from "../../src/backend.ts";
import { UsageError } from "../../src/errors.ts";
import { type Plan, type Shard, shareOf, type TileRange, wholeOf } from "../../src/quadrature/grid/plan.ts";
import type { MembersPlan } from "../../src/quadrature/grid/work.ts";
import { withCheckpoint } from "../../src/run/grid/checkpoint.ts";
import { amongRanks } from "../../src/run/grid/ranks.ts";
import { type Choice, makeSession, type Session } from "../../src/run/session.ts";
import { openCheckpoint } from "../checkpoint-file.ts";
import { nodeProvider } from "../devices/provider.ts";
import { host } from "../host.ts";
import type { Job } from "../mpi/job.ts";
import { unshared } from "../mpi/launch.ts";
import { adapterIn, choiceIn, noter, secondsIn, shardIn, wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import type { Attendance, Surroundings } from "./attend.ts";
import { COMPILING } from "./progress.ts";

type Progress = (progress: { done: number; total: number }) => void;

/** What a run over a grid or a family works with: a device or workers, a checkpoint, the other ranks of a job. */
export interface GridRun<P> {
  readonly repeat: number;
  readonly warmup: number;
  readonly shard: Shard | undefined;
  /** The tiles of this process. */
  readonly share: TileRange;
  /** Whether another rank prints the result. */
  readonly silent: boolean;
  /** How to go on after an interruption. */
  readonly later: string;
  readonly surroundings: Omit<Surroundings, "where">;
  /** The run's parts: what opens the backend, what wraps it, and hooks for the work of this process and of the run. */
  within(
    attendance: Attendance,
    onProgress: Progress,
  ): {
    readonly open: Open<P>;
    readonly kept: (plain: Open<P>) => Open<P>;
    readonly wrap: (plain: Open<P>) => Open<P>;
    readonly own: { signal: AbortSignal; onNote: Attendance["onNote"]; onProgress: Progress };
    readonly whole: Omit<ReturnType<GridRun<P>["within"]>["own"], "onProgress"> & { onProgress?: Progress };
  };
}

/** `openOn` opens the backend of a session. Throws `usage`. */
export function gridRunIn<P extends Plan | MembersPlan>(
  args: Arguments,
  job: Job | null,
  plan: P,
  openOn: (session: Session, choice: Choice, onNote: Attendance["onNote"]) => Open<P>,
): GridRun<P> {
  const { onCpu, ...choice } = choiceIn(args, job?.cores);
  const note = noter(args);
  const silent = job !== null && job.ranks.rank > 0;
  const noteOfAll = silent ? () => {} : note;
  if (job) job.onNote = noteOfAll;
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
  const share = part ? shareOf(plan, part) : wholeOf(plan);
  // Each rank keeps its own.
  const store = file === undefined ? undefined : openCheckpoint(job ? `${file}.${part?.join("-of-")}` : file);
  const session = makeSession(nodeProvider({ ...adapterIn(args), nth: job?.localRank }, noteOfAll), host);
  const noteOfRank = (text: string, doubt?: boolean) =>
    note(silent ? `rank ${job.ranks.rank}: ${text}` : text, doubt);
  return {
    ...{ repeat, warmup, shard, share, silent },
    later: store ? "; rerun the same command to resume" : "",
    surroundings: {
      ...{ args, timeout, silent, note: noteOfRank },
      close() {
        session.close();
        store?.close();
      },
    },
    within({ signal, progress, onNote }, onProgress) {
      const own = { signal, onNote, onProgress };
      const kept = (plain: Open<P>) =>
        store ? withCheckpoint(store, plain, host, { share: part && share, onNote }) : plain;
      return {
        open(plan) {
          if (!onCpu && !silent) progress(() => COMPILING);
          return openOn(session, choice, onNote)(plan);
        },
        kept,
        wrap: (plain) => (job ? amongRanks(job.ranks, warmup + repeat, kept(plain), host, own) : kept(plain)),
        own,
        // Among ranks each tells of its own part.
        whole: job ? { signal, onNote } : own,
      };
    },
  };
}
