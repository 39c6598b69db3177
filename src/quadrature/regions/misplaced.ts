import { compilePoint } from "../../integrand/code/javascript.ts";
import type { Domain } from "../../problem/domain.ts";
import { type Cut, distanceAt, endsOf, type Region, type Segment } from "../coordinates/segments.ts";
import { breaksOf } from "../places/breaks.ts";
import { nodes, SUMMING } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";

type Integrand = Pick<Domain, "f" | "box" | "infinite">;

/** Adds to a region's error that f jumps at its sides, whose places are rounded roots. */
export type Misplaced = (measure: Measure, region: Region) => Measure;

/** Where the height of a jump is taken along every other axis, and around its place, in parts of what is not known of it. */
const ALONG = [2, 7, 11].map((k) => nodes[k] as number);
const AROUND = [-4, -0.5, 0.5, 4];
/** Places that are less certain than this part of a side may be several. */
const UNCERTAIN = 1e-13;

export function makeMisplaced(
  domain: Integrand,
  cuts: readonly (readonly Cut[])[] = breaksOf(domain).cuts,
): Misplaced {
  const jumps = cuts.map((own) => own.filter(({ room }) => room));
  if (jumps.every(({ length }) => length === 0)) return (measure) => measure;
  const { box } = domain;
  const known = new Map<number, number>();
  const heightAt = (region: Region, axis: number, jump: Cut): number => {
    if (box.length > 1) return heightOf(domain, region, axis, jump);
    const height = known.get(jump.at) ?? heightOf(domain, region, axis, jump);
    known.set(jump.at, height);
    return height;
  };
  return (measure, region) => {
    const most = Math.max(Math.abs(measure.low), Math.abs(measure.high));
    let own = 0;
    for (const [axis, segment] of region.entries())
      for (const side of sidesOf(segment)) {
        const jump = nearestOf(jumps[axis] as readonly Cut[], side);
        if (!jump) continue;
        const { at, room = 0 } = jump;
        const length = Math.abs(segment.length);
        if (!(Math.abs(at - side) <= UNCERTAIN * length)) continue;
        const area = region.reduce((product, one, k) => (k === axis ? product : product * widthOf(one)), 1);
        const matters = room > UNCERTAIN * length || room * area * most > SUMMING * measure.size;
        if (matters || box.length === 1) own += room * area * heightAt(region, axis, jump);
      }
    return own > 0 ? { ...measure, rounding: measure.rounding + own, error: measure.error + own } : measure;
  };
}

/** How much f differs around a place, on average over a region's side there. */
function heightOf({ f, box }: Integrand, region: Region, axis: number, { at, room = 0 }: Cut): number {
  const value = compilePoint(f);
  const [a, b] = box[axis] as readonly [number, number];
  const around = AROUND.map((part) => {
    const step = part * Math.max(room, 2 ** -52 * Math.abs(at));
    return Math.min(Math.max(at + step, Math.min(a, b)), Math.max(a, b));
  });
  const others = region.reduce<number[][]>(
    (all, segment, k) => {
      const { centre, from, to } = segment;
      const own =
        k === axis ? [at] : ALONG.map((part) => centre + distanceAt(segment, from + (to - from) * part));
      return all.flatMap((one) => own.map((v) => [...one, v]));
    },
    [[]],
  );
  const heights = others.map((point) => {
    const values = around
      .map((v) => {
        const [x = 0, y = 0, z = 0] = point.map((one, k) => (k === axis ? v : one));
        return value(x, y, z);
      })
      .filter(Number.isFinite);
    return values.length ? Math.max(...values) - Math.min(...values) : 0;
  });
  return heights.reduce((sum, one) => sum + one, 0) / heights.length;
}

/** By bisection, since there may be thousands. */
function nearestOf(jumps: readonly Cut[], side: number): Cut | undefined {
  let [low, high] = [0, jumps.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((jumps[middle] as Cut).at < side) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [jumps[low - 1], jumps[low]];
  if (!before || !after) return after ?? before;
  return side - before.at < after.at - side ? before : after;
}

/** The ends of a piece where it is not cut in halves. */
function sidesOf({ centre, length, from, to }: Segment): number[] {
  return [...(from === 0 ? [centre] : []), ...(to === 1 ? [centre + length] : [])];
}

function widthOf(segment: Segment): number {
  const [a, b] = endsOf(segment);
  return b - a;
}
