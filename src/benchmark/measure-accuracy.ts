import type { Host } from "../backend.ts";
import type { PreparedAccuracy } from "../problem/problem.ts";
import { integrateTo } from "../run/accuracy/accuracy.ts";
import type { OpenRegions } from "../run/accuracy/opened.ts";
import { errorCodeOf } from "../run/grid/ledger.ts";
import { sameIntegral, timesOf } from "../run/repeat.ts";
import type { AccuracyResult } from "../run/result.ts";
import type { Who } from "./labels.ts";
import { type Entrant, type MeasuredOf, type Protocol, type TurnOptions, takeTurns } from "./turns.ts";

/** A way to reach an accuracy, to be timed. */
export interface AccuracyContender extends Who {
  readonly open: () => Promise<{ readonly regions: OpenRegions; close(): void }>;
}

/** A result, and whether one thread did all of the work, as there was too little to share. */
interface Reached {
  readonly result: AccuracyResult;
  readonly alone: boolean;
}

export interface AccuracyMeasureOptions extends TurnOptions<AccuracyContender> {
  exact?: number | undefined;
  /** Whether an integral that is a product may be taken apart; default true. */
  apart?: boolean | undefined;
  /** Receives what to doubt of the CPU's results, for people. */
  onNote?: ((text: string, doubt?: boolean) => void) | undefined;
}

/** Times contenders on one integral to an accuracy. */
export async function measureAccuracy(
  prepared: PreparedAccuracy,
  contenders: readonly AccuracyContender[],
  host: Host,
  protocol: Protocol,
  { exact, apart, onNote, ...options }: AccuracyMeasureOptions = {},
): Promise<MeasuredOf<AccuracyContender, Reached>[]> {
  const { signal } = options;
  const setUp = async (contender: AccuracyContender): Promise<Entrant<Reached>> => {
    const { regions, close } = await contender.open();
    const runs: AccuracyResult[] = [];
    // The first run compiles the shader.
    let compiling: number | null = null;
    return {
      async run(counts, onProgress) {
        const own = { signal, exact, apart, onProgress, ...(contender.backend !== "gpu" && { onNote }) };
        const result = await integrateTo(prepared, async () => regions, host, own);
        compiling ??= result.seconds.setup;
        if (counts) runs.push(result);
        return result.seconds.compute;
      },
      clockStep: async () => null,
      result: (setup) => ({
        result: resultOfAll(runs, contender, setup + (compiling ?? 0)),
        alone: contender.threads !== null && runs.every(({ threads }) => threads === null),
      }),
      close,
    };
  };
  return takeTurns(contenders, setUp, host, protocol, options);
}

/** The result of all runs. The contender keeps the name it is known by. */
function resultOfAll(
  runs: readonly AccuracyResult[],
  { backend, precision, threads }: AccuracyContender,
  setup: number,
): AccuracyResult {
  const [first] = runs as [AccuracyResult];
  sameIntegral(
    runs.map(({ integral }) => integral),
    errorCodeOf(backend),
  );
  const { compute, samples } = timesOf(runs.map(({ seconds }) => seconds.compute));
  return {
    ...first,
    backend,
    precision,
    threads,
    seconds: { ...first.seconds, total: setup + compute, setup, compute },
    ...(samples && { samples }),
    evaluationsPerSecond: Math.round(first.evaluations / Math.max(compute, 1e-9)),
  };
}
