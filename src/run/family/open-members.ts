import type { Backend, Host, RunOptions } from "../../backend.ts";
import { shareOut } from "../../cpu/share-out.ts";
import type { MembersDone } from "../../cpu/worker.ts";
import { UsageError } from "../../errors.ts";
import type { TileRange } from "../../quadrature/grid/plan.ts";
import { FIELDS, type MembersPlan } from "../../quadrature/grid/work.ts";
import { MOST_TENSOR } from "../../quadrature/rules/measure.ts";
import { unlessAborted } from "../abort.ts";
import { checkPromises } from "../accuracy/open-regions.ts";
import type { Choice, Session } from "../session.ts";
import { makeMembers } from "./members.ts";
import { membersOnGpu } from "./members-on-gpu.ts";

interface Surroundings {
  readonly session: Session;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** Calls `onDone` for pieces of a range of members as they are done. */
type DoMembers = (range: TileRange, onDone: OnDone, signal: AbortSignal | undefined) => Promise<void>;
type OnDone = (range: TileRange, done: MembersDone) => void;

/**
 * What integrates the members of a family to an accuracy: the CPU, unless a GPU or its precision was asked for. Throws
 * `usage`, `no-adapter` or `gpu`.
 */
export async function openMembers(
  plan: MembersPlan,
  surroundings: Surroundings,
  { backend, precision, threads }: Choice,
  apart: boolean,
): Promise<Backend> {
  checkPromises(precision);
  const { gpu } = surroundings.session;
  if (backend === "gpu" || precision === "f32" || precision === "df64" || gpu.isRequested) {
    const axes = plan.box.length;
    if (axes > MOST_TENSOR) {
      const advice = `takes a family in one to three variables, not in ${axes}: use -b threads`;
      throw new UsageError("backend", "gpu", advice);
    }
    const device = await membersOnGpu(plan, surroundings, { precision }, apart);
    return backendOf(device.run, { ...device, name: "gpu", threads: null });
  }
  const { canCompile } = surroundings.session.workers();
  const onCpu = { precision: "f64", adapter: null, onDevice: () => null, compiling: () => 0 } as const;
  if (backend === "serial" && canCompile) {
    const run = onThisThread(plan, surroundings, apart);
    return backendOf(run, { ...onCpu, name: "serial", threads: null, close() {} });
  }
  const count = backend === "serial" ? 1 : threads;
  const workers = await onThreads(plan, surroundings, count, apart, backend === "simd");
  const name = backend === "serial" ? "serial" : workers.name;
  return backendOf(workers.run, {
    ...onCpu,
    name,
    threads: name === "serial" ? null : workers.count,
    close: workers.close,
  });
}

type Described = Pick<Backend, "name" | "precision" | "adapter" | "threads" | "close"> & {
  onDevice(): number | null;
  compiling(): number;
};

function backendOf(work: DoMembers, { onDevice, compiling, ...described }: Described): Backend {
  const messages = new Map<number, string>();
  return {
    ...described,
    members: { messages, onDevice, compiling },
    async run(ranges, { signal, onPartials }: RunOptions) {
      const onDone: OnDone = ({ first }, { numbers, messages: own }) => {
        signal?.throwIfAborted();
        for (const { index, message } of own) messages.set(index, message);
        onPartials(first * FIELDS, numbers);
      };
      for (const { first, end } of ranges) {
        await work({ first: first / FIELDS, end: end / FIELDS }, onDone, signal);
        signal?.throwIfAborted();
      }
      return { kernel: null };
    },
  };
}

/** Milliseconds that a piece should take: short enough to stop soon, and to share out. */
const TARGET = 60;
const MOST = 256;

/** How many members a piece may have, by what earlier ones took. */
function makePace(host: Pick<Host, "now">) {
  let size = 1;
  return {
    size: (left: number, shares: number) => Math.max(1, Math.min(size, Math.ceil(left / (2 * shares)))),
    async timed<T>({ first, end }: TileRange, work: () => Promise<T>): Promise<T> {
      const since = host.now();
      const done = await work();
      const took = Math.max(host.now() - since, 0.1);
      size = Math.max(1, Math.min(MOST, 4 * size, Math.round(((end - first) * TARGET) / took)));
      return done;
    },
  };
}

function onThisThread(plan: MembersPlan, { host }: Surroundings, apart: boolean): DoMembers {
  let wanted: AbortSignal | undefined;
  const members = makeMembers(plan.problem, apart, false, host, () => wanted?.throwIfAborted());
  const pace = makePace(host);
  return async ({ first, end }, onDone, signal) => {
    wanted = signal;
    for (let at = first; at < end && !signal?.aborted; ) {
      const piece = { first: at, end: Math.min(end, at + pace.size(end - at, 1)) };
      onDone(piece, await pace.timed(piece, () => members(piece)));
      at = piece.end;
      await host.pause();
    }
  };
}

/** `simd`: in WebAssembly, where the workers may compile that. */
async function onThreads(
  plan: MembersPlan,
  { session, host, onNote }: Surroundings,
  count: number,
  apart: boolean,
  simd: boolean,
) {
  const { pool } = session.workers();
  const id = pool.nextPlan();
  const workers = pool.take(Math.min(count, plan.members.count));
  const opened = (simd: boolean) =>
    Promise.all(workers.map((worker) => worker.call({ openFamily: plan.problem, apart, simd, id })));
  const refusal = (await opened(simd)).find((answer) => typeof answer === "string");
  if (refusal !== undefined) {
    onNote(`using plain threads: WebAssembly may not be compiled here (${refusal})`);
    await opened(false);
  }
  const pace = makePace(host);
  const run: DoMembers = (range, onDone, signal) => {
    const sharing = shareOut(
      "members",
      workers,
      [range],
      (left) => pace.size(left, workers.length),
      (worker, members) => {
        signal?.throwIfAborted();
        return pace.timed(members, () => worker.call<MembersDone>({ members, id }));
      },
      onDone,
    );
    // At once when aborted: to close then ends the members in progress.
    return unlessAborted(sharing, signal);
  };
  return {
    name: simd && refusal === undefined ? ("simd" as const) : ("threads" as const),
    run,
    count: workers.length,
    close() {
      for (const worker of workers) worker.call({ forget: true, id }).catch(() => {});
    },
  };
}
