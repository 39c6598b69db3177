import {
  compileSensitivity,
  evaluateAs,
  type FamilyPoints,
  familyPoints,
} from "../../integrand/code/family-code.ts";
import { type Block, evaluateBy } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { type Bounds, isBounded } from "../../integrand/reading/bounds.ts";
import { STEPWISE, sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { type Domain, radialDomain } from "../../problem/domain.ts";
import { bound, type Members, valuesAt } from "../../problem/family.ts";
import { isApart } from "../coordinates/chart.ts";
import { interned, type Region } from "../coordinates/segments.ts";
import { breaksOf } from "../places/breaks.ts";
import { firstRegions } from "../regions/first.ts";
import { type HiddenRidge, makeHiddenRidge, mayHaveRidge } from "../regions/hidden-ridge.ts";
import { AWAY, hidesNothing, isSmooth, roomOf } from "../regions/hiding.ts";
import { makeLook } from "../regions/look.ts";
import { withoutLost } from "../regions/lost.ts";
import { type Misplaced, makeMisplaced } from "../regions/misplaced.ts";
import { measured } from "../regions/region.ts";
import { type Costs, makeRounding } from "../regions/rounding.ts";
import { COUNT } from "../rules/kronrod.ts";
import { MOST_TENSOR } from "../rules/measure.ts";
import { makeCommonFirst } from "./common-first.ts";
import { type Integrand, type IntegrandRule, makeIntegrandRule } from "./integrand-rule.ts";
import { type Known, makeRegions, rangesOf } from "./member-regions.ts";
import { makePlain } from "./plain.ts";

type Family = Integrand & Partial<Pick<Domain, "at" | "written">>;

/** The integrand of one member, the regions to begin with, and what measures them. */
export interface MemberRule {
  readonly integrand: Integrand & Partial<Pick<Domain, "at" | "radial">>;
  first(): readonly Region[];
  readonly rule: IntegrandRule;
  readonly parameters: Float64Array;
  readonly costs: Costs;
}

/**
 * The rules of a family's members. What is true of all members from `first` up to `end` is found once: values of f's
 * parts without parameters, and what intervals prove with the parameters' ranges. All else is found of a member by itself,
 * so that no number depends on the others.
 */
export function makeMemberRules(
  family: Family,
  members: Members,
): (first: number, end: number) => (k: number) => MemberRule {
  const { f } = family;
  const axes = family.box.length;
  if (axes > MOST_TENSOR) return () => (k) => memberAlone(family, valuesAt(members, k));
  const isPlain = makePlain(family, members.names.length);
  const ridged = axes > 1 && mayHaveRidge(f);
  const costs = compileSensitivity(f, STEPWISE);
  const regions = makeRegions(family, members.names.length);
  const { boundFor, knownOf } = regions;
  const commonFirst = isPlain && axes === 1 ? makeCommonFirst(family, regions, members.names.length) : null;
  return (first, end) => {
    const all = rangesOf(members, first, end);
    const known = knownOf(all);
    const common = commonFirst?.(all);
    const areAllPlain = isPlain?.(all) ?? false;
    const out = new Float64Array(COUNT ** axes);
    return (k) => {
      const parameters = valuesAt(members, k);
      const ranges = [...parameters].map((own) => [own, own] as const);
      const integrand = memberOf(family, parameters);
      const plain = areAllPlain || (isPlain?.(ranges) ?? false);
      const isPlainIn = (region: Region) => plain && !region.some(isApart);
      const costsAt: Costs = ([x = 0, y = 0, z = 0]) => costs(x, y, z, parameters);
      const withRounding = makeRounding(f, costsAt);
      let places: Misplaced | null = null;
      // Where there is such a region, members jump where the family does.
      const withPlaces: Misplaced = (measure, region) => {
        places ??= makeMisplaced(integrand, breaksOf(family).cuts);
        return places(measure, region);
      };
      let ridges: HiddenRidge | null = null;
      const withRidge: HiddenRidge = (measure, region) => {
        if (!ridged) return measure;
        ridges ??= makeHiddenRidge(integrand);
        return ridges(measure, region);
      };
      let looking: ReturnType<typeof makeLook> | null = null;
      let own: IntegrandRule | null = null;
      const alone = () => {
        own ??= makeIntegrandRule(integrand, costsAt);
        return own;
      };
      // A proof for all members is one for each; where there is none, one for this member may be found.
      const isProven = ({ bounds, boundsWith }: Known, holds: (bounds: Bounds) => boolean) =>
        holds(bounds) || holds(boundsWith(ranges));
      const rule: IntegrandRule = {
        measure(region) {
          const here = isPlainIn(region) ? known(region) : null;
          if (!here || !isProven(here, isBounded)) return alone().measure(region);
          here.values(parameters, out);
          const measure = withoutLost(measured(region, here.lines, out), region);
          return withRidge(withPlaces(withRounding(measure, here.region, UNIT), region), region);
        },
        sum: (task) => alone().sum(task),
        look(region, seen, share) {
          const here = isPlainIn(region) ? known(region) : null;
          if (!here) return alone().look(region, seen, share);
          if (hidesNothing(region, here.bounds, seen, share)) return NOTHING;
          if (isSmooth(region, here.bounds, seen) && here.bend() <= AWAY * roomOf(seen)) return NOTHING;
          looking ??= makeLook(() => integrand.f, axes, boundFor(ranges));
          return looking(region, seen, share);
        },
      };
      return {
        integrand,
        rule,
        parameters,
        costs: costsAt,
        first: () => (plain && common?.(ranges, parameters, out)) || firstRegions(integrand).map(interned),
      };
    };
  };
}

/** Of many axes members share nothing. */
function memberAlone(family: Family, parameters: Float64Array): MemberRule {
  const { f, box, infinite } = family;
  const integrand = { f: bound(f, parameters), box, infinite, ...radialOf(family, parameters) };
  const at = familyPoints(f);
  if (at) evaluateBy(integrand.f, blockOf(at, parameters));
  return {
    integrand,
    first: () => firstRegions(integrand),
    rule: makeIntegrandRule(integrand),
    parameters,
    costs: (point) => sensitivity(integrand.f, point, STEPWISE).rounding,
  };
}

/** Most points of a family that are evaluated at a time. */
const MOST_POINTS = 1024;

function blockOf(at: FamilyPoints, parameters: Float64Array): Block {
  return (points, stride, count, out) => {
    for (let first = 0; first < count; first += MOST_POINTS) {
      const here = Math.min(MOST_POINTS, count - first);
      at(points.subarray(first), stride, here)(parameters, out.subarray(first));
    }
  };
}

const NOTHING = { found: [], evaluations: 0 };

/** A member's integrand, which is made when it is first asked for. */
function memberOf(family: Family, parameters: ArrayLike<number>): MemberRule["integrand"] {
  const { f, box, infinite } = family;
  let own: Tree | null = null;
  return {
    box,
    infinite,
    ...radialOf(family, parameters),
    get f() {
      if (own) return own;
      own = bound(f, parameters);
      evaluateAs(own, f, parameters);
      return own;
    },
  };
}

/** A member over a distance, if that is possible. */
function radialOf(
  { at, written }: Family,
  parameters: ArrayLike<number>,
): Partial<Pick<Domain, "at" | "radial">> {
  if (!at || !written) return {};
  const radial = radialDomain({ ...written, f: bound(written.f, parameters) });
  return radial ? { at, radial } : {};
}
