import type { Tree } from "../../integrand/language/tree.ts";
import { STEPWISE, sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { isApart } from "../coordinates/chart.ts";
import { endsOf, type Region } from "../coordinates/segments.ts";
import { COUNT, kronrod, nodes } from "../rules/kronrod.ts";
import { type Measure, withErrors } from "../rules/measure.ts";

/** Adds to a region's error what evaluating f costs in an arithmetic with this unit roundoff. */
export type Rounding = (measure: Measure, region: Region, unit: number) => Measure;

/** Errors of f64 that are a larger part of the whole than this hold f's rounding; unless splitting has not helped. */
const CLEAR = 1e-8;
const NARROW = 1 / 32;
/** The nodes of a region where f's rounding is looked at: where f is known, so that none is new. */
const PLACES = [
  [7, 7, 7],
  [10, 5, 9],
];

/** What the value at the first or the last node counts, of which a function may be off by an ulp, which is two roundoffs. */
const LAST = 2 * (kronrod[0] as number);

/** The sensitivity of f at a point. */
export type Costs = (point: readonly number[]) => number;

/** Rounding errors may agree in both sums, whose difference then says nothing. */
export function makeRounding(
  f: Tree,
  costs: Costs = (point) => sensitivity(f, point, STEPWISE).rounding,
): Rounding {
  return (measure, region, unit) => {
    const { error, size, along, cut, lost } = measure;
    // A curve may go through the very places.
    if (cut || lost) return measure;
    // Next to a singular place f is evaluated in the distance from it.
    const wide = region.some(({ from, to }) => to - from > NARROW);
    if ((wide && error > CLEAR * (unit / UNIT) * size) || region.some(isApart)) return measure;
    const { points, outermost, volume } = placesOf(region);
    const usual = points.reduce((sum, point) => sum + costs(point), 0) / points.length;
    // Towards an end at infinity that of the last node may be more than all others'.
    const own = unit * volume * Math.max(usual, ...outermost.map((point) => LAST * costs(point)));
    // Slopes beyond the largest number say nothing of values that are finite.
    if (!(own > measure.rounding && Number.isFinite(own))) return measure;
    const difference = along.reduce((a, b) => a + b);
    return withErrors(measure, Math.max(difference > own ? error : 0, own), own);
  };
}

interface Places {
  readonly points: readonly (readonly number[])[];
  /** On one axis, those next to the ends of its pieces. */
  readonly outermost: readonly (readonly number[])[];
  readonly volume: number;
}

const known = new WeakMap<Region, Places>();

/** Found once, since a family has the same regions again and again. */
function placesOf(region: Region): Places {
  const found = known.get(region);
  if (found) return found;
  const ends = region.map(endsOf);
  const pointAt = (place: readonly number[]) =>
    ends.map(([a, b], axis) => a + (b - a) * (nodes[place[axis] as number] as number));
  const points = PLACES.map(pointAt);
  const outermost =
    region.length > 1
      ? []
      : region.flatMap(({ from, to, length }) => {
          const [first, last] = length > 0 ? [0, COUNT - 1] : [COUNT - 1, 0];
          return [...(from === 0 ? [[first]] : []), ...(to === 1 ? [[last]] : [])].map(pointAt);
        });
  const made = { points, outermost, volume: volumeOf(region) };
  known.set(region, made);
  return made;
}

export function volumeOf(region: Region): number {
  return region.map(endsOf).reduce((product, [a, b]) => product * (b - a), 1);
}
