import type { Values } from "../../integrand/code/javascript.ts";
import { isDistance, type Line, lineOf, ONE } from "../coordinates/chart.ts";
import { distanceAt, type Region } from "../coordinates/segments.ts";
import { kronrod } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";
import type { Noise } from "./noise.ts";
import { measured } from "./region.ts";
import { remainderOf } from "./remainder.ts";

/**
 * Measures a region at a singular place by extrapolation: f, integrated over all axes but the one of the distance, is fitted
 * by a power of it.
 */
export function makeRemainder(
  valuesFor: (region: Region) => Values,
  noise: Pick<Noise, "at">,
): (measure: Measure, region: Region) => Measure {
  return (measure, region) => {
    const ray = rayOf(valuesFor(region), region);
    if (!ray) return measure;
    const { axis, at, middle, weight, apart } = ray;
    const segment = region[axis] as Region[number];
    const end = distanceAt(segment, segment.to);
    // At the end limits may meet, and the integral across is 0.
    const across = [end, end / 2].map(apart).find(({ error }) => Number.isFinite(error));
    if (!across || across.error > FAILS) return measure;
    const found = remainderOf(at, segment, measure, (d) => weight(d) * noise.at(region, middle(d)));
    if (!found) return measure;
    if (region.length === 1) return { ...measure, ...found };
    const along = across.along.map((part, k) => (k === axis ? found.error : part * found.size));
    return { ...measure, ...found, error: found.error + across.error * found.size, along };
  };
}

/** An error of this part of the integral says that a rule fails. */
const FAILS = 0.01;

/** f as a function of the distance from a region's centre along one axis: its integral over the others. */
interface Ray {
  readonly axis: number;
  /** NaN where f is not finite. */
  at(distance: number): number;
  /** The error of that integral, and how far Gauss's rule is from Kronrod's along each axis, as parts of it. */
  apart(distance: number): Pick<Measure, "error" | "along">;
  /** A point in the region's chart. */
  middle(distance: number): number[];
  /** The integral of 1 in place of f. */
  weight(distance: number): number;
}

/** Null if there is no axis along which nodes pile up, or there are several that do not depend on one another. */
function rayOf(values: Values, region: Region): Ray | null {
  const leads = [...region.keys()].filter((axis) => {
    const { from, within } = region[axis] as Region[number];
    return from === 0 && within === null && isDistance(region, axis);
  });
  const [axis] = leads;
  if (axis === undefined || leads.length > 1) return null;
  const { length } = region[axis] as Region[number];
  const dependent = region.filter(({ within }) => within !== null).length;
  const jacobian = (distance: number) => Math.abs(distance / length) ** dependent;
  const lines = region.map((_, k) => lineOf(region, k));
  const others = region.filter((_, k) => k !== axis).map((one) => ({ ...one, within: null }));
  const [first = ONE, second = ONE] = lines.filter((_, k) => k !== axis);
  const out = new Float64Array(first.at.length * second.at.length);
  const sumAt = (distance: number) => {
    const [xs = ONE.at, ys = ONE.at, zs = ONE.at] = lines.map(({ at }, k) => (k === axis ? [distance] : at));
    values(xs, ys, zs, out);
    return others.length ? measured(others, [first, second, ONE], out) : null;
  };
  return {
    axis,
    at(distance) {
      const sum = sumAt(distance);
      if (!sum) return out[0] as number;
      return sum.lost ? Number.NaN : sum.value * jacobian(distance);
    },
    apart(distance) {
      const sum = sumAt(distance);
      if (!sum) return { error: 0, along: [0] };
      const along = sum.along.map((one) => one / Math.abs(sum.value));
      return {
        error: sum.error / Math.abs(sum.value),
        along: [...along.slice(0, axis), 0, ...along.slice(axis)],
      };
    },
    middle: (distance) => lines.map(({ at }, k) => (k === axis ? distance : (at[at.length >> 1] as number))),
    weight: (distance) => jacobian(distance) * weightOf(first) * weightOf(second),
  };
}

function weightOf({ slopes }: Line): number {
  return slopes.length > 1 ? slopes.reduce((sum, slope, k) => sum + slope * (kronrod[k] as number), 0) : 1;
}
