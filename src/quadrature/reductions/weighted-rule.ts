import { compileSensitivity } from "../../integrand/code/family-code.ts";
import { compileValues } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import { STEPWISE, UNIT } from "../../integrand/reading/sensitivity.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import { lineOf, ONE, setLine } from "../coordinates/chart.ts";
import { endsOf, type Region, type Segment } from "../coordinates/segments.ts";
import type { Integrand, IntegrandRule } from "../integrands/integrand-rule.ts";
import { breaksOf } from "../places/breaks.ts";
import { makeLook } from "../regions/look.ts";
import { measured } from "../regions/region.ts";
import { makeRounding } from "../regions/rounding.ts";
import type { Measure } from "../rules/measure.ts";
import { type Density, densityAt, meetings } from "./box-spline.ts";

/** The integral over s from 0 to a density's total of f(s) times it. */
export interface Weighted extends Integrand {
  readonly density: Density;
  readonly first: readonly Region[];
}

/** Null where f may be infinite, or is not smooth throughout: that needs what the density is in the formula. */
export function weighted(f: Tree, density: Density): Weighted | null {
  const { total } = density;
  if (!isBounded(bounder(withSquares(f), 1)([0], [total]))) return null;
  const domain: Integrand = { f, box: [[0, total]], infinite: [false] };
  const [cuts = []] = breaksOf(domain).cuts;
  if (cuts.some(({ singular, room }) => singular || room)) return null;
  const places = [...meetings(density), ...cuts.map(({ at }) => at)].sort((a, b) => a - b);
  const apart = places.filter((at, k) => k === 0 || at - (places[k - 1] as number) > NEAR * total);
  const first = apart.slice(1).map((end, k) => {
    const centre = apart[k] as number;
    const segment: Segment = { centre, length: end - centre, power: 1, from: 0, to: 1, within: null };
    return [segment];
  });
  return { ...domain, density, first };
}

/** Cuts that are so near to each other are one. */
const NEAR = 1e-13;

/** The Gauss–Kronrod rules for f times the density. Hidden features are sought in f alone: the density has none. */
export function makeWeightedRule({ f, density, first }: Weighted): IntegrandRule {
  const values = compileValues(f);
  const line = lineOf(first[0] as Region, 0);
  const out = new Float64Array(line.at.length);
  const looking = makeLook(() => f, 1, bounder(withSquares(f), 1));
  const costs = compileSensitivity(f, STEPWISE);
  const withRounding = makeRounding(f, ([s = 0]) => costs(s, 0, 0, []) * densityAt(density, s));
  return {
    measure(region): Measure {
      setLine(line, region, 0);
      for (let k = 0; k < out.length; k++)
        line.slopes[k] = (line.slopes[k] as number) * densityAt(density, line.at[k] as number);
      values(line.at, ONE.at, ONE.at, out);
      return withRounding(measured(region, [line, ONE, ONE], out), region, UNIT);
    },
    look: (region, seen, share, halvings) => looking(region, seen, share / most(region), halvings),
    sum() {
      throw new Error("sums over nodes are for f alone");
    },
  };

  /** The density rises to its middle. */
  function most(region: Region): number {
    const [a, b] = endsOf(region[0] as Segment);
    const middle = density.total / 2;
    return densityAt(density, a > middle ? a : Math.min(b, middle));
  }
}
