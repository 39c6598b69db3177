import type { Host, Open } from "../backend.ts";
import { knownValue, type Prepared, type Problem } from "../problem/problem.ts";
import { makePlan, type Plan } from "../quadrature/grid/plan.ts";
import { type CompletedRun, completeRun } from "../run/grid/driver.ts";
import { resultOf } from "../run/grid/integrate.ts";
import type { Result } from "../run/result.ts";
import type { Who } from "./labels.ts";
import {
  type Entrant,
  type MeasuredOf,
  type Protocol,
  type Turn,
  type TurnOptions,
  takeTurns,
} from "./turns.ts";

/** A way to sum over a grid, to be timed. */
export interface Contender extends Who {
  readonly open: Open;
}

export type Measured = MeasuredOf<Contender, Result>;

/** Rounds as many as usual but shorter: the line through all n of a sweep averages over their noise. */
export const SWEEP_PROTOCOL: Protocol = { rounds: 5, fill: 0.02 };

export interface MeasureOptions extends Omit<TurnOptions<Contender>, "onProgress"> {
  exact?: number | undefined;
  onNote?: ((text: string) => void) | undefined;
  onProgress?: ((now: Turn<Contender> & { problem: Problem }) => void) | undefined;
}

/** Times contenders on one grid. */
export async function measure(
  prepared: Prepared,
  contenders: readonly Contender[],
  host: Host,
  protocol: Protocol,
  options: MeasureOptions = {},
): Promise<Measured[]> {
  const { problem } = prepared;
  const plan = makePlan(prepared);
  const { signal, deadline } = options;
  const onProgress = (now: Turn<Contender>) => options.onProgress?.({ ...now, problem });
  const setUp = (contender: Contender) => entrantOn(plan, contender, host, options);
  return takeTurns(contenders, setUp, host, protocol, { signal, deadline, onProgress });
}

/** A contender that is set up on a grid of its own. */
export async function entrantOn(
  plan: Plan,
  { open, threads }: Contender,
  host: Host,
  { exact = knownValue(plan) ?? undefined, signal, onNote }: MeasureOptions,
): Promise<Entrant<Result>> {
  let backend = await open(plan);
  const runs: CompletedRun[] = [];
  return {
    async run(counts, onProgress) {
      const run = await completeRun(plan, backend, open, host, { signal, onNote, onProgress });
      backend = run.backend;
      if (counts) runs.push(run);
      return run.compute;
    },
    clockStep: async () => (await backend.clockStep?.()) ?? null,
    // A grid of few tiles starts fewer workers; the contender keeps the number it is known by.
    result: (setup) => ({ ...resultOf(plan, host, exact ?? null, setup, runs), threads }),
    close: () => backend.close(),
  };
}
