import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { IntegrateError } from "../../src/errors.ts";
import { disagreement, type RankSetup, type Ranks } from "../../src/run/grid/ranks.ts";
import { Interrupted } from "../commands/interrupt.ts";
import { host } from "../host.ts";
import { LAST_WORDS, type Launch } from "./launch.ts";
import { initMpi } from "./mpi.ts";

/** An MPI job whose ranks share one integral. */
export interface Job {
  readonly ranks: Ranks;
  /** Among the ranks on this machine, from 0. */
  readonly localRank: number;
  /** CPU cores for this rank: its allowed cores, divided among the ranks that share them. */
  readonly cores: number;
  /** Called with notes for people once all ranks have met. */
  onNote?: (text: string) => void;
  /** Reports an error once and ends the job. Resolves to the exit code of this process. */
  fail(error: unknown, message: string, exitCode: number): Promise<number>;
  /** Waits until all ranks have finished. */
  leave(): void;
}

/** A failure that every rank knows of; rank 0 reports it. */
class SharedFailure extends IntegrateError {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super("ranks", message);
  }
}

interface Status {
  readonly setup?: RankSetup;
  readonly failure?: { readonly message: string; readonly exitCode: number };
}

/** Milliseconds after which a rank stops relying on rank 0 to report an error that struck both. */
const PATIENCE = 1000;

/** Joins the launcher's other processes within `patience` seconds. Throws `ranks`. */
export async function joinJob(launch: Launch, patience: number): Promise<Job> {
  const began = host.now();
  const mpi = await initMpi(launch, patience);
  const { rank, size } = mpi;
  const exchange = async <T>(value: T): Promise<T[]> => {
    const all = await mpi.allgather(Buffer.from(JSON.stringify(value)));
    return all.map((bytes) => JSON.parse(Buffer.from(bytes).toString()));
  };
  const places = await exchange({ machine: hostname(), cores: coresAllowed() });
  const here = places[rank] as { machine: string; cores: string };
  const sameMachine = places.map(({ machine }) => machine === here.machine);
  const sameCores = places.filter((place, k) => sameMachine[k] && place.cores === here.cores).length;
  const machines = places.map(({ machine }) => machine);
  let met = false;
  const meet = async (own: Status) => {
    met = true;
    const all = await exchange(own);
    const failures = all.flatMap(({ failure }, k) => (failure ? [{ ...failure, rank: k }] : []));
    const [failure] = failures;
    if (failure) {
      // All ranks fail alike on a wrong argument.
      const alike = failures.length === size && failures.every(({ message }) => message === failure.message);
      throw new SharedFailure(`${alike ? "" : `rank ${failure.rank}: `}${failure.message}`, failure.exitCode);
    }
    const setup = all.map((one) => one.setup as RankSetup);
    const difference = disagreement(setup);
    if (difference) throw new SharedFailure(difference, 2);
    return setup;
  };
  const tell = (message: string) => process.stderr.write(`gpu-integrate: ${message}\n`);
  const job: Job = {
    ranks: {
      rank,
      size,
      joining: (host.now() - began) / 1000,
      async meet(setup) {
        for (const text of crowded(await meet({ setup }), machines)) job.onNote?.(text);
      },
      allgather: mpi.allgather,
    },
    localRank: sameMachine.slice(0, rank).filter(Boolean).length,
    cores: Math.max(1, Math.floor(host.info.cores / sameCores)),
    async fail(error, message, exitCode) {
      let shared = error;
      if (!met && !(error instanceof Interrupted))
        shared = await meet({ failure: { message, exitCode } }).catch((failure) => failure);
      if (shared instanceof SharedFailure) {
        if (rank === 0) tell(shared.message);
        mpi.finalize();
        return shared.exitCode;
      }
      // A time-out, a signal to the job or a sum that is not finite strikes all ranks: rank 0 reports it and ends them.
      if (rank > 0) await setTimeout(PATIENCE);
      tell(`rank ${rank}: ${message}`);
      await setTimeout(LAST_WORDS);
      mpi.abort(exitCode);
      return exitCode;
    },
    leave: mpi.finalize,
  };
  return job;
}

/** Notes on GPUs that several ranks of a machine have taken, as far as names tell. */
export function crowded(all: readonly RankSetup[], machines: readonly string[]): string[] {
  const users = new Map<string, number[]>();
  for (const [rank, { document }] of all.entries()) {
    const { adapter } = document;
    if (!adapter || adapter.software) continue;
    const place = `${adapter.name} of ${machines[rank]}`;
    users.set(place, [...(users.get(place) ?? []), rank]);
  }
  const several = [...users].filter(([, ranks]) => ranks.length > 1);
  return several.map(([place, ranks]) => {
    const advice = "if these are several equal GPUs, have the launcher show each rank only its own";
    return `ranks ${ranks.join(", ")} all take ${place}; ${advice}`;
  });
}

/** The cores that this process may use, as Linux lists them; empty elsewhere. */
function coresAllowed(): string {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}
