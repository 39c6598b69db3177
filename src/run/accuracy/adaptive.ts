import type { RegionWorker } from "../../backend.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { makeWithUnseen } from "../../quadrature/regions/unseen.ts";
import { MOST_TENSOR } from "../../quadrature/rules/measure.ts";
import type { Status } from "../result.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import {
  affordable,
  type Entry,
  isDone,
  isMostlyLost,
  isTiny,
  levelsOf,
  partsOf,
  replacedBy,
  totals,
  worst,
} from "./entries.ts";
import { makeFailureTest } from "./failure.ts";
import { besideMarginals } from "./marginal.ts";
import { atEnd, betweenLevels, poleOf } from "./parts.ts";
import { missedBy, suspects } from "./suspects.ts";

/**
 * Refines regions, pass after pass over the whole list, until their errors add up to what is wanted and none may hide
 * anything. What is refined depends on the list alone, so the result has the same bits for any number of threads.
 */
export async function adapt(
  domain: Integrand,
  first: readonly Region[],
  wanted: Wanted,
  worker: Pick<RegionWorker, "measure" | "look" | "list">,
  { onRegions, ...options }: AdaptOptions = {},
): Promise<Adapted> {
  const passes = refined(domain, first, wanted, worker, options);
  let next = await passes.next();
  while (!next.done) next = await passes.next();
  const { adapted, list } = next.value;
  onRegions?.(
    domain,
    list.map(({ region }) => region),
  );
  return besideMarginals(domain, adapted, list, wanted.maxEvaluations, adapt, options);
}

/** The same one pass at a time: yields what each came to. */
export async function* refined(
  domain: Integrand,
  first: readonly Region[],
  wanted: Wanted,
  worker: Pick<RegionWorker, "measure" | "look" | "list">,
  { stopped = () => null, onPass, onDevice }: AdaptOptions,
): AsyncGenerator<Adapted, { adapted: Adapted; list: readonly Entry[] }> {
  const sign = domain.box.reduce((product, [a, b]) => (a > b ? -product : product), 1);
  let evaluations = 0;
  let lost: readonly number[] | null = null;
  const failing = makeFailureTest(domain);
  const withUnseen = makeWithUnseen(domain);
  const measured = async (regions: readonly Region[], parents: readonly Entry[]): Promise<Entry[]> => {
    const measures = await worker.measure(regions);
    const apart = domain.box.length > MOST_TENSOR ? betweenLevels(measures, parents) : null;
    return measures.map((one, k) => {
      evaluations += one.evaluations;
      lost ??= one.lost;
      const parent = parents[k];
      const own =
        apart && parent && !one.lost
          ? { ...one, error: Math.max((one.agreed ?? one.error) + (apart[k] as number), poleOf(one, parent)) }
          : one;
      // Where f is finite at no node there is no more than in the whole of which it is a part.
      const measure =
        own.lost && own.size === 0 && parent
          ? { ...own, error: Math.min(own.error, parent.measure.error) }
          : own;
      const depth = (parent?.depth ?? -1) + 1;
      const region = regions[k] as Region;
      const entry = {
        region,
        measure: withUnseen(region, measure),
        depth,
        looked: false,
        found: [],
        hidden: 0,
      };
      return parent && isTiny(entry) ? { ...entry, measure: atEnd(entry, parent) } : entry;
    });
  };
  let list: readonly Entry[] = await measured(first, []);
  let fresh = list;
  let elsewhere = onDevice;
  let isSpent = false;
  for (let passes = 1; ; passes++) {
    const { value, error, size } = totals(list);
    const tolerance = Math.max(wanted.relative * Math.abs(value), wanted.absolute);
    const here = list;
    const summary = (status: Status, place = lost): Adapted => ({
      integral: sign * value,
      error: here.reduce((sum, { hidden }) => sum + hidden, error),
      size,
      status,
      evaluations,
      regions: list.length,
      levels: levelsOf(list),
      passes,
      lost: place,
    });
    const ended = (status: Status, place = lost) => ({ adapted: summary(status, place), list: here });
    const endedShort = async () => {
      if (isMostlyLost(here, error)) return ended("undefined");
      const own = await missedBy(domain, here, error, evaluations, worker);
      evaluations += own.evaluations;
      const { adapted } = ended("evaluations");
      return { adapted: { ...adapted, error: adapted.error + own.missed }, list: here };
    };
    onPass?.(summary("interrupted"));
    yield summary("interrupted");
    const stop = stopped();
    if (stop) return ended(stop);
    const failure = failing(fresh);
    evaluations += failure.evaluations;
    if (failure.status) return ended(failure.status, failure.place);
    const met = error <= tolerance;
    const spent = isSpent || evaluations > wanted.maxEvaluations;
    if (spent && !met) return endedShort();
    // An integral that is 0 but for rounding has no digits to gain.
    const isZero = Math.abs(value) <= error && error <= LEAST * size;
    let wish = met || isZero ? [] : worst(list, tolerance).filter((one) => !isDone(one));
    // Also where rounding leaves nothing to gain the nodes may have missed something.
    if (!wish.length) {
      const own = await suspects(list, Math.max(tolerance, error), size, evaluations, worker);
      evaluations += own.evaluations;
      wish = own.found.filter((one) => !isTiny(one));
    }
    if (!wish.length) return ended(met ? "converged" : isMostlyLost(list, error) ? "undefined" : "rounding");
    if (spent) return ended("evaluations");
    const split = affordable(wish, wanted.maxEvaluations - evaluations);
    if (!split.length) return endedShort();
    if (elsewhere && !met) {
      const passesThere = elsewhere({ list, splits: split.length, wanted, worker, evaluations, stopped });
      let next = await passesThere.next();
      for (; !next.done; next = await passesThere.next()) {
        passes++;
        const { value, count, ...others } = next.value;
        evaluations = others.evaluations;
        const soFar = { ...summary("interrupted"), ...others, integral: sign * value, regions: count };
        onPass?.(soFar);
        yield soFar;
      }
      const halved = next.value;
      // What does not grow there will not the next time either.
      if (halved?.short === "room" || halved?.list.length === list.length) elsewhere = undefined;
      if (halved && halved.list.length > list.length) {
        list = halved.list.map((one) => ({ ...one, measure: withUnseen(one.region, one.measure) }));
        isSpent = halved.short === "values";
        fresh = [];
        // The last of these passes goes on here.
        passes--;
        continue;
      }
    }
    const parts = split.map(partsOf);
    const regions: Region[] = [];
    const owners: Entry[] = [];
    for (const [k, own] of parts.entries())
      for (const region of own) {
        regions.push(region);
        owners.push(split[k] as Entry);
      }
    const made = await measured(regions, owners);
    list = replacedBy(list, split, parts, made);
    fresh = made;
  }
}

/** The least error that is worth more values of f, as a part of the integral of |f|. */
const LEAST = 2 ** -46;
