import { boxOf, isDistance } from "../../quadrature/coordinates/chart.ts";
import { distanceAt, halvesOf, type Region, type Segment } from "../../quadrature/coordinates/segments.ts";
import { CompensatedSum } from "../../quadrature/grid/sum.ts";
import { type Measure, MOST_TENSOR } from "../../quadrature/rules/measure.ts";

/** A region in the list of an accuracy. */
export interface Entry {
  readonly region: Region;
  readonly measure: Measure;
  /** Halvings that led to it. */
  readonly depth: number;
  looked: boolean;
  /** The axes to split because a look found something. */
  found: readonly number[];
  /** What such a look says is missing from the integral until the region is split. */
  hidden: number;
}

/** Halvings of a region after which it is left alone, unless its coordinate is smaller than those of others. */
const DEEPEST = 60;
/** A distance from 0 of which parts are still numbers without loss. */
const LEAST = 1e-305;
/** The same for one without a node where f is finite. */
const FUTILE = 12;
/** As a part of the whole box. */
const MORE_THAN_A_PLACE = 1e-6;

/** Those with the largest errors whose parts may be measured with so many values of f, in the order of the list. */
export function affordable(list: readonly Entry[], evaluations: number): Entry[] {
  const most = list.reduce((sum, { measure }) => sum + measure.evaluations, 0);
  if (2 ** (list[0]?.region.length ?? 0) * most <= evaluations) return [...list];
  const costs = list.map((one) => partsOf(one).length * one.measure.evaluations);
  if (costs.reduce((sum, cost) => sum + cost, 0) <= evaluations) return [...list];
  const order = [...list.keys()].sort((a, b) => errorOf(list, b) - errorOf(list, a) || a - b);
  let left = evaluations;
  const taken = new Set(
    order.filter((k) => {
      const cost = costs[k] as number;
      if (cost > left) return false;
      left -= cost;
      return true;
    }),
  );
  return list.filter((_, k) => taken.has(k));
}

const errorOf = (list: readonly Entry[], k: number) => (list[k] as Entry).measure.error;

export function levelsOf(list: readonly Entry[]): number[] {
  const levels: number[] = [];
  for (const { depth } of list) {
    while (levels.length <= depth) levels.push(0);
    (levels[depth] as number)++;
  }
  return levels;
}

/** A list with parts in place of those that were split, both in its order. */
export function replacedBy(
  list: readonly Entry[],
  split: readonly Entry[],
  parts: readonly (readonly Region[])[],
  made: readonly Entry[],
): Entry[] {
  const next: Entry[] = [];
  let done = 0;
  let taken = 0;
  for (const one of list) {
    if (one !== split[done]) next.push(one);
    else
      for (let n = (parts[done++] as readonly Region[]).length; n > 0; n--) next.push(made[taken++] as Entry);
  }
  return next;
}

export function totals(list: readonly Entry[]) {
  const [value, error, size] = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum()];
  for (const { measure } of list) {
    value.add(measure.value);
    error.add(measure.error);
    size.add(measure.size);
  }
  return { value: value.value, error: error.value, size: size.value };
}

/** Whether most of the error is where f is not finite, on more than a place, or beyond the largest number. */
export function isMostlyLost(list: readonly Entry[], error: number): boolean {
  if (!Number.isFinite(error)) return true;
  // Of many axes nodes may be on a surface where f is infinite: what is undefined is proven to be.
  if ((list[0] as Entry).region.length > MOST_TENSOR) return false;
  const lost = list.filter(({ measure }) => measure.lost && !measure.cut);
  const volumeOf = (entries: readonly Entry[]) =>
    entries.reduce((sum, { region }) => sum + volume(region), 0);
  const failed = lost.reduce((sum, { measure }) => sum + measure.error, 0);
  return failed > error / 2 && volumeOf(lost) > MORE_THAN_A_PLACE * volumeOf(list);
}

function volume(region: Region): number {
  return boxOf(region).reduce((product, [a, b]) => product * (b - a), 1);
}

/** The regions with the largest errors, but for those that together have less than half of what is allowed. */
export function worst(list: readonly Entry[], tolerance: number): Entry[] {
  const sorted = [...list].sort((a, b) => a.measure.error - b.measure.error);
  let first = 0;
  for (let kept = 0; first < sorted.length; first++) {
    kept += (sorted[first] as Entry).measure.error;
    if (kept > tolerance / 2) break;
  }
  if (first === 0) return [...list];
  const chosen = new Set(sorted.slice(first));
  return list.filter((one) => chosen.has(one));
}

/** Whether splitting cannot help: the error is that of rounding, or the region is tiny. */
export function isDone(one: Entry): boolean {
  return isTiny(one) || one.measure.error <= 1.1 * one.measure.rounding;
}

export function isTiny({ depth, region, measure: { lost, size } }: Entry): boolean {
  // Of many axes each halving is along one.
  const times = region.length > MOST_TENSOR ? region.length / 2 : 1;
  return (
    (depth > times * DEEPEST && !beginsAt0(region)) || (lost !== null && size === 0 && depth > times * FUTILE)
  );
}

/** Whether the region is where the only coordinate is 0, next to which numbers are as close as anywhere: 1/(1e-30 + x). */
function beginsAt0(region: Region): boolean {
  const [segment] = region as [Segment];
  const { centre, from, to } = segment;
  if (region.length > 1 || from !== 0 || (centre !== 0 && !isDistance(region, 0))) return false;
  return Math.abs(distanceAt(segment, to)) > LEAST;
}

/** The halves along every axis that has a part in the error; of many axes along the one that has most. */
export function partsOf({ region, measure: { along, crossed }, found }: Entry): Region[] {
  if (region.length === 1) return halvesOf(region[0] as Segment).map((half) => [half]);
  const most = Math.max(...along);
  if (region.length > MOST_TENSOR) {
    const axis = found.length ? widest(region, found) : most > 0 ? along.indexOf(most) : widest(region);
    return halvesOf(region[axis] as Segment).map((half) => replaced(region, axis, half));
  }
  const little = region.length > 2 ? 0.1 : 0.02;
  return region.reduce<Region[]>(
    (parts, segment, axis) => {
      const matters = crossed || !(most > 0) || (along[axis] as number) > little * most;
      const split = found.length ? found.includes(axis) : matters;
      return split
        ? parts.flatMap((part) => halvesOf(segment).map((half) => replaced(part, axis, half)))
        : parts;
    },
    [region],
  );
}

/** Of these axes, that along which the region has been halved least. */
function widest(region: Region, axes: readonly number[] = [...region.keys()]): number {
  const width = (axis: number) => (region[axis] as Segment).to - (region[axis] as Segment).from;
  return axes.reduce((best, axis) => (width(axis) > width(best) ? axis : best));
}

function replaced(region: Region, axis: number, segment: Region[number]): Region {
  return region.map((own, k) => (k === axis ? segment : own));
}
