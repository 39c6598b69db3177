import { bounder, isBounded } from "../integrand/bounds.ts";
import { sensitivity } from "../integrand/sensitivity.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Domain } from "../problem/domain.ts";
import { breaksOf } from "./breaks.ts";
import { makeCutter } from "./cut.ts";
import { nodes } from "./kronrod.ts";
import { type Look, makeLook } from "./look.ts";
import { type Measure, makeRule, makeVariants, type Region } from "./region.ts";
import { remainderOf } from "./remainder.ts";
import { endsOf, insideOf, type Segment, segmentsOf } from "./segments.ts";

/** An integrand over a box. */
export type Integrand = Pick<Domain, "f" | "box" | "infinite">;

/** Everything that is done with an integrand, region by region; the same on every thread. */
export interface IntegrandRule {
  measure(region: Region): Measure;
  look(region: Region, measure: Pick<Measure, "low" | "high">, share: number): Look;
}

type Ends = readonly [number, number];

/** Pieces of each axis at first, by the number of axes. */
const FIRST = [1, 8, 4, 1];
/** The part of a region next to a pole that is taken for its error. */
const WILD = 0.1;
/** An error of this part of the whole says that a rule fails. */
const FAILS = 0.01;

/** The regions to begin with. */
export function firstRegions(integrand: Integrand): Region[] {
  return breaksOf(integrand)
    .cuts.map((places) => segmentsOf(places, FIRST[integrand.box.length] as number))
    .reduce<Region[]>(
      (regions, segments) => regions.flatMap((one) => segments.map((segment) => [...one, segment])),
      [[]],
    );
}

export function makeIntegrandRule(domain: Integrand): IntegrandRule {
  const { f, box } = domain;
  const axes = box.length;
  const { curves } = breaksOf(domain);
  const variants = makeVariants(f);
  const plain = makeRule(variants, axes);
  const cutter = axes > 1 && curves.length ? makeCutter(f, curves, axes) : () => null;
  const bound = bounder(f, axes);
  const withRounding = makeRounding(f);
  const isTame = (ends: readonly Ends[]) => {
    const bounds = bound(
      ends.map(([a]) => a),
      ends.map(([, b]) => b),
    );
    return isBounded(bounds, bound.root);
  };
  // Halves along an axis of which one is bounded set apart where f is not; where there is no such axis all are halved.
  const wildAlong = (ends: readonly Ends[], usual: readonly number[]): number[] => {
    const parts = ends.map(([a, b], axis) => {
      const half = (own: Ends) => isTame(ends.map((one, k) => (k === axis ? own : one)));
      return half([a, (a + b) / 2]) || half([(a + b) / 2, b]);
    });
    const most = Math.max(...usual, 1e-300);
    return parts.map((apart, axis) => (apart || !parts.includes(true) ? most : (usual[axis] ?? 0)));
  };
  return {
    measure(region) {
      const piled = region.some(({ power, from }) => power > 1 && from === 0);
      const found = region.some(({ power }) => power > 1) ? null : cutter(region);
      const own = withRounding(
        found === null || found === "crossed" ? withoutLost(plain(region), region) : found,
        region,
      );
      // Where piling up nodes was not enough, the integrand still grows towards the centre.
      if (piled && own.error > FAILS * own.size) {
        const grown = { ...own, error: Math.max(own.error, own.size) };
        return {
          ...grown,
          ...(axes === 1 ? remainderOf(variants(region), region[0] as Segment, grown) : null),
        };
      }
      if (piled) return own;
      if (own.cut) return own;
      const ends = region.map(insideOf);
      const bounds = bound(
        ends.map(([a]) => a),
        ends.map(([, b]) => b),
      );
      // Next to a pole no rule can be believed, but the pole's part falls with the region.
      if (!isBounded(bounds, bound.root)) {
        const along = wildAlong(ends, own.error > WILD * own.size ? own.along : []);
        return { ...own, error: Math.max(own.error, WILD * own.size), along, wild: true };
      }
      if (found !== "crossed") return own;
      const range = (bounds.high[bound.root] as number) - (bounds.low[bound.root] as number);
      const volume = ends.reduce((product, [a, b]) => product * (b - a), 1);
      return { ...own, error: Math.max(own.error, range * volume), crossed: true };
    },
    look: makeLook(f, axes),
  };
}

/** Nodes where f is not finite count as 0: nothing is known of their part. Nor is of sums beyond the largest number. */
function withoutLost(measure: Measure, region: Region): Measure {
  const { lost, error, size } = measure;
  if (!Number.isFinite(error + size)) {
    const middle = region.map(endsOf).map(([a, b]) => a + (b - a) / 2);
    return { ...measure, value: 0, size: 0, error: UNKNOWN, lost: lost ?? middle };
  }
  return lost ? { ...measure, error: Math.max(error, size || UNKNOWN) } : measure;
}

const UNKNOWN = 1e300;

/** Errors that are a larger part of the whole than this hold f's rounding; unless splitting has not helped. */
const CLEAR = 1e-8;
const NARROW = 1 / 32;
/** The nodes of a region where f's rounding is looked at: where f is known, so that none is new. */
const PLACES = [
  [7, 7, 7],
  [10, 5, 9],
];

/** They jump at places that are found by themselves. */
const STEPWISE = new Set([
  "floor",
  "ceil",
  "round",
  "sign",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
  "&&",
  "||",
  "!",
]);

/** Adds what evaluating f costs: rounding errors may agree in both sums, whose difference then says nothing. */
function makeRounding(f: Tree): (measure: Measure, region: Region) => Measure {
  return (measure, region) => {
    const { error, size, along, cut, lost } = measure;
    // A curve may go through the very places.
    if (cut || lost) return measure;
    // Next to a singular place f is evaluated in the distance from it.
    const wide = region.some(({ from, to }) => to - from > NARROW);
    if ((wide && error > CLEAR * size) || region.some(({ power }) => power > 1)) return measure;
    const ends = region.map(endsOf);
    const volume = ends.reduce((product, [a, b]) => product * (b - a), 1);
    const costs = PLACES.map(
      (place) =>
        sensitivity(
          f,
          ends.map(([a, b], axis) => a + (b - a) * (nodes[place[axis] as number] as number)),
          STEPWISE,
        ).sum,
    );
    const own = (2 ** -53 * volume * costs.reduce((a, b) => a + b)) / costs.length;
    if (!(own > measure.rounding)) return measure;
    const difference = along.reduce((a, b) => a + b);
    return { ...measure, rounding: own, error: Math.max(difference > own ? error : 0, own) };
  };
}
