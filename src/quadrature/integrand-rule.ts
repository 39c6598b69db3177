import { type Bounder, bounder, isBounded } from "../integrand/bounds.ts";
import { compileValues } from "../integrand/javascript.ts";
import { UNIT } from "../integrand/sensitivity.ts";
import { withSquares } from "../integrand/squares.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Domain } from "../problem/domain.ts";
import { breaksOf } from "./breaks.ts";
import { boxOf, chartOf, inChart, isApart, isPiled } from "./chart.ts";
import { makeCubatureRule } from "./cubature-rule.ts";
import { makeCutter } from "./cut.ts";
import { makeHiddenRidge } from "./hidden-ridge.ts";
import type { Seen } from "./hiding.ts";
import { SUMMING } from "./kronrod.ts";
import { type Look, makeLook } from "./look.ts";
import { makeMisplaced } from "./misplaced.ts";
import { makeNoise } from "./noise.ts";
import { makePiledCutter } from "./piled-cut.ts";
import { makeRemainder } from "./ray.ts";
import { type Measure, MOST_TENSOR, makeRule, makeVariants, WILD } from "./region.ts";
import { type Costs, makeRounding, volumeOf } from "./rounding.ts";
import { halvesOf, insideOf, type Region, withoutEdges, withoutSlivers } from "./segments.ts";
import { makeSums, type SumTask } from "./sum-task.ts";
import type { PartSum } from "./tensor.ts";
import { makeWaves, waveEndsOf } from "./waves.ts";
import { makeWildTest } from "./wild.ts";

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
  const { curves } = breaksOf(domain);
  const variants = makeVariants(f);
  const noise = makeNoise(f, axes);
  const plain = makeRule(variants, axes, noise);
  const isCut = axes > 1 && curves.length > 0;
  const cutter = isCut ? makeCutter(f, curves, box) : () => null;
  const piledCutter = isCut ? makePiledCutter(f, curves, box) : () => null;
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
      // Where piling up nodes was not enough, the integrand still grows towards the centre.
      if (piled && own.error > FAILS * own.size) {
        const grown = { ...own, error: Math.max(own.error, 2 * own.size) };
        return found === null ? withRemainder(grown, region) : grown;
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
    look(region, measure, share) {
      const { region: chart, scale } = inChart(region);
      // f may jump where a coordinate within another ends.
      const inside = chart.map((one, axis) => (region[axis]?.within == null ? one : withoutEdges(one)));
      const seen = inCharts(region).look(inside, measure, share / scale);
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
      looking ??= makeLook(f, axes, bounder(withSquares(f), axes));
      return looking(region, seen, share, halvings);
    },
  };
}

/** What is known of f in the coordinates of a region, made when such a region is first met. */
function makeInCharts(f: Tree, axes: number) {
  const known = new Map<string, { bound: Bounder; look: ReturnType<typeof makeLook> }>();
  return (region: Region) => {
    const { key, tree } = chartOf(f, region);
    const found = known.get(key);
    if (found) return found;
    const own = tree();
    const bound = bounder(withSquares(own), axes);
    let look: ReturnType<typeof makeLook> | null = null;
    const made = {
      bound,
      look: (...task: Parameters<ReturnType<typeof makeLook>>) => {
        look ??= makeLook(own, axes, bound);
        return look(...task);
      },
    };
    known.set(key, made);
    return made;
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

/** Nodes where f is not finite count as 0: nothing is known of their part. Nor is of sums beyond the largest number. */
export function withoutLost(measure: Measure, region: Region): Measure {
  const { lost, error, size } = measure;
  if (!Number.isFinite(error + size)) {
    const middle = boxOf(region).map(([a, b]) => a + (b - a) / 2);
    return { ...measure, value: 0, size: 0, error: UNKNOWN, lost: lost ?? middle };
  }
  return lost ? { ...measure, error: Math.max(error, size || UNKNOWN) } : measure;
}

const UNKNOWN = 1e300;
