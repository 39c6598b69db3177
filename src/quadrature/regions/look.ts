import { pointOf } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import type { Bounder } from "../../integrand/reading/bounds.ts";
import { STEPWISE, sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import type { Region } from "../coordinates/segments.ts";
import { MOST_TENSOR } from "../rules/measure.ts";
import {
  AWAY,
  awayOf,
  BEYOND,
  beyondSingular,
  CALM,
  gapsOf,
  hidesNothing,
  isSmooth,
  leastBend,
  roomOf,
  type Seen,
} from "./hiding.ts";
import { makePolynomial } from "./polynomial-through.ts";

/** Most halvings of one region; fewer where its values make a polynomial, since most regions are of that kind. */
const MOST = 200;
const MOST_SMOOTH = 120;
/** The narrowest box, as a part of the region's side. */
const NARROWEST = 1e-12;
/** Boxes that could hide less than this part of what matters are dropped. */
const NEGLIGIBLE = 1 / 16;

export interface Look {
  /** The axes to split because f was found far from what the region's nodes say; none if it was not. */
  readonly found: readonly number[];
  /** What f would add to the integral if it were that far off throughout the region; absent if nothing was found. */
  readonly hidden?: number;
  readonly evaluations: number;
}

interface Box {
  readonly low: number[];
  readonly high: number[];
  /** How far f may be outside what is expected. */
  readonly excess: number;
  readonly volume: number;
  /** The range in which f is expected in the middle. */
  readonly expected: readonly [low: number, high: number];
  /** How much f may change along each axis. */
  readonly changes: number[];
  /** What is halved first has most of it. */
  readonly promise: number;
}

/** The range in which f is expected at a point. */
type Expected = (point: readonly number[]) => readonly [low: number, high: number];

/**
 * Looks for a peak between the nodes of a region: where the enclosures of f and its slopes let it be far from what is
 * expected, and that could matter to the integral by more than `share`, the box is halved, the most promising part
 * first, until such a value is found or none is possible; where `seen` says so, until the farthest is.
 */
export function makeLook(
  treeOf: () => Tree,
  axes: number,
  bound: Bounder,
): (region: Region, measure: Seen, share: number, halvings?: number) => Look {
  return (region, seen, share, halvings = MOST) => {
    const { low: least, high: most } = seen;
    const ends = region.map(beyondSingular);
    const sides = ends.map(([a, b]) => b - a);
    const room = roomOf(seen);
    const away = awayOf(seen) * room;
    let points = 0;
    let polynomial: ReturnType<typeof makePolynomial> | null = null;
    const looked = (found: number[], farthest = 0): Look => ({
      found,
      ...(farthest > 0 && { hidden: farthest * whole.volume }),
      evaluations: points + (polynomial?.evaluations() ?? 0),
    });
    let gaps: number[] | null = null;
    const within = (room: number): Expected => {
      const range = [least - room, most + room] as const;
      return () => range;
    };
    let expected = within(BEYOND * room);
    const typical = 1e3 * Math.max(1e-9, Math.abs(most) + Math.abs(least) + room);
    const boxOf = (low: number[], high: number[]): Box => {
      const { low: below, high: above, wild, slopes } = bound(low, high);
      let excess = gaps ? (seen.few ? 0 : -AWAY * room) : Number.POSITIVE_INFINITY;
      let volume = 1;
      const changes: number[] = [];
      for (let axis = 0; axis < axes; axis++) {
        const slope = slopes[axis] as (typeof slopes)[number];
        const side = (high[axis] as number) - (low[axis] as number);
        if (gaps) {
          const reach = Math.min(side, gaps[axis] as number);
          const bend = ((slope.high - slope.low) * reach) / 4;
          // Of few regions it counts in proportion to the box: f may be steep in none.
          const usual = (AWAY * room * reach) / (gaps[axis] as number);
          excess += seen.few ? Math.max(0, bend - usual) : bend;
        }
        volume *= side;
        changes.push(Math.max(Math.abs(slope.low), Math.abs(slope.high)) * side);
      }
      const usual = excess <= 0 ? ANY : expected(middleOf(low, high));
      if (!(excess <= 0)) {
        const [floor, ceiling] = usual;
        const over = Math.max(above - ceiling, floor - below, 0);
        excess = wild || !(over < 1e300) ? 1e300 : Math.min(over, Number.isNaN(excess) ? over : excess);
      }
      excess = Math.max(excess, 0);
      const promise = Math.min(excess, typical) * Math.sqrt(Math.sqrt(volume));
      return { low, high, excess, expected: usual, volume, changes, promise };
    };
    const lows = ends.map(([a]) => a);
    const highs = ends.map(([, b]) => b);
    const all = bound(lows, highs);
    if (hidesNothing(region, all, seen, share)) return NOTHING;
    if (!seen.thorough && isSmooth(region, all, seen)) {
      gaps = gapsOf(region);
      if (leastBend(bound, lows, highs, gaps, CALM * axes, AWAY * room) <= AWAY * room) return NOTHING;
      const own = makePolynomial(treeOf(), region);
      polynomial = own;
      expected = (point) => {
        const value = own.at(point);
        return [value - away, value + away];
      };
    }
    const whole = boxOf(lows, highs);
    const parts = (box: Box) =>
      box.low.map((one, k) => ((box.high[k] as number) - one) / (sides[k] as number));
    if (!(whole.excess * whole.volume > share)) return looked([]);
    const f = treeOf();
    const at = pointOf(f, axes);
    // What rounding makes of f is no peak.
    const roundingAt = (point: readonly number[]) => UNIT * sensitivity(f, point, STEPWISE).rounding;
    const heap = [whole];
    let turns = 0;
    let [found, farthest]: [number[], number] = [[], 0];
    for (let halved = 0; heap.length && halved < (gaps ? MOST_SMOOTH : halvings); ) {
      // In many boxes f may be as large as is worth looking for: the largest bound of all leads to a peak.
      const byExcess = seen.thorough || (axes > MOST_TENSOR && turns++ % 2);
      const box = taken(heap, byExcess ? "excess" : "promise");
      if (seen.thorough && box.excess <= farthest) break;
      const own = parts(box);
      const axis = steepest(box.changes) ?? own.indexOf(Math.max(...own));
      if (!((own[axis] as number) > NARROWEST)) continue;
      const middle = ((box.low[axis] as number) + (box.high[axis] as number)) / 2;
      const halves = [
        boxOf(box.low, replaced(box.high, axis, middle)),
        boxOf(replaced(box.low, axis, middle), box.high),
      ];
      for (const half of halves) {
        halved++;
        if (!(half.excess * half.volume > share * NEGLIGIBLE)) continue;
        const point = middleOf(half.low, half.high);
        points++;
        const value = at(point);
        const [floor, ceiling] = half.expected;
        // Values that are not finite are of no use: rounding makes them of 0 / 0.
        const outside = Number.isFinite(value) ? Math.max(value - ceiling, floor - value) : 0;
        if (outside > farthest && outside * half.volume > share * NEGLIGIBLE && outside > roundingAt(point)) {
          found = narrow(parts(half));
          farthest = outside;
          if (!seen.thorough) return looked(found, farthest);
        }
        heap.push(half);
      }
    }
    return looked(found, farthest);
  };
}

const NOTHING: Look = { found: [], evaluations: 0 };

/** Takes the box with most promise, or excess, out of a list. */
function taken(boxes: Box[], most: "promise" | "excess"): Box {
  let best = 0;
  for (let k = 1; k < boxes.length; k++) if ((boxes[k] as Box)[most] > (boxes[best] as Box)[most]) best = k;
  return boxes.splice(best, 1)[0] as Box;
}

const ANY = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

function middleOf(low: readonly number[], high: readonly number[]): number[] {
  return low.map((one, k) => (one + (high[k] as number)) / 2);
}

/** The axes along which a box is narrow, its sides being these parts of the whole. */
function narrow(parts: readonly number[]): number[] {
  const least = Math.min(...parts);
  return [...parts.keys()].filter((k) => (parts[k] as number) <= Math.max(2 * least, 0.01));
}

/** The axis along which f may change most, by far; null where none stands out. */
function steepest(changes: readonly number[]): number | null {
  const most = Math.max(...changes);
  const axis = changes.indexOf(most);
  return Number.isFinite(most) && changes.every((one, k) => k === axis || one < most / 2) ? axis : null;
}

function replaced(values: readonly number[], k: number, value: number): number[] {
  const copy = [...values];
  copy[k] = value;
  return copy;
}
