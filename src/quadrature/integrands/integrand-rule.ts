import { compileValues } from "../../integrand/code/javascript.ts";
import { type Bounder, bounder, isBounded } from "../../integrand/reading/bounds.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import type { Domain } from "../../problem/domain.ts";
import { boxOf, inChart, isApart, isPiled, lineOf } from "../coordinates/chart.ts";
import { halvesOf, insideOf, type Region, withoutEdges, withoutSlivers } from "../coordinates/segments.ts";
import { makeWaves, waveEndsOf } from "../ends/waves.ts";
import { breaksOf } from "../places/breaks.ts";
import { makeCutter } from "../regions/cut.ts";
import { makeHiddenRidge } from "../regions/hidden-ridge.ts";
import type { Seen } from "../regions/hiding.ts";
import { makeInCharts } from "../regions/in-charts.ts";
import { type Look, makeLook } from "../regions/look.ts";
import { withoutLost } from "../regions/lost.ts";
import { makeMisplaced } from "../regions/misplaced.ts";
import { makeNoise } from "../regions/noise.ts";
import { makePiledCutter } from "../regions/piled-cut.ts";
import { makeRemainder } from "../regions/ray.ts";
import { makeRule, makeVariants } from "../regions/region.ts";
import { type Costs, makeRounding, volumeOf } from "../regions/rounding.ts";
import { makeWildTest } from "../regions/wild.ts";
import { SUMMING } from "../rules/kronrod.ts";
import { type Measure, MOST_TENSOR, WILD } from "../rules/measure.ts";
import { makeSums, type SumTask } from "../sums/sum-task.ts";
import type { PartSum } from "../sums/tensor.ts";
import { makeCubatureRule } from "./cubature-rule.ts";

/** An integrand over a box. */
export type Integrand = Pick<Domain, "f" | "box" | "infinite">;

/** Everything that is done with an integrand, region by region; the same on every thread. */
export interface IntegrandRule {
  measure(region: Region): Measure;
  /** `halvings`: how many it may take at most. */
  look(region: Region, measure: Seen, share: number, halvings?: number): Look;
  /** A part of a sum over nodes that are no region's. */
  sum(task: SumTask): PartSum;
}

type Ends = readonly [number, number];

/** An error of this part of the whole says that a rule fails. */
const FAILS = 0.01;

