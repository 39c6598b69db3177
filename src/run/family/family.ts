import type { Backend, Host, Open } from "../../backend.ts";
import type { Plan } from "../../quadrature/grid/plan.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { unlessAborted } from "../abort.ts";
import { timedRuns } from "../grid/integrate.ts";
import { errorCodeOf } from "../grid/ledger.ts";
import { outcomeOf } from "../outcome.ts";
import { sameIntegral, timesOf } from "../repeat.ts";
import type { FamilyResult, MemberStatus } from "../result.ts";
import { type FamilyRunOptions, resultOfFamily } from "./family-result.ts";

/** A family of integrals over a grid, or to an accuracy. A member that fails does so alone. */
export async function integrateFamily<P extends Plan | MembersPlan>(
  plan: P,
  open: Open<P>,
  host: Host,
  { until, untilStatus = () => "interrupted", onMember, ...options }: FamilyRunOptions<P> = {},
): Promise<FamilyResult> {
  const { perMember, members } = plan;
  let backend: Backend | null = null;
  const opening = host.now();
  let opened = opening;
  const openKept: Open<P> = async (plan) => {
    backend = await open(plan);
    opened = host.now();
    return backend;
  };
  const numbers = new Float64Array(plan.tiles);
  const missing = new Uint32Array(members.count).fill(perMember);
  const onTiles = (first: number, piece: Float64Array) => {
    numbers.set(piece, first);
    for (let tile = first; tile < first + piece.length; tile++) {
      const index = Math.floor(tile / perMember);
      // A run that begins again, or is repeated, has all tiles once more.
      if (missing[index] === 0) missing[index] = perMember;
      missing[index] = (missing[index] as number) - 1;
      if (!missing[index]) onMember?.({ index, ...outcomeOf(plan, numbers, index) });
    }
  };
  const signal = options.signal ?? until;
  const running = timedRuns(plan, openKept, host, { ...options, signal, onTiles });
  // At once, without waiting for what is in progress.
  const ran = await unlessAborted(running, until).catch((error) => {
    if (options.signal || !until?.aborted || !backend) throw error;
    return null;
  });
  const runs = ran?.runs ?? [];
  const used = runs.at(-1)?.backend ?? (backend as Backend | null);
  if (!used) throw new Error("no backend was opened");
  checkSame(plan, runs, used);
  const times = runs.length ? runs.map(({ compute }) => compute) : [(host.now() - opened) / 1000];
  const compiling = used.members?.compiling() ?? 0;
  const [first = 0] = times;
  times[0] = Math.max(0, first - compiling);
  const seconds = { setup: (ran?.setup ?? (opened - opening) / 1000) + compiling, ...timesOf(times) };
  const statusOf = (index: number): MemberStatus | null => (missing[index] ? untilStatus() : null);
  return resultOfFamily(plan, numbers, used, host, seconds, ran ? undefined : statusOf);
}

/** Throws where two runs disagree on a member's integral. */
function checkSame(
  { tiles, perMember }: Plan | MembersPlan,
  runs: readonly { readonly partials: Float64Array }[],
  { name }: Backend,
): void {
  if (runs.length < 2) return;
  for (let k = 0; k < tiles; k += perMember) {
    const all = runs.map(({ partials }) => partials[k] as number);
    sameIntegral(all, errorCodeOf(name));
  }
}
