import { isPiled } from "../../quadrature/coordinates/chart.ts";
import { AGAIN, type Measure, MOST_TENSOR, WILD } from "../../quadrature/rules/measure.ts";
import { type Entry, partsOf } from "./entries.ts";

/**
 * What the parts of regions add to their errors, since they do not add up to the whole: half of the difference each, and an
 * eighth of what the whole had of that kind, if the part has as much, lest a difference be small by chance.
 */
export function betweenLevels(measures: readonly Measure[], parents: readonly Entry[]): number[] {
  const sums = new Map<Entry, number>();
  for (const [k, parent] of parents.entries())
    sums.set(parent, (sums.get(parent) ?? 0) + (measures[k] as Measure).value);
  return measures.map((one, k) => {
    const parent = parents[k];
    if (!parent) return 0;
    const { value, error, agreed = error } = parent.measure;
    return Math.abs((sums.get(parent) as number) - value) / 2 + Math.min((error - agreed) * AGAIN, one.size);
  });
}

/**
 * What is claimed next to a pole: where a part has r of its whole, the parts that follow have r of that again and so on,
 * 1 / (1 - r) in all.
 */
export function poleOf({ wild, size }: Measure, { measure }: Entry): number {
  if (!wild) return 0;
  const part = measure.wild && measure.size > 0 ? Math.min(size / measure.size, MOST_KEPT) : 0;
  return (WILD * size) / (1 - part);
}

const MOST_KEPT = 0.99;

/** The error of a region that is halved no more, though the rule fails there: all of it and, at a singular end, what may follow. */
export function atEnd({ region, measure }: Entry, parent: Entry): Measure {
  const { error, size, lost } = measure;
  if (lost || !(error > FAILS * size)) return measure;
  if (region.length === 1 || region.length > MOST_TENSOR)
    return { ...measure, error: Math.max(error, 2 * size) };
  const kept = (size * (isPiled(region) ? partsOf(parent).length / 2 : 1)) / parent.measure.size;
  return { ...measure, error: Math.max(error, 2 * size, kept < MOST_KEPT ? size / (1 - kept) : UNKNOWN) };
}

const FAILS = 0.01;
const UNKNOWN = 1e300;
