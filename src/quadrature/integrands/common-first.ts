import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import type { Region } from "../coordinates/segments.ts";
import { phasesOf } from "../ends/phases.ts";
import { firstRegions } from "../regions/first.ts";
import type { Integrand } from "./integrand-rule.ts";
import { consecutive, type Ranges, type Regions } from "./member-regions.ts";

/** A peak that is so much higher than values elsewhere may be cut at; it is the member's own. */
const HIGHER = 1e13;
/** Where waves end an axis, at least this many pass in the last part of it that is looked at. */
const WAVES = 50;
const LAST = 2 ** -18;

/**
 * The regions that members in one variable begin with, where these are the same: where no member has a peak, or waves
 * without end, at which its axis would be cut. Of members that are plain; null for others.
 */
export function makeCommonFirst(
  { f, box, infinite }: Integrand,
  { knownOf, boundFor }: Regions,
  count: number,
) {
  const [[a, b] = [0, 0]] = box;
  const ends = [Math.min(a, b), Math.max(a, b)] as const;
  const side = ends[1] - ends[0];
  const whole: Region = [{ centre: a, length: b - a, power: 1, from: 0, to: 1, within: null }];
  const phases = phasesOf(f).map(({ g, step }) => ({ step, bound: bounder(consecutive(g, 1), 1 + count) }));
  const isCalm = (ranges: Ranges) =>
    phases.every(({ step, bound }) => {
      const { wild, slopes } = bound(
        [ends[0], ...ranges.map(([low]) => low)],
        [ends[1], ...ranges.map(([, high]) => high)],
      );
      const { low, high } = slopes[0] as { low: number; high: number };
      return !wild && Math.max(-low, high) * side * LAST < WAVES * step;
    });
  /** Most of |f|. */
  const heightOf = (ranges: Ranges) => {
    const bounds = boundFor(ranges)([ends[0]], [ends[1]]);
    return isBounded(bounds) ? Math.max(-bounds.low, bounds.high) : Number.POSITIVE_INFINITY;
  };
  let regions: readonly Region[] | null = null;
  return (all: Ranges) => {
    const [areCalm, height, { values }] = [isCalm(all), heightOf(all), knownOf(all)(whole)];
    return (own: Ranges, parameters: Float64Array, out: Float64Array) => {
      values(parameters, out);
      const usual = out.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
      const isLow = height < HIGHER * usual || heightOf(own) < HIGHER * usual;
      if (!isLow || !(areCalm || isCalm(own))) return null;
      regions ??= firstRegions({ f, box, infinite });
      return regions;
    };
  };
}
