import { bounder, isFinite } from "../integrand/bounds.ts";
import type { Domain } from "../problem/domain.ts";
import { breaksOf } from "./breaks.ts";
import { makeCutter } from "./cut.ts";
import { type Look, makeLook } from "./look.ts";
import { makeRule, type Measure, type Region } from "./region.ts";
import { insideOf, segmentsOf } from "./segments.ts";

/** Everything that is done with an integrand, region by region; the same on every thread. */
export interface IntegrandRule {
  /** The regions to begin with. */
  readonly first: readonly Region[];
  measure(region: Region): Measure;
  look(region: Region, measure: Pick<Measure, "low" | "high">, share: number): Look;
}

/** Pieces of each axis at first, by the number of axes. */
const FIRST = [1, 8, 4, 1];
/** The part of a region next to a pole that is taken for its error. */
const WILD = 0.1;

export function makeIntegrandRule(domain: Pick<Domain, "f" | "box" | "infinite">): IntegrandRule {
  const { f, box } = domain;
  const axes = box.length;
  const { cuts, curves } = breaksOf(domain);
  const plain = makeRule(f, axes);
  const cutter = axes === 2 && curves.length ? makeCutter(f, curves) : () => null;
  const bound = bounder(f, axes);
  const first = cuts
    .map((places) => segmentsOf(places, FIRST[axes] as number))
    .reduce<Region[]>((regions, segments) => regions.flatMap((one) => segments.map((segment) => [...one, segment])), [[]]);
  return {
    first,
    measure(region) {
      const piled = region.some(({ power, from }) => power > 1 && from === 0);
      const found = region.some(({ power }) => power > 1) ? null : cutter(region);
      const own = found === null || found === "crossed" ? plain(region) : found;
      // Where piling up nodes was not enough, the integrand still grows towards the centre.
      if (piled) return own.error > 0.01 * own.size ? { ...own, error: Math.max(own.error, own.size) } : own;
      if (own.cut) return own;
      const ends = region.map(insideOf);
      const bounds = bound(
        ends.map(([a]) => a),
        ends.map(([, b]) => b),
      );
      // Next to a pole no rule can be believed, but the pole's part falls with the region.
      if (!isFinite(bounds, bound.root)) return { ...own, error: Math.max(own.error, WILD * own.size), wild: true };
      if (found !== "crossed") return own;
      const range = (bounds.high[bound.root] as number) - (bounds.low[bound.root] as number);
      const volume = ends.reduce((product, [a, b]) => product * (b - a), 1);
      return { ...own, error: Math.max(own.error, range * volume), crossed: true };
    },
    look: makeLook(f, axes),
  };
}
