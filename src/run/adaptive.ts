import type { RegionWorker } from "../backend.ts";
import { boxOf } from "../quadrature/chart.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import type { Look } from "../quadrature/look.ts";
import type { Measure } from "../quadrature/region.ts";
import type { Region } from "../quadrature/segments.ts";
import { halvesOf } from "../quadrature/segments.ts";
import { CompensatedSum } from "../quadrature/sum.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import { makeFailureTest } from "./failure.ts";
import type { Status } from "./result.ts";

interface Entry {
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

/**
 * Refines regions, pass after pass over the whole list, until their errors add up to what is wanted and none may hide
 * anything. What is refined depends on the list alone, so the result has the same bits for any number of threads.
 */
export async function adapt(
  domain: Integrand,
  first: readonly Region[],
  wanted: Wanted,
  worker: Pick<RegionWorker, "measure" | "look">,
  { stopped = () => null, onPass }: AdaptOptions = {},
): Promise<Adapted> {
  const sign = domain.box.reduce((product, [a, b]) => (a > b ? -product : product), 1);
  let evaluations = 0;
  let lost: readonly number[] | null = null;
  const failing = makeFailureTest(domain);
  const measured = async (regions: readonly Region[], parents: readonly Entry[]): Promise<Entry[]> => {
    const measures = await worker.measure(regions);
    return measures.map((own, k) => {
      evaluations += own.evaluations;
      lost ??= own.lost;
      const parent = parents[k];
      // Where f is finite at no node there is no more than in the whole of which it is a part.
      const measure =
        own.lost && own.size === 0 && parent
          ? { ...own, error: Math.min(own.error, parent.measure.error) }
          : own;
      return {
        region: regions[k] as Region,
        measure,
        depth: (parent?.depth ?? -1) + 1,
        looked: false,
        found: [],
      };
    });
  };
  let list = await measured(first, []);
  let fresh = list;
  for (let passes = 1; ; passes++) {
    const { value, error, size } = totals(list);
    const tolerance = Math.max(wanted.relative * Math.abs(value), wanted.absolute);
    const ended = (status: Status, place = lost): Adapted => ({
      integral: sign * value,
      error,
      size,
      status,
      evaluations,
      regions: list.length,
      levels: levelsOf(list),
      passes,
      lost: place,
    });
    onPass?.(ended("interrupted"));
    const stop = stopped();
    if (stop) return ended(stop);
    const failure = failing(fresh);
    evaluations += failure.evaluations;
    if (failure.status) return ended(failure.status, failure.place);
    if (evaluations > wanted.maxEvaluations)
      return ended(isMostlyLost(list, error) ? "undefined" : "evaluations");
    const met = error <= tolerance;
    const chosen = met
      ? await suspects(list, tolerance, size, worker, (taken) => (evaluations += taken))
      : worst(list, tolerance);
    if (met && !chosen.size) return ended("converged");
    const wish = list.filter((one) => chosen.has(one) && !isDone(one, met));
    if (!wish.length) return ended(met ? "converged" : isMostlyLost(list, error) ? "undefined" : "rounding");
    const split = affordable(wish, wanted.maxEvaluations - evaluations);
    if (!split.length) return ended(isMostlyLost(list, error) ? "undefined" : "evaluations");
    const parts = split.map(partsOf);
    const owners = parts.flatMap((own, k) => own.map(() => split[k] as Entry));
    const made = await measured(parts.flat(), owners);
    list = replacedBy(list, split, parts, made);
    fresh = made;
  }
}

/** Those with the largest errors whose parts may be measured with so many values of f, in the order of the list. */
function affordable(list: readonly Entry[], evaluations: number): Entry[] {
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

function levelsOf(list: readonly Entry[]): number[] {
  const levels: number[] = [];
  for (const { depth } of list) levels[depth] = (levels[depth] ?? 0) + 1;
  return Array.from(levels, (count) => count ?? 0);
}

/** A list with parts in place of those that were split, both in its order. */
function replacedBy(
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

function totals(list: readonly Entry[]) {
  const [value, error, size] = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum()];
  for (const { measure } of list) {
    value.add(measure.value);
    error.add(measure.error);
    size.add(measure.size);
  }
  return { value: value.value, error: error.value, size: size.value };
}

/** Whether most of the error is where f is not finite, on more than a place, or beyond the largest number. */
function isMostlyLost(list: readonly Entry[], error: number): boolean {
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
function worst(list: readonly Entry[], tolerance: number): Set<Entry> {
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
async function suspects(
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
function isDone({ depth, measure: { error, rounding, lost, size } }: Entry, met: boolean): boolean {
  const nowhereFinite = lost !== null && size === 0 && depth > FUTILE;
  return depth > DEEPEST || nowhereFinite || (!met && error <= 1.1 * rounding);
}

/** The halves along every axis that has a part in the error. */
function partsOf({ region, measure: { along, crossed }, found }: Entry): Region[] {
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
