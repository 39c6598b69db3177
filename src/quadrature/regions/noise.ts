import { compileSensitivity } from "../../integrand/code/family-code.ts";
import { compilePoint } from "../../integrand/code/javascript.ts";
import { overflowsAt } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { STEPWISE, sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { chartOf, isDistance, type Line, ONE } from "../coordinates/chart.ts";
import type { Region } from "../coordinates/segments.ts";
import { type Continuation, continued } from "../ends/continuation.ts";
import { COUNT, kronrod, SUMMING } from "../rules/kronrod.ts";

/** What rounding in f costs next to singular places, where f is evaluated in the distance from them. */
export interface Noise {
  /** In a region's sum; null where that is no more than the sum's own. Values known better by continuation are replaced. */
  inSum(region: Region, lines: readonly Line[], values: Float64Array): number | null;
  /** In f at a point, in the coordinates of the region's chart. */
  at(region: Region, point: readonly number[]): number;
  /** Whether a part of f is infinite there, so that f may be 0 where it is not. */
  overflows(region: Region, point: readonly number[]): boolean;
}

/** A value is to be had by continuation, if at all, that is uncertain by this part of itself. */
const NOISY = 2 ** -20;
/** A part of the largest value that need not be known node by node. */
const LITTLE = 1e-9;
/** Where so many lines have no continuation, the others are not tried. */
const FUTILE = 2;
/** The node in the middle, and one that is nowhere special. */
const MIDDLE = 7;
const ELSEWHERE = [10, 5, 9];

export function makeNoise(f: Tree, axes: number): Noise {
  const known = new Map<string, Chart>();
  const inChart = (region: Region): Chart => {
    const { key, tree } = chartOf(f, region);
    const chart = known.get(key) ?? makeChart(tree());
    known.set(key, chart);
    return chart;
  };
  const inSum: Noise["inSum"] = (region, lines, values) => {
    const towards = region.flatMap((segment, axis) =>
      segment.within === null && isDistance(region, axis) ? [axis] : [],
    );
    const { at, cost } = inChart(region);
    const pointOf = (place: readonly number[]) =>
      region.map((_, axis) => (lines[axis] as Line).at[place[axis] as number] as number);
    const nearest = region.map((_, axis) => (towards.includes(axis) ? 0 : MIDDLE));
    const slopeOf = (place: readonly number[]) =>
      place.reduce((product, node, axis) => product * ((lines[axis] as Line).slopes[node] as number), 1);
    const places = [nearest, ELSEWHERE].map((all) => all.slice(0, axes));
    const roundings = places.map((place) =>
      roundingOf(cost(pointOf(place)), values[indexOf(place)] as number),
    );
    const sizes = places.map((place) => Math.abs(values[indexOf(place)] as number));
    if (places.every((_, k) => (roundings[k] as number) <= SUMMING * (sizes[k] as number))) return null;
    // Far out, as where exp(-r) is tiny, it may be a large part of what is nothing.
    const worst = Math.max(...places.map((place, k) => (roundings[k] as number) * slopeOf(place)));
    if (worst <= SUMMING * Math.max(...places.map((place, k) => (sizes[k] as number) * slopeOf(place))))
      return null;
    const most = largest(lines, values);
    if (worst <= SUMMING * most) return null;
    if (worst <= LITTLE * most) return 2 * worst;
    const rays = new Map<number, Continuation | null>();
    let inVain = 0;
    const along = (axis: number, place: readonly number[], point: readonly number[]) => {
      // The first node of the line.
      const key = axis + axes * (indexOf(place) - (place[axis] as number) * COUNT ** axis);
      const found = rays.get(key);
      if (found !== undefined) return found;
      if (inVain === FUTILE) return null;
      const { length } = region[axis] as Region[number];
      const on = (d: number) => point.map((v, k) => (k === axis ? d : v));
      const made = continued(
        length,
        (d) => at(on(d)),
        (d) => roundingOf(cost(on(d)), at(on(d))),
      );
      rays.set(key, made);
      if (!made) inVain++;
      return made;
    };
    let sum = 0;
    for (let k = 0; k < values.length; k++) {
      const place = region.map((_, axis) => Math.floor(k / COUNT ** axis) % COUNT);
      const point = pointOf(place);
      const weight = place.reduce((product, node) => product * (kronrod[node] as number), slopeOf(place));
      // Where f is not finite it may be undefined.
      if (!Number.isFinite(values[k])) continue;
      let noise = roundingOf(cost(point), values[k] as number);
      if (!(noise <= NOISY * Math.abs(values[k] as number)))
        for (const axis of towards) {
          const other = along(axis, place, point)?.(point[axis] as number);
          if (other && other.error < noise) [noise, values[k]] = [other.error, other.value];
        }
      sum += weight * noise;
    }
    return sum;
  };
  return {
    inSum,
    at(region, point) {
      const { at, cost } = inChart(region);
      return roundingOf(cost(point), at(point));
    },
    overflows: (region, point) => overflowsAt(inChart(region).tree, point),
  };
}

/** Slopes beyond the largest number say nothing of a value that is finite. */
function roundingOf(cost: number, value: number): number {
  if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
  return Number.isFinite(cost) ? UNIT * cost : 0;
}

const indexOf = (place: readonly number[]) => place.reduceRight((index, node) => index * COUNT + node, 0);

/** The largest |f|, times the slopes. */
function largest([x = ONE, y = ONE, z = ONE]: readonly Line[], values: Float64Array): number {
  const [p, q] = [x.slopes.length, y.slopes.length];
  let most = 0;
  for (let k = 0, at = 0; at < values.length; k++) {
    const [row, layer] = [y.slopes[k % q] as number, z.slopes[Math.floor(k / q)] as number];
    for (let i = 0; i < p; i++, at++) {
      const own = Math.abs(values[at] as number) * (x.slopes[i] as number) * row * layer;
      if (own > most) most = own;
    }
  }
  return most;
}

interface Chart {
  at(point: readonly number[]): number;
  /** The sensitivity of f at a point. */
  cost(point: readonly number[]): number;
  readonly tree: Tree;
}

function makeChart(tree: Tree): Chart {
  let calls = 0;
  let compiled: ReturnType<typeof compileSensitivity> | null = null;
  return {
    at: ([x = 0, y = 0, z = 0]) => compilePoint(tree)(x, y, z),
    tree,
    cost(point) {
      if (++calls > OFTEN) compiled ??= compileSensitivity(tree, STEPWISE);
      const [x = 0, y = 0, z = 0] = point;
      return compiled ? compiled(x, y, z, NONE) : sensitivity(tree, point, STEPWISE).rounding;
    },
  };
}

/** Calls of an interpreted tree that take as long as compiling it. */
const OFTEN = 100;
const NONE: readonly number[] = [];
