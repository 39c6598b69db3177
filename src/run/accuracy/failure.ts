import { pointOf } from "../../integrand/code/javascript.ts";
import { type Bounder, bounder, isUndefined } from "../../integrand/reading/bounds.ts";
import { switchesOf } from "../../integrand/reading/switches.ts";
import type { Domain } from "../../problem/domain.ts";
import { endsOf, type Region } from "../../quadrature/coordinates/segments.ts";
import { scattered } from "../../quadrature/ends/shell-sums.ts";
import { wavesDivergeAt } from "../../quadrature/ends/waves.ts";
import { makeDivergenceTest } from "../../quadrature/regions/divergence.ts";
import type { Measure } from "../../quadrature/rules/measure.ts";

/** What makes an integral have no value, and where; nothing but its cost if nothing was found. */
export interface Failure {
  readonly status: "diverges" | "undefined" | null;
  readonly place: readonly number[] | null;
  readonly evaluations: number;
}

type Box = Pick<Domain, "f" | "box" | "infinite">;

/** Regions that are tested at the end, and the places of each, besides its corners, where f is looked at. */
const MOST_AT_END = 64;
const PLACES = 1024;

/** Whether an integral over many axes has no value because of one of its first regions, of which the rules saw nothing. */
export function failureAtEnd(domain: Box, regions: readonly Region[]): Failure {
  const { f, box } = domain;
  const bound = bounder(f, box.length);
  const at = pointOf(f, box.length);
  const isUndefinedAt = proofOf(domain);
  // Bounds leave out where a root's argument is negative in part.
  const hasEdges = switchesOf(f).some(({ kind }) => kind === "edge");
  const places = [...cornersOf(box.length), ...scattered(box.length, PLACES)];
  const diverging = makeDivergenceTest(domain);
  let evaluations = 0;
  for (const region of regions.slice(0, MOST_AT_END)) {
    const ends = region.map(endsOf);
    const { wild } = bound(
      ends.map(([a]) => a),
      ends.map(([, b]) => b),
    );
    for (const place of wild || hasEdges ? places : []) {
      const point = place.map((t, axis) => mix(ends[axis] as readonly [number, number], t));
      evaluations++;
      if (Number.isNaN(at(point)) && isUndefinedAt(point))
        return { status: "undefined", place: point, evaluations };
    }
    const found = diverging(region);
    evaluations += found.evaluations;
    if (found.place) return { status: "diverges", place: found.place, evaluations };
  }
  return { status: null, place: null, evaluations };
}

const mix = ([a, b]: readonly [number, number], t: number) => (t === 1 ? b : a + t * (b - a));

const cornersOf = (axes: number) =>
  Array.from({ length: 2 ** axes }, (_, corner) =>
    Array.from({ length: axes }, (_, axis) => (corner >> axis) & 1),
  );

/** Whether f is proven to be undefined around a place. */
function proofOf(domain: Box): (place: readonly number[]) => boolean {
  let bound: Bounder | null = null;
  return (place) => {
    // A member of a family makes its f when that is first asked for.
    const { f, box } = domain;
    const corner = (sign: number) =>
      place.map((v, k) => {
        const [a, b] = box[k] as readonly [number, number];
        return Math.min(Math.max(v + sign * 1e-9 * Math.abs(b - a), Math.min(a, b)), Math.max(a, b));
      });
    bound ??= bounder(f, box.length);
    return isUndefined(bound(corner(-1), corner(1)));
  };
}

interface Part {
  readonly region: Region;
  readonly measure: Measure;
  readonly depth: number;
}

const NONE: Failure = { status: null, place: null, evaluations: 0 };

/** Halvings after which a region is tested, besides one of the first where f is not finite or lost to
 * rounding; and the most tests in a pass. */
const DEPTHS = new Set([4, 12, 24]);
const MOST = 3;
/** The part of a region's integral that is its error where a rule fails. */
const FAILS = 0.01;

/** Tests, pass after pass, of the new regions those where f was not finite, and those where halving does not help. */
export function makeFailureTest(domain: Box): (fresh: readonly Part[]) => Failure {
  // Made when it is first needed: most integrals do not.
  let diverging: ReturnType<typeof makeDivergenceTest> | null = null;
  const provenUndefined = proofOf(domain);
  return (fresh) => {
    for (const { measure } of fresh)
      if (measure.lost && provenUndefined(measure.lost))
        return { status: "undefined", place: measure.lost, evaluations: 0 };
    const doubtful = fresh.filter(
      ({ measure: { error, size, rounding, lost }, depth }) =>
        error > FAILS * size && (DEPTHS.has(depth) || (depth === 0 && (lost || rounding > FAILS * size))),
    );
    if (!doubtful.length) return NONE;
    doubtful.sort((a, b) => b.measure.error - a.measure.error);
    let evaluations = 0;
    if (doubtful.length && !diverging) {
      const at = wavesDivergeAt(domain);
      if (at !== null) return { status: "diverges", place: [at], evaluations };
    }
    for (const { region } of doubtful.slice(0, MOST)) {
      diverging ??= makeDivergenceTest(domain);
      const found = diverging(region);
      evaluations += found.evaluations;
      if (found.place) return { status: "diverges", place: found.place, evaluations };
    }
    return { status: null, place: null, evaluations };
  };
}
