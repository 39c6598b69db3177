import { type Bounder, bounder, isUndefined } from "../integrand/bounds.ts";
import type { Domain } from "../problem/domain.ts";
import { makeDivergenceTest } from "../quadrature/divergence.ts";
import { MOST_TENSOR } from "../quadrature/integrand-rule.ts";
import type { Measure } from "../quadrature/region.ts";
import type { Region } from "../quadrature/segments.ts";

/** What makes an integral have no value, and where; nothing but its cost if nothing was found. */
export interface Failure {
  readonly status: "diverges" | "undefined" | null;
  readonly place: readonly number[] | null;
  readonly evaluations: number;
}

interface Part {
  readonly region: Region;
  readonly measure: Measure;
  readonly depth: number;
}

/** Halvings after which a region is tested, besides one of the first where f is not finite or lost to
 * rounding; and the most tests in a pass. */
const DEPTHS = new Set([4, 12, 24]);
const MOST = 3;
/** The part of a region's integral that is its error where a rule fails. */
const FAILS = 0.01;

/** Tests, pass after pass, of the new regions those where f was not finite, and those where halving does not help. */
export function makeFailureTest(
  domain: Pick<Domain, "f" | "box" | "infinite">,
): (fresh: readonly Part[]) => Failure {
  const { box } = domain;
  // Both are made when they are first needed: most integrals need neither.
  let bound: Bounder | null = null;
  let diverging: ReturnType<typeof makeDivergenceTest> | null = null;
  const provenUndefined = (place: readonly number[]) => {
    const corner = (sign: number) =>
      place.map((v, k) => {
        const [a, b] = box[k] as readonly [number, number];
        return Math.min(Math.max(v + sign * 1e-9 * Math.abs(b - a), Math.min(a, b)), Math.max(a, b));
      });
    bound ??= bounder(domain.f, box.length);
    return isUndefined(bound(corner(-1), corner(1)));
  };
  return (fresh) => {
    for (const { measure } of fresh)
      if (measure.lost && provenUndefined(measure.lost))
        return { status: "undefined", place: measure.lost, evaluations: 0 };
    // The test's shells are of a tensor rule.
    if (box.length > MOST_TENSOR) return { status: null, place: null, evaluations: 0 };
    const doubtful = fresh.filter(
      ({ measure: { error, size, rounding, lost }, depth }) =>
        error > FAILS * size && (DEPTHS.has(depth) || (depth === 0 && (lost || rounding > FAILS * size))),
    );
    doubtful.sort((a, b) => b.measure.error - a.measure.error);
    let evaluations = 0;
    for (const { region } of doubtful.slice(0, MOST)) {
      diverging ??= makeDivergenceTest(domain);
      const found = diverging(region);
      evaluations += found.evaluations;
      if (found.place) return { status: "diverges", place: found.place, evaluations };
    }
    return { status: null, place: null, evaluations };
  };
}