/** `costs`: the sensitivity of f at a point; by default that of the tree, interpreted. */
export function makeIntegrandRule(domain: Integrand, costs?: Costs): IntegrandRule {
  const { f, box } = domain;
  const axes = box.length;
  if (axes > MOST_TENSOR) return manyAxes(domain);
  const { cutting } = breaksOf(domain);
  const variants = makeVariants(f);
  const noise = makeNoise(f, axes);
  const plain = makeRule(variants, axes, noise);
  const isCut = axes > 1 && cutting.length > 0;
  const cutter = isCut ? makeCutter(f, cutting, box) : () => null;
  const piledCutter = isCut ? makePiledCutter(f, cutting, box) : () => null;
  const withRounding = makeRounding(f, costs);
  const withPlaces = makeMisplaced(domain);
  const withRemainder = makeRemainder(variants, noise);
  const withRidge = makeHiddenRidge(domain);
  const waves = makeWaves(waveEndsOf(domain, compileValues));
  // A series that does not settle is left to halving.
  const inWaves = (region: Region): Measure | null => {
    const own = waves(region);
    if (!own) return null;
    const usual = plain(region);
    // Nearer to the end the series is known no better.
    return {
      ...usual,
      ...own,
      along: [1],
      rounding: Math.max(SUMMING * own.size, own.error),
      cut: true,
      lost: null,
    };
  };
  const inCharts = makeInCharts(f, axes);
  const bound = bounder(withSquares(f), axes);
  // Some expressions have the narrower bounds in a region's own coordinates.
  const isTameInChart = (region: Region) => {
    if (!region.some(isApart)) return false;
    const own = inCharts(region).bound;
    return isBounded(boundsOf(own, inChart(region).region.map(insideOf)));
  };
  const isTame = (region: Region) =>
    isBounded(boundsOf(bound, boxOf(region).map(withoutSlivers))) || isTameInChart(region);
  return {
    measure(region) {
      const waves = inWaves(region);
      if (waves) return waves;
      const piled = isPiled(region);
      const found = region.some(isApart) ? piledCutter(region) : cutter(region);
      const measured = found === null || found === "crossed" ? withoutLost(plain(region), region) : found;
      const own = withRidge(withPlaces(withRounding(measured, region, UNIT), region), region);
      const isGrowing = own.error > FAILS * own.size;
      // The rule sees nothing of f at a node where a part of f overflows and f is 0 or undefined.
      const isUnseen = axes === 1 && (own.lost || own.low === 0 || own.high === 0);
      if (
        piled &&
        (isGrowing || (isUnseen && noise.overflows(region, [lineOf(region, 0).at[0] as number])))
      ) {
        // Where piling up nodes was not enough, the integrand still grows towards the centre.
        const grown = isGrowing ? { ...own, error: Math.max(own.error, 2 * own.size) } : own;
        const known = found === null ? withRemainder(grown, region) : grown;
        return own.size === 0 && known !== grown ? { ...known, rounding: known.error } : known;
      }
      if (piled) return own;
      if (own.cut) return own;
      const ends = boxOf(region).map(withoutSlivers);
      const bounds = boundsOf(bound, ends);
      // Next to a pole no rule can be believed, but the pole's part falls with the region.
      if (!isBounded(bounds) && !isTameInChart(region)) {
        const along = wildAlong(isTame, region, own.error > WILD * own.size ? own.along : []);
        return { ...own, error: Math.max(own.error, WILD * own.size), along, wild: true };
      }
      if (found !== "crossed") return own;
      const range = bounds.high - bounds.low;
      return { ...own, error: Math.max(own.error, range * volumeOf(region)), crossed: true };
    },
    sum: makeSums(f),
    look(region, measure, share, halvings) {
      const { region: chart, scale } = inChart(region);
      // f may jump where a coordinate within another ends.
      const inside = chart.map((one, axis) => (region[axis]?.within == null ? one : withoutEdges(one)));
      const seen = inCharts(region).look(inside, measure, share / scale, halvings);
      return seen.hidden === undefined ? seen : { ...seen, hidden: seen.hidden * scale };
    },
  };
}

/** Of more axes than a tensor rule is good for. */
function manyAxes(domain: Integrand): IntegrandRule {
  const { f, box } = domain;
  const axes = box.length;
  const isWild = makeWildTest(domain);
  let measure: ReturnType<typeof makeCubatureRule> | null = null;
  let looking: ReturnType<typeof makeLook> | null = null;
  return {
    measure(region) {
      measure ??= makeCubatureRule(f, axes);
      const own = withoutLost(measure(region), region);
      return isWild(region) ? { ...own, error: Math.max(own.error, WILD * own.size), wild: true } : own;
    },
    sum: makeSums(f),
    look(region, seen, share, halvings) {
      looking ??= makeLook(() => f, axes, bounder(withSquares(f), axes));
      return looking(region, seen, share, halvings);
    },
  };
}

function boundsOf(bound: Bounder, ends: readonly Ends[]) {
  return bound(
    ends.map(([a]) => a),
    ends.map(([, b]) => b),
  );
}

/**
 * The axes to halve where f may be infinite: those along which a half is bounded, so that such places are set apart, or
 * all where there is no such axis; and those with a part in the error.
 */
function wildAlong(isTame: (region: Region) => boolean, region: Region, usual: readonly number[]): number[] {
  const apart = region.map((segment, axis) =>
    halvesOf(segment).some((half) => isTame(region.map((own, k) => (k === axis ? half : own)))),
  );
  const most = Math.max(...usual, 1e-300);
  return apart.map((one, axis) => (one || !apart.includes(true) ? most : (usual[axis] ?? 0)));
}
