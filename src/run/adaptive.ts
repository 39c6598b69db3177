import type { RegionWorker } from "../cpu/regions.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import type { Region } from "../quadrature/segments.ts";
import { CompensatedSum } from "../quadrature/sum.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import { makeFailureTest } from "./failure.ts";
import { type Entry, isDone, isMostlyLost, partsOf, suspects, worst } from "./refinement.ts";
import type { Status } from "./result.ts";

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
      passes,
      lost: place,
    });
    onPass?.(ended("interrupted"));
    const stop = stopped();
    if (stop) return ended(stop);
    const failure = failing(list);
    evaluations += failure.evaluations;
    if (failure.status) return ended(failure.status, failure.place);
    if (evaluations > wanted.maxEvaluations)
      return ended(isMostlyLost(list, error) ? "undefined" : "evaluations");
    const met = error <= tolerance;
    const chosen = met
      ? await suspects(list, tolerance, size, worker, (taken) => (evaluations += taken))
      : worst(list, tolerance);
    if (met && !chosen.size) return ended("converged");
    const split = list.filter((one) => chosen.has(one) && !isDone(one, met));
    if (!split.length) return ended(met ? "converged" : isMostlyLost(list, error) ? "undefined" : "rounding");
    const parts = split.map(partsOf);
    const owners = parts.flatMap((own, k) => own.map(() => split[k] as Entry));
    const made = await measured(parts.flat(), owners);
    const children = new Map<Entry, Entry[]>(split.map((one) => [one, []]));
    for (const [k, one] of owners.entries()) children.get(one)?.push(made[k] as Entry);
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
