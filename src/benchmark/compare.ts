import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import type { Prepared, Problem } from "../problem/problem.ts";
import { type Result, SCHEMA } from "../run/result.ts";
import { version } from "../version.ts";
import { keysOf, mostThreads, type Who } from "./labels.ts";
import { type Contender, type Measured, type MeasureOptions, measure, type Protocol } from "./measure.ts";
import { clockStepOf, spread } from "./statistics.ts";

/** A result's distance from the reference, and whether its precision allows it. */
export interface Verdict {
  readonly name: string;
  readonly difference: number;
  /** What the precision promises; null where it promises nothing, or no finite bound. */
  readonly bound: number | null;
  /** null where nothing is promised. */
  readonly ok: boolean | null;
}

export interface Agreement {
  /** What the others are compared with: `serial`, or else the most threads; null without either. */
  readonly reference: string | null;
  /** Among those that are judged. */
  readonly maxDifference: number;
  readonly ok: boolean;
  /** One per result, in the same order. */
  readonly verdicts: readonly Verdict[];
}

export interface Speedup {
  /** Times as fast as `serial` and as the most threads, by compute and by total time; null without them. */
  readonly compute: number | null;
  readonly total: number | null;
  readonly computeOverThreads: number | null;
  readonly totalOverThreads: number | null;
}

/** GPU and CPU on one problem, as printed by `compare --json`. */
export interface Comparison {
  readonly schema: number;
  readonly version: string;
  readonly problem: Problem;
  /** Each with every sample of its compute time, by the host's clock. */
  readonly results: readonly Result[];
  /** Half the distance from the 10th to the 90th percentile of the samples, over their median; by name. */
  readonly spread: Readonly<Record<string, number>>;
  readonly refusals: readonly (Who & { name: string; reason: string })[];
  readonly agreement: Agreement;
  readonly speedup: Readonly<Record<string, Speedup>>;
  /** The smallest step of each clock, in seconds. */
  readonly clocks: { host: number; kernel: number | null };
}

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
  bounds = boundsOf(prepared),
): Comparison {
  const results = measured.flatMap(({ result }) => result ?? []);
  const names = keysOf(results);
  const serial = results.find(({ backend }) => backend === "serial");
  const byName = <T>(of: (result: Result) => T): Record<string, T> =>
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
    problem: prepared.problem,
    results,
    spread: byName((result) => spread(samplesOf(result))),
    refusals,
    agreement: agreementOf(results, bounds),
    speedup: byName((result) => speedup(result, serial, mostThreads(results))),
    clocks: { host: clockStepOf(host.now) / 1000, kernel: steps.length ? Math.max(...steps) / 1e9 : null },
  };
}

/** Whether every result keeps its precision's promise. */
export function agreementOf(results: readonly Result[], bounds: Bounds): Agreement {
  const reference = results.find(({ backend }) => backend === "serial") ?? mostThreads(results);
  const names = keysOf(results);
  const verdicts = results.map((result, k) => judge(bounds, result, reference, names[k] as string));
  const judged = verdicts.filter(({ ok }) => ok !== null);
  return {
    reference: reference ? (names[results.indexOf(reference)] as string) : null,
    maxDifference: Math.max(0, ...judged.map(({ difference }) => difference)),
    ok: judged.every(({ ok }) => ok),
    verdicts,
  };
}

export function samplesOf({ samples, seconds }: Result): readonly number[] {
  return samples ?? [seconds.compute];
}

/** f64 sums of the same tiles have the same bits; the others must be within their bounds. */
function judge(bounds: Bounds, result: Result, reference: Result | undefined, name: string): Verdict {
  if (!reference) return { name, difference: 0, bound: null, ok: null };
  const difference = Math.abs(result.integral - reference.integral);
  if (result.precision === "f64") return { name, difference, bound: 0, ok: difference === 0 };
  // The reference has a rounding error of its own.
  const bound = bounds[result.precision] + bounds.f64;
  if (!Number.isFinite(bound)) return { name, difference, bound: null, ok: null };
  return { name, difference, bound, ok: difference <= bound };
}

function speedup({ seconds }: Result, serial: Result | undefined, threads: Result | undefined): Speedup {
  const times = (other: Result | undefined, clock: "compute" | "total") =>
    other ? other.seconds[clock] / seconds[clock] : null;
  return {
    compute: times(serial, "compute"),
    total: times(serial, "total"),
    computeOverThreads: times(threads, "compute"),
    totalOverThreads: times(threads, "total"),
  };
}
