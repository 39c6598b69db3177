import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import type { Precision, Prepared, Problem } from "../problem/problem.ts";
import { type Result, SCHEMA } from "../run/result.ts";
import { version } from "../version.ts";
import { type Contender, type Measured, type MeasureOptions, measure, type Protocol } from "./measure.ts";
import { clockStepOf, spread } from "./statistics.ts";

/** How far a result is from the reference, and whether its precision allows that. */
export interface Verdict {
  readonly name: string;
  readonly difference: number;
  /** What the precision promises; null where it promises nothing, or where the promise is infinite. */
  readonly bound: number | null;
  /** null where nothing is promised. */
  readonly ok: boolean | null;
}

export interface Agreement {
  /** The result that the others are held against: `serial`, or else that of the most threads; null without one. */
  readonly reference: string | null;
  /** Of those that are judged. */
  readonly maxDifference: number;
  readonly ok: boolean;
  /** One a result, in the results' order. */
  readonly verdicts: readonly Verdict[];
}

export interface Speedup {
  /** Times as fast as `serial`, and as all threads, by compute time and by setup and compute; null without them. */
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
  /** Half of what lies between the 10th and 90th percentile of the samples, as a part of their median; by name. */
  readonly spread: Readonly<Record<string, number>>;
  readonly refusals: readonly { name: string; backend: string; precision: Precision; reason: string }[];
  readonly agreement: Agreement;
  readonly speedup: Readonly<Record<string, Speedup>>;
  /** Seconds between two readings of each clock, at least. */
  readonly clocks: { host: number; kernel: number | null };
}

/** Times all contenders on the problem and judges their integrals; without one in f64 nothing is judged. */
export async function compare(
  prepared: Prepared,
  contenders: readonly Contender[],
  host: Host,
  protocol: Protocol,
  options: MeasureOptions = {},
): Promise<Comparison> {
  return comparison(prepared, await measure(prepared, contenders, host, protocol, options), host);
}

/** The document of what was measured. */
export function comparison(
  prepared: Prepared,
  measured: readonly Measured[],
  host: Host,
  bounds = boundsOf(prepared),
): Comparison {
  const results = measured.flatMap(({ result }) => result ?? []);
  const names = namesOf(results);
  const serial = results.find(({ backend }) => backend === "serial");
  const byName = <T>(of: (result: Result) => T): Record<string, T> =>
    Object.fromEntries(results.map((result, k) => [names[k], of(result)]));
  const refusals = measured.flatMap(({ contender, refusal: reason }) => {
    const { backend, precision } = contender;
    return reason === null ? [] : [{ name: `${backend} ${precision}`, backend, precision, reason }];
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

/** Judges every result by what its precision promises. */
export function agreementOf(results: readonly Result[], bounds: Bounds): Agreement {
  const reference = results.find(({ backend }) => backend === "serial") ?? mostThreads(results);
  const names = namesOf(results);
  const verdicts = results.map((result, k) => judge(bounds, result, reference, names[k] as string));
  const judged = verdicts.filter(({ ok }) => ok !== null);
  return {
    reference: reference ? (names[results.indexOf(reference)] as string) : null,
    maxDifference: Math.max(0, ...judged.map(({ difference }) => difference)),
    ok: judged.every(({ ok }) => ok),
    verdicts,
  };
}

/** `gpu f32`, `serial f64`, `threads f64` for all of them and `threads f64 x2` for fewer. */
function namesOf(results: readonly Result[]): string[] {
  const all = mostThreads(results)?.threads;
  return results.map(({ backend, precision, threads }) => {
    const fewer = threads !== null && threads !== all;
    return `${backend} ${precision}${fewer ? ` x${threads}` : ""}`;
  });
}

export function samplesOf({ samples, seconds }: Result): readonly number[] {
  return samples ?? [seconds.compute];
}

function mostThreads(results: readonly Result[]): Result | undefined {
  const threads = results.filter(({ backend }) => backend === "threads");
  return threads.sort((a, b) => (b.threads as number) - (a.threads as number))[0];
}

/** f64 sums of the same tiles have the same bits; the others have to be within what their precision promises. */
function judge(bounds: Bounds, result: Result, reference: Result | undefined, name: string): Verdict {
  if (!reference) return { name, difference: 0, bound: null, ok: null };
  const difference = Math.abs(result.integral - reference.integral);
  if (result.precision === "f64") return { name, difference, bound: 0, ok: difference === 0 };
  // The reference has an error, too.
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
