import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import type { Prepared, Problem } from "../problem/problem.ts";
import { type Result, SCHEMA } from "../run/result.ts";
import { version } from "../version.ts";
import { type Agreement, agreementOf } from "./agreement.ts";
import { keysOf, mostThreads, type Who } from "./labels.ts";
import { type Contender, type Measured, type MeasureOptions, measure } from "./measure.ts";
import { clockStepOf, spread } from "./statistics.ts";
import type { MeasuredOf, Protocol } from "./turns.ts";

export interface Speedup {
  /** Times as fast as `serial` and as the most threads, by compute and by total time; null without them. */
  readonly compute: number | null;
  readonly total: number | null;
  readonly computeOverThreads: number | null;
  readonly totalOverThreads: number | null;
}

/** GPU and CPU on one problem, as printed by `compare --json`. */
export interface ComparisonOf<R extends Timed, P> {
  readonly schema: number;
  readonly version: string;
  readonly problem: P;
  /** Each with every sample of its compute time, by the host's clock. */
  readonly results: readonly R[];
  /** Half the distance from the 10th to the 90th percentile of the samples, over their median; by name. */
  readonly spread: Readonly<Record<string, number>>;
  readonly refusals: readonly (Who & { name: string; reason: string })[];
  readonly agreement: Agreement;
  readonly speedup: Readonly<Record<string, Speedup>>;
  /** The smallest step of each clock, in seconds. */
  readonly clocks: { host: number; kernel: number | null };
}

/** What a comparison needs of a result. */
export type Timed = Who & Pick<Result, "integral" | "seconds" | "samples">;

export type Comparison = ComparisonOf<Result, Problem>;

/** Times all contenders on the problem and judges their integrals by one in f64, where there is one. */
export async function compare(
  prepared: Prepared,
  contenders: readonly Contender[],
  host: Host,
  protocol: Protocol,
  options: MeasureOptions = {},
): Promise<Comparison> {
  return comparison(prepared, await measure(prepared, contenders, host, protocol, options), host);
}

/** The document of these measurements. */
export function comparison(
  prepared: Prepared,
  measured: readonly Measured[],
  host: Host,
  bounds: Bounds = boundsOf(prepared),
): Comparison {
  return comparisonOf(prepared.problem, measured, host, (results) => agreementOf(results, bounds));
}

/** The same of any results, judged by what agrees for them. */
export function comparisonOf<R extends Timed, P>(
  problem: P,
  measured: readonly MeasuredOf<Who, R>[],
  host: Host,
  judge: (results: readonly R[]) => Agreement,
): ComparisonOf<R, P> {
  const results = measured.flatMap(({ result }) => result ?? []);
  const names = keysOf(results);
  const serial = results.find(({ backend }) => backend === "serial");
  const byName = <T>(of: (result: R) => T): Record<string, T> =>
    Object.fromEntries(results.map((result, k) => [names[k], of(result)]));
  const refusals = measured.flatMap(({ contender, refusal: reason }) => {
    const { backend, precision, threads } = contender;
    const name = `${backend} ${precision}`;
    return reason === null ? [] : [{ name, backend, precision, threads, reason }];
  });
  const steps = measured.flatMap(({ clockStep }) => clockStep ?? []);
  return {
    schema: SCHEMA,
    version,
    problem,
    results,
    spread: byName((result) => spread(samplesOf(result))),
    refusals,
    agreement: judge(results),
    speedup: byName((result) => speedup(result, serial, mostThreads(results))),
    clocks: { host: clockStepOf(host.now) / 1000, kernel: steps.length ? Math.max(...steps) / 1e9 : null },
  };
}

export function samplesOf({ samples, seconds }: Pick<Timed, "samples" | "seconds">): readonly number[] {
  return samples ?? [seconds.compute];
}

function speedup({ seconds }: Timed, serial: Timed | undefined, threads: Timed | undefined): Speedup {
  const times = (other: Timed | undefined, clock: "compute" | "total") =>
    other ? other.seconds[clock] / seconds[clock] : null;
  return {
    compute: times(serial, "compute"),
    total: times(serial, "total"),
    computeOverThreads: times(threads, "compute"),
    totalOverThreads: times(threads, "total"),
  };
}
