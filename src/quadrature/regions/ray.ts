import type { Values } from "../../integrand/code/javascript.ts";
import type { Region, Segment } from "../coordinates/segments.ts";
import type { Measure } from "../rules/measure.ts";
import { type CrossSection, type Distances, farthest, leadsOf, makeCrossSection } from "./cross-section.ts";
import type { Noise } from "./noise.ts";
import { remainderOf } from "./remainder.ts";

/**
 * Measures a region at a singular place by extrapolation: f, integrated over all axes but the one of the distance, is fitted
 * by a power of it. Where f grows along several axes, that integral is itself found so, one axis after the other.
 */
export function makeRemainder(
  valuesFor: (region: Region) => Values,
  noise: Pick<Noise, "at" | "overflows">,
): (measure: Measure, region: Region) => Measure {
  return (measure, region) => {
    const section = makeCrossSection(valuesFor(region), region);
    const leads = leadsOf(section, region);
    if (!leads.length) return measure;
    const far = farthest(region, leads);
    const nearer = new Map([...far].map(([axis, distance]) => [axis, distance / 2]));
    // At the farthest, limits may meet, and the integral across is 0.
    const across = [far, nearer].map((at) => section.sum(at)).find(({ error }) => Number.isFinite(error));
    if (!across || across.error > FAILS) return measure;
    const found = extrapolated({ section, region, noise }, leads, new Map(), measure);
    if (!found) return measure;
    // Known from farther away, it does without values next to the place.
    if (region.length === 1) return { ...measure, ...found, lost: null };
    const along = across.along.map((part, axis) => (leads.includes(axis) ? found.error : part * found.size));
    return { ...measure, ...found, error: found.error + across.error * found.size, along };
  };
}

/** An error of this part of the integral says that a rule fails. */
const FAILS = 0.01;

interface Task {
  readonly section: CrossSection;
  readonly region: Region;
  readonly noise: Pick<Noise, "at" | "overflows">;
}

type Part = Pick<Measure, "value" | "error" | "size">;

/** The integral over all axes without a distance, by extrapolation along some of them; `own` is what the usual rule finds. */
function extrapolated(
  task: Task,
  [axis = 0, ...rest]: readonly number[],
  distances: Distances,
  own: Part,
): Part | null {
  const { section, region, noise } = task;
  let worst = 0;
  const at = (distance: number) => {
    const here = new Map(distances).set(axis, distance);
    const { value, size, error } = section.sum(here);
    // Where a part of f overflows, a value of 0 says nothing.
    if (value === 0 && region.length === 1 && noise.overflows(region, [distance])) return Number.NaN;
    if (!rest.length) return value;
    const found = extrapolated(task, rest, here, { value, size, error: error * size });
    if (!found) return Number.NaN;
    worst = Math.max(worst, found.error / found.size);
    return found.value;
  };
  const ends = farthest(region, rest);
  const lengths = Math.abs([...ends.values()].reduce((product, end) => product * end, 1));
  const noiseAt = (distance: number) => {
    const { weight, middle } = section.place(new Map([...ends, ...distances, [axis, distance]]));
    return lengths * weight * noise.at(region, middle);
  };
  const found = remainderOf(at, region[axis] as Segment, own, noiseAt, () => worst);
  return found && { ...found, error: found.error + worst * found.size };
}
