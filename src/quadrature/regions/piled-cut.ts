import type { Tree, Variable } from "../../integrand/language/tree.ts";
import { around } from "../../integrand/reading/distance.ts";
import { isApart, isJoint } from "../coordinates/chart.ts";
import { likeFamily } from "../coordinates/like-family.ts";
import { type Monomial, rootsAlike, withMonomials } from "../coordinates/monomials.ts";
import { distanceAt, type Region, type Segment, slopeAt } from "../coordinates/segments.ts";
import type { Curve, Ends } from "../places/crossing.ts";
import { type Cutter, makeCutter } from "./cut.ts";

/** Cuts regions in which nodes pile up along some axes, in the coordinates t of these, where f with the slopes is smooth. */
export function makePiledCutter(f: Tree, curves: readonly Curve[], domain: readonly Ends[]): Cutter {
  const known = new Map<string, Cutter>();
  return (region) => {
    if (isJoint(region)) return null;
    const key = region
      .map((one) => (isApart(one) ? [one.centre, one.length, one.power].join("/") : ""))
      .join();
    const cutter = known.get(key) ?? cutterIn(region, key, f, curves, domain);
    known.set(key, cutter);
    const found = cutter(region.map((one) => (isApart(one) ? asPart(one) : one)));
    if (!found || found === "crossed") return found;
    return { ...found, lost: found.lost && placeOf(region, found.lost) };
  };
}

/** The segment of t. */
const asPart = ({ from, to }: Segment): Segment => ({
  centre: 0,
  length: 1,
  power: 1,
  from,
  to,
  within: null,
});

function cutterIn(
  region: Region,
  key: string,
  f: Tree,
  curves: readonly Curve[],
  domain: readonly Ends[],
): Cutter {
  const centres = region.map((one) => (isApart(one) ? one.centre : null));
  const inParts = ({ axis }: Variable): Monomial | null => {
    const segment = region[axis];
    return segment && isApart(segment) ? { factor: segment.length, axis, power: segment.power } : null;
  };
  const box = region.map((one, axis): Ends => (isApart(one) ? [0, 1] : (domain[axis] as Ends)));
  // The slopes of t along the axes, at most.
  const slopes = region.map((one) => (isApart(one) ? Math.abs(one.length) * one.power : 1));
  const steepest = Math.max(1, ...slopes);
  const own = curves.map((curve) => {
    const g = around(curve.g, centres);
    return {
      ...curve,
      width: curve.width && curve.width / steepest,
      g: (curve.singular ? null : rootsAlike(g, inParts)) ?? withMonomials(g, inParts),
    };
  });
  return makeCutter(
    likeFamily(f, `parts of ${key}`, (tree) => withMonomials(around(tree, centres), inParts)),
    own,
    box,
    region.map((one) => (isApart(one) ? (t: number) => slopeAt(one, t) : null)),
  );
}

const placeOf = (region: Region, at: readonly number[]) =>
  region.map((one, axis) => {
    const t = at[axis] as number;
    return isApart(one) ? one.centre + distanceAt(one, t) : t;
  });
