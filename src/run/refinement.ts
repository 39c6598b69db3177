import type { RegionWorker } from "../cpu/regions.ts";
import { boxOf } from "../quadrature/chart.ts";
import type { Look } from "../quadrature/look.ts";
import type { Measure } from "../quadrature/region.ts";
import { halvesOf, type Region } from "../quadrature/segments.ts";

export interface Entry {
  readonly region: Region;
  readonly measure: Measure;
  readonly depth: number;
  looked: boolean;
  /** The axes to split because a look found something. */
  found: readonly number[];
}

/** Halvings of a region after which it is left alone. */
const DEEPEST = 60;
/** The same for one without a node where f is finite. */
const FUTILE = 12;

/** Whether most of the error is where f is not finite, on more than a place, or beyond the largest number. */
export function isMostlyLost(list: readonly Entry[], error: number): boolean {
  if (!Number.isFinite(error)) return true;
  const lost = list.filter(({ measure }) => measure.lost && !measure.cut);
  const volumeOf = (entries: readonly Entry[]) =>
    entries.reduce((sum, { region }) => sum + volume(region), 0);
  const failed = lost.reduce((sum, { measure }) => sum + measure.error, 0);
  return failed > error / 2 && volumeOf(lost) > MORE_THAN_A_PLACE * volumeOf(list);
}

/** As a part of the whole box. */
const MORE_THAN_A_PLACE = 1e-6;

function volume(region: Region): number {
  return boxOf(region).reduce((product, [a, b]) => product * (b - a), 1);
}

/** The regions with the largest errors, but for those that together have less than half of what is allowed. */
export function worst(list: readonly Entry[], tolerance: number): Set<Entry> {
  const sorted = [...list].sort((a, b) => a.measure.error - b.measure.error);
  let kept = 0;
  return new Set(
    sorted.filter(({ measure }) => {
      kept += measure.error;
      return kept > tolerance / 2;
    }),
  );
}

/** The regions that may hide something. */
export async function suspects(
  list: readonly Entry[],
  tolerance: number,
  size: number,
  worker: Pick<RegionWorker, "measure" | "look">,
  count: (evaluations: number) => void,
): Promise<Set<Entry>> {
  const open = list.filter(({ looked, measure }) => !looked && !measure.cut);
  // Next to a pole nodes may miss what is thinner than the region by far.
  const near = open.filter(({ measure, depth }) => measure.wild && depth < -Math.log2(tolerance / size));
  const others = open.filter((one) => !near.includes(one));
  const tasks = others.map(({ region, measure: { low, high } }) => ({ region, low, high }));
  const looks = await worker.look(tasks, tolerance / (2 * list.length));
  const found = others.filter((one, k) => {
    const { found: axes, evaluations } = looks[k] as Look;
    count(evaluations);
    one.found = axes;
    one.looked = axes.length === 0;
    return axes.length > 0;
  });
  return new Set([...near, ...found]);
}

/** Whether splitting cannot help: the error is that of rounding, or the region is tiny. */
export function isDone({ depth, measure: { error, rounding, lost, size } }: Entry, met: boolean): boolean {
  const nowhereFinite = lost !== null && size === 0 && depth > FUTILE;
  return depth > DEEPEST || nowhereFinite || (!met && error <= 1.1 * rounding);
}

/** The halves along every axis that has a part in the error. */
export function partsOf({ region, measure: { along, crossed }, found }: Entry): Region[] {
  const most = Math.max(...along);
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

function replaced(region: Region, axis: number, segment: Region[number]): Region {
  return region.map((own, k) => (k === axis ? segment : own));
}
