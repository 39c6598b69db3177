import type { Host } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import type { Who } from "./labels.ts";

/** A contender that is set up on a problem. */
export interface Entrant<R> {
  /** Does one run, and resolves to its seconds; the result has the runs that count. */
  run(counts: boolean, onProgress: (progress: Progress) => void): Promise<number>;
  /** The smallest step of the device's own clock in nanoseconds; null without one. */
  clockStep(): Promise<number | null>;
  /** What the runs came to, given the seconds of the setup. */
  result(setup: number): R;
  close(): void;
}

/** Values of f done, and those of a run. */
interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A contender's result with every sample, or why it refused. */
export interface MeasuredOf<C, R> {
  readonly contender: C;
  readonly result: R | null;
  readonly refusal: string | null;
  /** The smallest step of the device's own clock in nanoseconds; null without one. */
  readonly clockStep: number | null;
}

export interface Protocol {
  /** Samples of every contender at least, one a round, so that all share the machine's drift. */
  readonly rounds: number;
  /** Seconds of compute in each round at least, or 200 runs. */
  readonly fill: number;
  /** Rounds that are done even if they end after the deadline; default 1. */
  readonly least?: number;
  /** Runs before the first round; default: as many as fill a round. */
  readonly warmup?: number | undefined;
}

/** At least 5 samples, and half a second or 1000 of them. */
export const PROTOCOL: Protocol = { rounds: 5, fill: 0.1 };

/** The contender, the round (0 is setup and warm-up), and how far this run is: a part of it, and in values of f. */
export interface Turn<C> {
  readonly contender: C;
  readonly round: number;
  readonly part: number;
  readonly done: number;
}

export interface TurnOptions<C> {
  /** By the host's clock, in milliseconds: a round that would end later, going by the last one, is left out. */
  deadline?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((now: Turn<C>) => void) | undefined;
}

/**
 * Times contenders on one problem, one at a time: each is set up and warmed, then they take turns, round by round. A
 * GPU precision that is refused, or too narrow for f's values, is reported and not thrown.
 */
export async function takeTurns<C extends Who, R>(
  contenders: readonly C[],
  setUp: (contender: C) => Promise<Entrant<R>>,
  host: Host,
  { rounds, least = 1, fill, warmup }: Protocol,
  { signal, onProgress, deadline = Number.POSITIVE_INFINITY }: TurnOptions<C> = {},
): Promise<MeasuredOf<C, R>[]> {
  const all = contenders.map((contender) => new Entry<C, R>(contender));
  let paused = host.now();
  const take = async ({ contender, entrant }: Entry<C, R>, round: number): Promise<number> => {
    // Short runs may leave no moment in which a timer or a signal is heard.
    if (host.now() - paused > 50) {
      await host.pause();
      paused = host.now();
    }
    signal?.throwIfAborted();
    return (entrant as Entrant<R>).run(round > 0, ({ done, total }) =>
      onProgress?.({ contender, round, part: done / total, done }),
    );
  };
  const fillRound = async (entry: Entry<C, R>, round: number) => {
    let spent = 0;
    for (let k = 0; k < 1 || (spent < fill && k < 200); k++) spent += await take(entry, round);
  };
  try {
    for (const entry of all) {
      signal?.throwIfAborted();
      await entry.attempt(async () => {
        onProgress?.({ contender: entry.contender, round: 0, part: 0, done: 0 });
        const opening = host.now();
        entry.entrant = await setUp(entry.contender);
        entry.setup = (host.now() - opening) / 1000;
        entry.clockStep = await entry.entrant.clockStep();
        if (warmup === undefined) await fillRound(entry, 0);
        else for (let k = 0; k < warmup; k++) await take(entry, 0);
      });
    }
    for (let round = 1, took = 0; round <= rounds; round++) {
      const began = host.now();
      if (round > least && began + took > deadline) break;
      for (const entry of all) await entry.attempt(() => fillRound(entry, round));
      took = host.now() - began;
    }
  } finally {
    for (const { entrant } of all) entrant?.close();
  }
  return all.map(({ contender, entrant, setup, refusal, clockStep }) => ({
    contender,
    result: entrant?.result(setup) ?? null,
    refusal,
    clockStep,
  }));
}

/** A contender being timed. */
class Entry<C extends Who, R> {
  entrant: Entrant<R> | null = null;
  setup = 0;
  clockStep: number | null = null;
  refusal: string | null = null;

  constructor(readonly contender: C) {}

  /** Does the work unless the contender has refused, and records a refusal by the GPU. */
  async attempt(work: () => Promise<void>): Promise<void> {
    if (this.refusal !== null) return;
    try {
      await work();
    } catch (error) {
      if (!isRefusal(this.contender, error)) throw error;
      this.refusal = error.message;
      this.entrant?.close();
      this.entrant = null;
    }
  }
}

function isRefusal({ backend }: Who, error: unknown): error is IntegrateError {
  if (backend !== "gpu" || !(error instanceof IntegrateError)) return false;
  const { code } = error;
  return code === "no-adapter" || code === "not-finite" || code === "gpu";
}
