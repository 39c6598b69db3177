import type { Backend, Host } from "../backend.ts";
import { shareOut } from "../cpu/share-out.ts";
import type { MembersDone } from "../cpu/worker.ts";
import { IntegrateError, UsageError } from "../errors.ts";
import type { PreparedAccuracy } from "../problem/problem.ts";
import type { TileRange } from "../quadrature/plan.ts";
import { makeMembers } from "./members.ts";
import { membersOnGpu } from "./members-on-gpu.ts";
import type { Choice, Session } from "./session.ts";

/** What integrates the members of a family to an accuracy. */
export interface OpenMembers extends Pick<Backend, "name" | "precision" | "adapter" | "threads"> {
  /** Calls `onDone` with pieces of the range as they are done. Asks `stop` between these. */
  run(
    range: TileRange,
    onDone: (range: TileRange, done: MembersDone) => void,
    stop: () => boolean,
  ): Promise<void>;
  /** Values of f that a device computed; null without one. */
  onDevice(): number | null;
  /** Seconds that were spent on compiling, once the work had begun. */
  setup(): number;
  close(): void;
}

interface Surroundings {
  readonly session: Session;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** Chooses it: the CPU, unless a GPU or its precision was asked for. Throws `usage`, `no-adapter` or `gpu`. */
export async function openMembers(
  prepared: PreparedAccuracy,
  surroundings: Surroundings,
  { backend, precision, threads }: Choice,
  apart: boolean,
): Promise<OpenMembers> {
  if (precision === "fast") {
    throw new UsageError("precision", precision, "promises no accuracy; an accuracy takes f32, df64 or f64");
  }
  const { session } = surroundings;
  const { canCompile } = session.workers();
  const { gpu } = session;
  if (backend === "gpu" || precision === "f32" || precision === "df64" || gpu.isRequested)
    return membersOnGpu(prepared, surroundings, { precision }, apart);
  if (backend === "serial" && canCompile) return onThisThread(prepared, surroundings, apart);
  return onThreads(prepared, surroundings, backend === "serial" ? 1 : threads, apart);
}

/** Milliseconds that a piece should take: short enough to stop soon, and to share out. */
const TARGET = 60;
const MOST = 256;

/** How many members a piece may have, by what earlier ones took. */
function makePace(host: Pick<Host, "now">) {
  let size = 8;
  return {
    size: (left: number, shares: number) => Math.max(1, Math.min(size, Math.ceil(left / (2 * shares)))),
    async timed<T>(count: number, work: () => Promise<T>): Promise<T> {
      const since = host.now();
      const done = await work();
      const took = Math.max(host.now() - since, 0.1);
      size = Math.max(1, Math.min(MOST, 4 * size, Math.round((count * TARGET) / took)));
      return done;
    },
  };
}

function onThisThread(prepared: PreparedAccuracy, { host }: Surroundings, apart: boolean): OpenMembers {
  const members = makeMembers(prepared.problem, apart);
  const pace = makePace(host);
  return {
    ...{ name: "serial", precision: "f64", adapter: null, threads: null },
    async run({ first, end }, onDone, stop) {
      for (let at = first; at < end && !stop(); ) {
        const piece = { first: at, end: Math.min(end, at + pace.size(end - at, 1)) };
        onDone(piece, await pace.timed(piece.end - at, () => members(piece)));
        at = piece.end;
        await host.pause();
      }
    },
    onDevice: () => null,
    setup: () => 0,
    close() {},
  };
}

async function onThreads(
  prepared: PreparedAccuracy,
  { session, host }: Surroundings,
  count: number,
  apart: boolean,
): Promise<OpenMembers> {
  const { pool, canCompile } = session.workers();
  const id = pool.nextPlan();
  const workers = pool.take(Math.min(count, prepared.members.count));
  await Promise.all(workers.map((worker) => worker.call({ openFamily: prepared.problem, apart, id })));
  const pace = makePace(host);
  const alone = count === 1 && !canCompile;
  return {
    ...{ name: alone ? "serial" : "threads", precision: "f64", adapter: null },
    threads: alone ? null : workers.length,
    run: (range, onDone, stop) =>
      shareOut(
        "members",
        workers,
        [range],
        (left) => pace.size(left, workers.length),
        (worker, piece) => {
          if (stop()) throw new IntegrateError("cancelled", "stopped");
          return pace.timed(piece.end - piece.first, () => worker.call<MembersDone>({ members: piece, id }));
        },
        onDone,
      ),
    onDevice: () => null,
    setup: () => 0,
    close() {
      for (const worker of workers) worker.call({ forget: true, id }).catch(() => {});
    },
  };
}
