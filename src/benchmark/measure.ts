import type { Backend, Host, Open } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import { knownValue, type Precision, type Prepared, type Problem } from "../problem/problem.ts";
import { makePlan } from "../quadrature/plan.ts";
import { type CompletedRun, completeRun } from "../run/driver.ts";
import { resultOf } from "../run/integrate.ts";
import type { Result } from "../run/result.ts";

/** A way to integrate, to be timed. */
export interface Contender {
  readonly backend: Backend["name"];
  readonly precision: Precision;
  /** CPU workers; null for what has none. */
  readonly threads: number | null;
  readonly open: Open;
}

/** A contender's result with every sample, or why it refused. */
export interface Measured {
  readonly contender: Contender;
  readonly result: Result | null;
  readonly refusal: string | null;
  /** The smallest step of the device's own clock in nanoseconds; null without one. */
  readonly clockStep: number | null;
}

export interface Protocol {
  /** Samples of every contender at least, one a round, so that all share the machine's drift. */
  readonly rounds: number;
  /** Seconds of compute in each round at least, or 200 runs. */
  readonly fill: number;
  /** Runs before the first round; default: as many as fill a round. */
  readonly warmup?: number | undefined;
}

/** At least 5 samples, and half a second or 1000 of them. */
export const PROTOCOL: Protocol = { rounds: 5, fill: 0.1 };

/** As many rounds but shorter ones: the line through all n of a sweep averages over their noise. */
export const SWEEP_PROTOCOL: Protocol = { rounds: 5, fill: 0.02 };

export interface MeasureOptions {
  exact?: number | undefined;
  /** By the host's clock, in milliseconds: a round that would end later, going by the last one, is left out. */
  deadline?: number | undefined;
  signal?: AbortSignal | undefined;
  onNote?: ((text: string) => void) | undefined;
  /** The contender, the round (0 is setup and warm-up), and how much of this run is done. */
  onProgress?:
    | ((now: { problem: Problem; contender: Contender; round: number; part: number }) => void)
    | undefined;
}

/**
 * Times contenders on one problem, one at a time: each is set up and warmed, then they take turns, round by round. A
 * GPU precision that is refused, or too narrow for f's values, is reported and not thrown.
 */
export async function measure(
  prepared: Prepared,
  contenders: readonly Contender[],
  host: Host,
  { rounds, fill, warmup }: Protocol,
  options: MeasureOptions = {},
): Promise<Measured[]> {
  const { problem } = prepared;
  const plan = makePlan(prepared);
  const { signal, onNote, onProgress } = options;
  const all = contenders.map((contender) => new Entry(contender));
  const take = async (entry: Entry, round: number): Promise<number> => {
    const { contender } = entry;
    const run = await completeRun(plan, entry.backend as Backend, contender.open, host, {
      signal,
      onNote,
      onProgress: ({ done, total }) => onProgress?.({ problem, contender, round, part: done / total }),
    });
    entry.backend = run.backend;
    if (round > 0) entry.runs.push(run);
    return run.compute;
  };
  const fillRound = async (entry: Entry, round: number) => {
    let spent = 0;
    for (let k = 0; k < 1 || (spent < fill && k < 200); k++) spent += await take(entry, round);
  };
  try {
    for (const entry of all) {
      signal?.throwIfAborted();
      await entry.attempt(async () => {
        onProgress?.({ problem, contender: entry.contender, round: 0, part: 0 });
        const opening = host.now();
        entry.backend = await entry.contender.open(plan);
        entry.setup = (host.now() - opening) / 1000;
        entry.clockStep = (await entry.backend.clockStep?.()) ?? null;
        if (warmup === undefined) await fillRound(entry, 0);
        else for (let k = 0; k < warmup; k++) await take(entry, 0);
      });
    }
    const { deadline = Number.POSITIVE_INFINITY } = options;
    for (let round = 1, took = 0; round <= rounds; round++) {
      const began = host.now();
      if (round > 1 && began + took > deadline) break;
      for (const entry of all) await entry.attempt(() => fillRound(entry, round));
      took = host.now() - began;
    }
  } finally {
    for (const { backend } of all) backend?.close();
  }
  const exact = options.exact ?? knownValue(plan);
  return all.map(({ contender, refusal, clockStep, setup, runs }) => {
    if (refusal !== null) return { contender, result: null, refusal, clockStep };
    // A grid of few tiles starts fewer workers; the contender keeps the number it is known by.
    const result = { ...resultOf(plan, host, exact, setup, runs), threads: contender.threads };
    return { contender, result, refusal, clockStep };
  });
}

/** A contender being timed. */
class Entry {
  backend: Backend | null = null;
  setup = 0;
  clockStep: number | null = null;
  refusal: string | null = null;
  readonly runs: CompletedRun[] = [];

  constructor(readonly contender: Contender) {}

  /** Does the work unless the contender has refused, and records a refusal by the GPU. */
  async attempt(work: () => Promise<void>): Promise<void> {
    if (this.refusal !== null) return;
    try {
      await work();
    } catch (error) {
      if (!isRefusal(this.contender, error)) throw error;
      this.refusal = error.message;
      this.backend?.close();
      this.backend = null;
    }
  }
}

function isRefusal({ backend, precision }: Contender, error: unknown): error is IntegrateError {
  if (backend !== "gpu" || !(error instanceof IntegrateError)) return false;
  const { code } = error;
  return code === "no-adapter" || code === "not-finite" || (code === "gpu" && precision === "df64");
}
