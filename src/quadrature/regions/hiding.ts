import type { Bounder, Bounds } from "../../integrand/reading/bounds.ts";
import { endsOf, type Region, type Segment } from "../coordinates/segments.ts";
import { nodes } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";

/** What f may be away from the polynomial through the nodes' values, or from their range, as a part of that range. */
export const AWAY = 0.1;
/** The same where there are so few regions that looking costs little. */
const AWAY_OF_FEW = 1e-7;
export const BEYOND = 2;
/** Between nodes that are the widest gap apart f is at most a quarter of that times its slope's range off a chord. */
const GAP = Math.max(...Array.from(nodes.slice(1), (node, k) => node - (nodes[k] as number)));

/** Whether bounds of f over a region, and its range at the nodes, prove that nothing of that share is between them. */
export function hidesNothing(region: Region, bounds: Bounds, seen: Seen, share: number): boolean {
  const room = roomOf(seen);
  let volume = 1;
  for (const segment of region) volume *= sideOf(segment);
  if ((bounds.high - bounds.low) * volume <= share && !bounds.wild) return true;
  const isWithin = !(beyond(bounds, seen, AWAY * room) * volume > share);
  // Waves are often bounded by what the nodes show.
  if (isWithin && !seen.few) return true;
  if (!isSmooth(region, bounds, seen)) return !(beyond(bounds, seen, BEYOND * room) * volume > share);
  return bendOf(bounds, gapsOf(region)) <= AWAY * room;
}

/** Between a region's nodes, along each axis, at most. */
export const gapsOf = (region: Region) => region.map((segment) => GAP * sideOf(segment));

/** How far f may bend off a chord between nodes that are these gaps apart. */
function bendOf({ slopes }: Bounds, gaps: readonly number[]): number {
  let sum = 0;
  for (let axis = 0; axis < gaps.length; axis++) {
    const { low, high } = slopes[axis] as Seen;
    sum += ((high - low) * (gaps[axis] as number)) / 4;
  }
  return sum;
}

/**
 * The most that f may bend between nodes in any part of a box, halved as proves it least; where that is more than
 * `enough`, something that is more. Narrower bounds never prove more. `gaps`: between nodes, along each axis.
 */
export function leastBend(
  bound: Bounder,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  gaps: readonly number[],
  halvings: number,
  enough: number | null = null,
): number {
  const own = bendOf(bound(low, high), gaps);
  if (halvings === 0 || own <= (enough ?? 0)) return own;
  const sides = gaps.map((gap, axis) => ((high[axis] as number) - (low[axis] as number)) / gap);
  const axis = sides.indexOf(Math.max(...sides));
  const middle = ((low[axis] as number) + (high[axis] as number)) / 2;
  const at = (ends: ArrayLike<number>) => Array.from(ends, (one, k) => (k === axis ? middle : one));
  const first = leastBend(bound, low, at(high), gaps, halvings - 1, enough);
  if (enough !== null && first > enough) return own;
  return Math.min(own, Math.max(first, leastBend(bound, at(low), high, gaps, halvings - 1, enough)));
}

/** Halvings along each axis that may prove a region calm, before values are taken. */
export const CALM = 4;

/** How far f may be from the polynomial through its values at the nodes, as a part of their range. */
export const awayOf = ({ few }: Seen) => (few ? AWAY_OF_FEW : AWAY);

function sideOf(segment: Segment): number {
  const [a, b] = beyondSingular(segment);
  return b - a;
}

/** What nodes show of a region, and how it is looked at: closely if it is one of few, thoroughly for the farthest value. */
export type Seen = Pick<Measure, "low" | "high"> &
  Partial<Pick<Measure, "cut">> & { readonly few?: boolean; readonly thorough?: boolean };

export const roomOf = ({ low, high }: Seen) => Math.max(high - low, 1e-300);

/** How far f may be beyond its range at the nodes and some room; 1e300 where it may be infinite. */
function beyond({ low, high, wild }: Bounds, seen: Seen, room: number): number {
  const over = Math.max(high - (seen.high + room), seen.low - room - low, 0);
  return wild || !(over < 1e300) ? 1e300 : over;
}

/** Nodes that pile up, those next to a pole and those on both sides of a curve are no base of a polynomial. */
export function isSmooth(region: Region, bounds: Bounds, seen: Seen): boolean {
  const bounded = beyond(bounds, seen, AWAY * roomOf(seen)) < 1e300;
  return region.length < 3 && bounded && !seen.cut && region.every(({ power }) => power === 1);
}

/** The piece from its first node on, where it begins at a singular place: what f does before is the rule's to know. */
export function beyondSingular(segment: Segment): readonly [number, number] {
  const { power, from, to } = segment;
  return endsOf(power > 1 && from === 0 ? { ...segment, from: to * (nodes[0] as number) } : segment);
}
