import type { Host } from "../backend.ts";
import type { MembersDone } from "../cpu/worker.ts";
import { memberText } from "../problem/family.ts";
import type { PreparedAccuracy } from "../problem/problem.ts";
import type { TileRange } from "../quadrature/plan.ts";
import { unlessAborted } from "./abort.ts";
import { type FamilyRunOptions, familyResult } from "./family-result.ts";
import { errorCodeOf } from "./ledger.ts";
import { type OpenMembers, openMembers } from "./open-members.ts";
import { repeated, sameIntegral, timesOf } from "./repeat.ts";
import { type Failure, type FamilyResult, type MemberStatus, STATUSES } from "./result.ts";
import type { Choice, Session } from "./session.ts";

export interface FamilyAccuracyOptions extends FamilyRunOptions {
  /** Whether integrals that are products may be taken apart; default true. */
  readonly apart?: boolean | undefined;
}

/** A family of integrals to an accuracy. A member that fails does so alone. */
export async function integrateFamilyTo(
  prepared: PreparedAccuracy,
  session: Session,
  choice: Choice,
  host: Host,
  { signal, until, untilStatus = () => "interrupted", ...options }: FamilyAccuracyOptions = {},
): Promise<FamilyResult> {
  const { apart = true, onNote = () => {} } = options;
  signal?.throwIfAborted();
  const opening = host.now();
  const opened = await unlessAborted(openMembers(prepared, { session, host, onNote }, choice, apart), signal);
  const setup = (host.now() - opening) / 1000;
  try {
    const run = () => integrateOn(prepared, opened, { signal, until, ...options });
    const runs = await repeated(run, host, options, () => until?.aborted ?? false);
    const [{ done }] = runs as [(typeof runs)[number]];
    if (runs.length > 1) {
      const code = errorCodeOf(opened.name);
      for (const k of done.integrals.keys())
        sameIntegral(
          runs.map((other) => other.done.integrals[k] as number),
          code,
        );
    }
    const statuses = [...done.statuses].map(
      (status) => (status < 0 ? untilStatus() : STATUSES[status]) as MemberStatus,
    );
    return familyResult(prepared, { ...done, statuses }, failuresOf(prepared, done, statuses), opened, host, {
      evaluations: done.evaluations,
      gpuEvaluations: opened.onDevice(),
      cells: null,
      regions: done.regions,
      seconds: { setup: setup + opened.setup(), ...timesOf(runs.map(({ compute }) => compute)) },
    });
  } finally {
    opened.close();
  }
}

/** What came of all members; a status below 0 is that of one that was not done. */
type Done = Omit<MembersDone, "statuses"> & { readonly statuses: Int8Array };

async function integrateOn(
  { members: { count } }: PreparedAccuracy,
  opened: OpenMembers,
  { signal, until, onMember, onProgress }: FamilyRunOptions,
): Promise<Done> {
  const done: Done = {
    integrals: new Float64Array(count).fill(Number.NaN),
    errors: new Float64Array(count).fill(Number.NaN),
    statuses: new Int8Array(count).fill(-1),
    evaluations: 0,
    regions: 0,
    messages: [],
  };
  let finished = 0;
  const onDone = ({ first, end }: TileRange, part: MembersDone) => {
    done.integrals.set(part.integrals, first);
    done.errors.set(part.errors, first);
    done.statuses.set(part.statuses, first);
    done.evaluations += part.evaluations;
    done.regions += part.regions;
    done.messages.push(...part.messages);
    finished += end - first;
    onProgress?.({ done: finished, total: count });
    for (let index = first; onMember && index < end; index++) {
      const status = STATUSES[done.statuses[index] as number] as MemberStatus;
      onMember({
        index,
        integral: done.integrals[index] as number,
        error: done.errors[index] as number,
        status,
      });
    }
  };
  const stop = () => signal?.aborted || until?.aborted || false;
  const whole = opened.run({ first: 0, end: count }, onDone, stop);
  await unlessAborted(unlessAborted(whole, until), signal).catch((error) => {
    if (signal?.aborted || !until?.aborted) throw error;
  });
  return done;
}

function failuresOf(
  { members }: PreparedAccuracy,
  { messages, integrals }: Done,
  statuses: readonly MemberStatus[],
): Failure[] {
  const known = new Map(messages.map(({ index, message }) => [index, message]));
  return statuses.flatMap((status, index) => {
    if (!Number.isNaN(integrals[index])) return [];
    return {
      index,
      status,
      message: known.get(index) ?? `stopped before ${memberText(members, index)} was done`,
    };
  });
}
