import { bounder } from "../../integrand/reading/bounds.ts";
import type { Domain } from "../../problem/domain.ts";
import type { Region } from "../coordinates/segments.ts";
import {
  type Cut,
  endsOf,
  insideOf,
  partsOf,
  piecesOf,
  type Segment,
  withoutSlivers,
} from "../coordinates/segments.ts";
import { breaksOf } from "../places/breaks.ts";
import { regionsAt } from "../places/joint-regions.ts";
import { type Joint, jointsOf } from "../places/joints.ts";

/** Pieces of each axis at first, and of an axis of a joint's regions, by the number of axes. */
const FIRST = [1, 8, 4, 1];
const AT_JOINTS = [1, 1, 2, 1];

/** The regions to begin with. */
export function firstRegions(integrand: Pick<Domain, "f" | "box" | "infinite">): Region[] {
  const breaks = breaksOf(integrand);
  const axes = integrand.box.length;
  if (axes >= FIRST.length) return combined(fewest(piecesOfAxes(integrand)));
  const joints = jointsOf(integrand, breaks);
  const pieces = breaks.cuts.map((cuts, axis) => piecesOf(withMiddles(cuts, placesOn(joints, axis))));
  const boxes = combined(pieces);
  // The fewer regions a curve enters and leaves along which f is steep, the better.
  const most = breaks.cutting.some(({ width }) => width) ? 1 : (FIRST[axes] as number);
  return boxes.flatMap((box) => {
    const turned = joints.length ? towardsJoints(box, joints) : null;
    const made = turned && regionsAt(turned, joints, breaks);
    if (made)
      return made.flatMap((region) => combined(region.map((one) => partsOf(one, AT_JOINTS[axes] as number))));
    return combined(
      box.map((one, axis) => {
        const each = Math.ceil(most / (pieces[axis] as Segment[]).length);
        return partsOf(one, Math.max(1, each));
      }),
    );
  });
}

/** Bounds of 0 are rounded outwards. */
const ZERO = 1e-308;

/** The pieces of each axis, but for those on which f is 0 throughout. */
export function piecesOfAxes(integrand: Pick<Domain, "f" | "box" | "infinite">): Segment[][] {
  const { f, box } = integrand;
  const bound = bounder(f, box.length);
  const all = box.map(([a, b]) => withoutSlivers(a < b ? [a, b] : [b, a]));
  return breaksOf(integrand).cuts.map((cuts, axis) => {
    const pieces = piecesOf(cuts, MANY_POWER);
    const isZero = (piece: Segment) => {
      const ends = all.map((own, k) => (k === axis ? insideOf(piece) : own));
      const { low, high, wild } = bound(
        ends.map(([a]) => a),
        ends.map(([, b]) => b),
      );
      return low > -ZERO && high < ZERO && !wild;
    };
    const kept = pieces.length > 1 ? pieces.filter((piece) => !isZero(piece)) : pieces;
    return kept.length ? kept : pieces.slice(0, 1);
  });
}

/** t^4 leaves a smooth f a polynomial of low degree. */
const MANY_POWER = 4;

/** Most first regions of many axes. */
const MOST = 2 ** 12;

/** The pieces of axes as long as there are not too many regions; the others stay whole, and their breaks are refined. */
function fewest(pieces: readonly (readonly Segment[])[]): Segment[][] {
  const order = [...pieces.keys()].sort(
    (a, b) => (pieces[a] as Segment[]).length - (pieces[b] as Segment[]).length || a - b,
  );
  const kept = pieces.map((own) => [...own]);
  let count = 1;
  for (const axis of order) {
    const own = pieces[axis] as readonly Segment[];
    if (count * own.length <= MOST) count *= own.length;
    else kept[axis] = [whole(own)];
  }
  return kept;
}

function whole(pieces: readonly Segment[]): Segment {
  const ends = pieces.flatMap(endsOf);
  const [a, b] = [Math.min(...ends), Math.max(...ends)];
  return { centre: a, length: b - a, power: 1, from: 0, to: 1, within: null };
}

function combined(parts: readonly (readonly Segment[])[]): Segment[][] {
  return parts.reduce<Segment[][]>(
    (all, own) => all.flatMap((one) => own.map((part) => [...one, part])),
    [[]],
  );
}

const placesOn = (joints: readonly Joint[], axis: number) =>
  new Set(
    joints.flatMap(({ axes, at }) => axes.flatMap((own, k) => (own === axis ? [at[k] as number] : []))),
  );

/** Every piece is to have one end at which it may begin. */
function withMiddles(cuts: readonly Cut[], places: ReadonlySet<number>): Cut[] {
  return cuts.flatMap((cut, k) => {
    const next = cuts[k + 1];
    if (!next || !(places.has(cut.at) || places.has(next.at))) return [cut];
    const starts = [cut, next].filter((one) => one.singular || places.has(one.at));
    if (starts.length < 2) return [cut];
    return [cut, { at: cut.at + (next.at - cut.at) / 2, singular: false }];
  });
}

/** A box with its segments from their joints on; null where it has none. */
function towardsJoints(box: readonly Segment[], joints: readonly Joint[]): Segment[] | null {
  const isAt = (place: number, end: number, { length }: Segment) =>
    Math.abs(place - end) <= 1e-12 * Math.abs(length);
  const near = joints.filter(({ axes, at }) =>
    axes.every((axis, k) => {
      const segment = box[axis] as Segment;
      const ends = [segment.centre, segment.centre + segment.length];
      return ends.some((end) => isAt(at[k] as number, end, segment));
    }),
  );
  if (!near.length) return null;
  return box.map((segment, axis) => {
    const one = near.find(({ axes }) => axes.includes(axis));
    const start = one?.at[one.axes.indexOf(axis)];
    return start === undefined || isAt(start, segment.centre, segment)
      ? segment
      : { ...segment, centre: start, length: segment.centre - start };
  });
}
