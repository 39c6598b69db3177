import { bounder, isBounded } from "../integrand/bounds.ts";
import type { Domain } from "../problem/domain.ts";
import { breaksOf } from "./breaks.ts";
import { makeCutter } from "./cut.ts";
import { type Look, makeLook } from "./look.ts";
import { type Measure, makeRule, makeVariants, type Region } from "./region.ts";
import { remainderOf } from "./remainder.ts";
import { makeRounding, UNIT, volumeOf } from "./rounding.ts";
import { endsOf, insideOf, type Segment, segmentsOf } from "./segments.ts";

/** An integrand over a box. */
export type Integrand = Pick<Domain, "f" | "box" | "infinite">;

/** Everything that is done with an integrand, region by region; the same on every thread. */
export interface IntegrandRule {
  measure(region: Region): Measure;
  look(region: Region, measure: Pick<Measure, "low" | "high">, share: number): Look;
}

/** Pieces of each axis at first, by the number of axes. */
const FIRST = [1, 8, 4, 1];
/** The part of a region next to a pole that is taken for its error. */
const WILD = 0.1;
/** An error of this part of the whole says that a rule fails. */
const FAILS = 0.01;

/** The regions to begin with. */
export function firstRegions(integrand: Integrand): Region[] {
  return breaksOf(integrand)
    .cuts.map((places) => segmentsOf(places, FIRST[integrand.box.length] as number))
    .reduce<Region[]>(
      (regions, segments) => regions.flatMap((one) => segments.map((segment) => [...one, segment])),
      [[]],
    );
}

export function makeIntegrandRule(domain: Integrand): IntegrandRule {
  const { f, box } = domain;
  const axes = box.length;
  const { curves } = breaksOf(domain);
  const variants = makeVariants(f);
  const plain = makeRule(variants, axes);
  const cutter = axes > 1 && curves.length ? makeCutter(f, curves, axes) : () => null;
  const bound = bounder(f, axes);
  const withRounding = makeRounding(f);
  return {
    measure(region) {
      const piled = region.some(({ power, from }) => power > 1 && from === 0);
      const found = region.some(({ power }) => power > 1) ? null : cutter(region);
      const own = withRounding(
        found === null || found === "crossed" ? withoutLost(plain(region), region) : found,
        region,
        UNIT,
      );
      // Where piling up nodes was not enough, the integrand still grows towards the centre.
      if (piled && own.error > FAILS * own.size) {
        const grown = { ...own, error: Math.max(own.error, own.size) };
        return {
          ...grown,
          ...(axes === 1 ? remainderOf(variants(region), region[0] as Segment, grown) : null),
        };
      }
      if (piled) return own;
      if (own.cut) return own;
      const ends = region.map(insideOf);
      const bounds = bound(
        ends.map(([a]) => a),
        ends.map(([, b]) => b),
      );
      // Next to a pole no rule can be believed, but the pole's part falls with the region.
      if (!isBounded(bounds)) return { ...own, error: Math.max(own.error, WILD * own.size), wild: true };
      if (found !== "crossed") return own;
      const range = bounds.high - bounds.low;
      return { ...own, error: Math.max(own.error, range * volumeOf(region)), crossed: true };
    },
    look: makeLook(f, axes, bound),
  };
}

/** Nodes where f is not finite count as 0: nothing is known of their part. Nor is of sums beyond the largest number. */
function withoutLost(measure: Measure, region: Region): Measure {
  const { lost, error, size } = measure;
  if (!Number.isFinite(error + size)) {
    const middle = region.map(endsOf).map(([a, b]) => a + (b - a) / 2);
    return { ...measure, value: 0, size: 0, error: UNKNOWN, lost: lost ?? middle };
  }
  return lost ? { ...measure, error: Math.max(error, size || UNKNOWN) } : measure;
}

const UNKNOWN = 1e300;
