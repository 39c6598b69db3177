import type { Bounds } from "../accuracy/bound.ts";
import type { Result } from "../run/result.ts";
import { keysOf, mostThreads, type Who } from "./labels.ts";

/** A result's distance from the reference, and whether that is allowed. */
export interface Verdict {
  readonly name: string;
  readonly difference: number;
  /** What is allowed; null where nothing is promised, or no finite bound. */
  readonly bound: number | null;
  /** null where nothing is promised. */
  readonly ok: boolean | null;
}

export interface Agreement {
  /** What the others are compared with: `serial`, or else the most threads, or simd; null without any. */
  readonly reference: string | null;
  /** Among those that are judged. */
  readonly maxDifference: number;
  readonly ok: boolean;
  /** One per result, in the same order. */
  readonly verdicts: readonly Verdict[];
}

/** Whether every sum over the grid keeps its precision's promise. */
export function agreementOf(results: readonly Result[], bounds: Bounds): Agreement {
  return judged(results, ({ backend, precision }) => {
    // JavaScript's sums of the same tiles have the same bits; the reference has a rounding error of its own.
    return precision === "f64" && backend !== "simd" ? 0 : bounds[precision] + bounds.f64;
  });
}

/** Judges by how far a result may be from the reference; without a finite bound it is not judged. */
export function judged<R extends Who & { readonly integral: number }>(
  results: readonly R[],
  allowed: (result: R, reference: R) => number,
): Agreement {
  const by = (name: Who["backend"]) => results.find(({ backend }) => backend === name);
  const reference = by("serial") ?? mostThreads(results) ?? by("simd");
  const names = keysOf(results);
  const verdicts = results.map((result, k): Verdict => {
    const name = names[k] as string;
    if (!reference) return { name, difference: 0, bound: null, ok: null };
    const difference = Math.abs(result.integral - reference.integral);
    const bound = result === reference ? 0 : allowed(result, reference);
    if (!Number.isFinite(bound)) return { name, difference, bound: null, ok: null };
    return { name, difference, bound, ok: difference <= bound };
  });
  const known = verdicts.filter(({ ok }) => ok !== null);
  return {
    reference: reference ? (names[results.indexOf(reference)] as string) : null,
    maxDifference: Math.max(0, ...known.map(({ difference }) => difference)),
    ok: known.every(({ ok }) => ok),
    verdicts,
  };
}
