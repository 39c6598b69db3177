import type { Domain } from "../problem/domain.ts";
import { type IntegrandRule, makeIntegrandRule } from "../quadrature/integrand-rule.ts";
import type { Look } from "../quadrature/look.ts";
import type { Measure, Region } from "../quadrature/region.ts";
import { halvesOf } from "../quadrature/segments.ts";
import { CompensatedSum } from "../quadrature/sum.ts";

/** The accuracy that is wanted: it is enough to meet one of the two. */
export interface Wanted {
  readonly relative: number;
  readonly absolute: number;
  readonly maxEvaluations: number;
}

/** `rounding`: f64 cannot do better. `interrupted`: `stopped` said so. */
export type Status = "converged" | "evaluations" | "rounding" | "interrupted" | "failed";

/** What is known after some passes. */
export interface Adapted {
  readonly integral: number;
  /** What is claimed: an upper bound in all but rare cases. */
  readonly error: number;
  /** The integral of |f|. */
  readonly size: number;
  readonly status: Status;
  readonly evaluations: number;
  readonly regions: number;
  readonly passes: number;
  /** A place, in the coordinates of the box, where f was not finite. */
  readonly lost: readonly number[] | null;
}

/** Does the work on a list of regions, in their order, on whatever threads. */
export interface Worker {
  measure(regions: readonly Region[]): Promise<readonly Measure[]> | readonly Measure[];
  look(tasks: readonly LookTask[], share: number): Promise<readonly Look[]> | readonly Look[];
}

export interface LookTask {
  readonly region: Region;
  readonly low: number;
  readonly high: number;
}

export interface AdaptOptions {
  /** Asked before every pass; a status ends the work with what there is. */
  readonly stopped?: () => Status | null;
  /** Called after every pass. */
  readonly onPass?: (soFar: Adapted) => void;
}

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

/** This thread as the worker. */
export function alone(rule: IntegrandRule): Worker {
  return {
    measure: (regions) => regions.map(rule.measure),
    look: (tasks, share) => tasks.map(({ region, low, high }) => rule.look(region, { low, high }, share)),
  };
}

/**
 * Refines regions, pass after pass over the whole list, until their errors add up to what is wanted and none may hide
 * anything. What is refined depends on the list alone, so the result has the same bits for any number of threads.
 */
export async function adapt(
  { box }: Pick<Domain, "box">,
  first: readonly Region[],
  wanted: Wanted,
  worker: Worker,
  { stopped = () => null, onPass }: AdaptOptions = {},
): Promise<Adapted> {
  const sign = box.reduce((product, [a, b]) => (a > b ? -product : product), 1);
  let evaluations = 0;
  let lost: readonly number[] | null = null;
  const measured = async (regions: readonly Region[], depths: readonly number[]): Promise<Entry[]> => {
    const measures = await worker.measure(regions);
    return measures.map((measure, k) => {
      evaluations += measure.evaluations;
      lost ??= measure.lost;
      return { region: regions[k] as Region, measure, depth: depths[k] as number, looked: false, found: [] };
    });
  };
  let list = await measured(
    first,
    first.map(() => 0),
  );
  for (let passes = 1; ; passes++) {
    const { value, error, size } = totals(list);
    const tolerance = Math.max(wanted.relative * Math.abs(value), wanted.absolute);
    const ended = (status: Status): Adapted => ({
      integral: sign * value,
      error,
      size,
      status,
      evaluations,
      regions: list.length,
      passes,
      lost,
    });
    onPass?.(ended("interrupted"));
    const stop = stopped();
    if (stop) return ended(stop);
    if (evaluations > wanted.maxEvaluations) return ended("evaluations");
    const met = error <= tolerance;
    const chosen = met ? await suspects(list, tolerance, size, worker, (taken) => (evaluations += taken)) : worst(list, tolerance);
    if (met && !chosen.size) return ended("converged");
    const split = list.filter((one) => chosen.has(one) && !isDone(one, met));
    if (!split.length) return ended(met ? "converged" : "rounding");
    const parts = split.map(partsOf);
    const made = await measured(
      parts.flat(),
      parts.flatMap((own, k) => own.map(() => (split[k] as Entry).depth + 1)),
    );
    let at = 0;
    const children = new Map(split.map((one, k) => [one, made.slice(at, (at += (parts[k] as Region[]).length))]));
    list = list.flatMap((one) => children.get(one) ?? [one]);
  }
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
  worker: Worker,
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
function isDone({ depth, measure: { error, size } }: Entry, met: boolean): boolean {
  return depth > DEEPEST || (!met && error <= 6e-15 * size);
}

/** The halves along every axis that has a part in the error. */
function partsOf({ region, measure: { along, crossed, wild }, found }: Entry): Region[] {
  const most = Math.max(...along);
  const little = region.length > 2 ? 0.1 : 0.02;
  return region.reduce<Region[]>(
    (parts, segment, axis) => {
      const matters = crossed || wild || !(most > 0) || (along[axis] as number) > little * most;
      const split = found.length ? found.includes(axis) : matters;
      return split ? parts.flatMap((part) => halvesOf(segment).map((half) => replaced(part, axis, half))) : parts;
    },
    [region],
  );
}

function replaced(region: Region, axis: number, segment: Region[number]): Region {
  return region.map((own, k) => (k === axis ? segment : own));
}

/** One integral on this thread. */
export async function adaptAlone(domain: Domain, wanted: Wanted, options: AdaptOptions = {}): Promise<Adapted> {
  const rule = makeIntegrandRule(domain);
  return adapt(domain, rule.first, wanted, alone(rule), options);
}
