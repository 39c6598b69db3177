import { bounder } from "../integrand/bounds.ts";
import { compilePoint } from "../integrand/javascript.ts";
import type { Tree } from "../integrand/tree.ts";
import { nodes } from "./kronrod.ts";
import type { Measure, Region } from "./region.ts";
import { endsOf, type Segment } from "./segments.ts";

/** Most halvings of one region, and the narrowest box, as a part of the region's side. */
const MOST = 200;
const NARROWEST = 1e-12;
/** Boxes that could hide less than this part of what matters are dropped. */
const NEGLIGIBLE = 1 / 16;

export interface Look {
  /** The axes to split because f was found far outside the range of the region's nodes; none if it was not. */
  readonly found: readonly number[];
  readonly evaluations: number;
}

interface Box {
  readonly low: number[];
  readonly high: number[];
  readonly excess: number;
  readonly volume: number;
  /** How much f may change along each axis. */
  readonly changes: number[];
}

/**
 * Looks for a peak between the nodes of a region: where the enclosure of f exceeds the range of its values at the nodes by
 * more than twice that range, and that could matter to the integral by more than `share`, the box is halved, the most
 * promising part first, until a value outside is found or none is possible.
 */
export function makeLook(f: Tree, axes: number): (region: Region, measure: Pick<Measure, "low" | "high">, share: number) => Look {
  const bound = bounder(f, axes);
  const at = compilePoint(f);
  return (region, { low: least, high: most }, share) => {
    const ends = region.map(beyondSingular);
    const room = Math.max(most - least, 1e-300);
    const [floor, ceiling] = [least - 2 * room, most + 2 * room];
    const boxOf = (low: number[], high: number[]): Box => {
      const { low: below, high: above, wild, slopes } = bound(low, high);
      const over = Math.max((above[bound.root] as number) - ceiling, floor - (below[bound.root] as number), 0);
      const sides = low.map((one, k) => (high[k] as number) - one);
      return {
        low,
        high,
        excess: wild[bound.root] || !(over < 1e300) ? 1e300 : over,
        volume: sides.reduce((product, side) => product * side),
        changes: slopes.map((slope, k) => {
          const steepest = Math.max(Math.abs(slope.low[bound.root] as number), Math.abs(slope.high[bound.root] as number));
          return steepest * (sides[k] as number);
        }),
      };
    };
    const whole = boxOf(
      ends.map(([a]) => a),
      ends.map(([, b]) => b),
    );
    if (!(whole.excess * whole.volume > share)) return { found: [], evaluations: 0 };
    const typical = 1e3 * Math.max(1e-9, Math.abs(ceiling) + Math.abs(floor));
    const promise = ({ excess, volume }: Box) => Math.min(excess, typical) * volume ** 0.25;
    const heap = [whole];
    let evaluations = 0;
    for (let halved = 0; heap.length && halved < MOST; ) {
      const best = heap.reduce((chosen, box, k) => (promise(box) > promise(heap[chosen] as Box) ? k : chosen), 0);
      const [box] = heap.splice(best, 1) as [Box];
      const parts = box.low.map((one, k) => ((box.high[k] as number) - one) / ((whole.high[k] as number) - (whole.low[k] as number)));
      const axis = steepest(box.changes) ?? parts.indexOf(Math.max(...parts));
      if (!((parts[axis] as number) > NARROWEST)) continue;
      const middle = ((box.low[axis] as number) + (box.high[axis] as number)) / 2;
      const halves = [
        boxOf(box.low, replaced(box.high, axis, middle)),
        boxOf(replaced(box.low, axis, middle), box.high),
      ];
      for (const half of halves) {
        halved++;
        if (!(half.excess * half.volume > share * NEGLIGIBLE)) continue;
        const [x = 0, y = 0, z = 0] = half.low.map((one, k) => (one + (half.high[k] as number)) / 2);
        evaluations++;
        const value = at(x, y, z);
        // Values that are not finite are of no use: rounding makes them of 0 / 0.
        const outside = Number.isFinite(value) ? Math.max(value - ceiling, floor - value) : 0;
        if (outside * half.volume > share * NEGLIGIBLE) return { found: narrow(half, whole), evaluations };
        heap.push(half);
      }
    }
    return { found: [], evaluations };
  };
}

/** The axes along which a box is narrow, compared with the whole. */
function narrow(box: Box, whole: Box): number[] {
  const parts = box.low.map((one, k) => ((box.high[k] as number) - one) / ((whole.high[k] as number) - (whole.low[k] as number)));
  const least = Math.min(...parts);
  return [...parts.keys()].filter((k) => (parts[k] as number) <= Math.max(2 * least, 0.01));
}

/** The axis along which f may change most, by far; null where none stands out. */
function steepest(changes: readonly number[]): number | null {
  const most = Math.max(...changes);
  const axis = changes.indexOf(most);
  return Number.isFinite(most) && changes.every((one, k) => k === axis || one < most / 2) ? axis : null;
}

/** The piece from its first node on, where it begins at a singular place: what f does before is the rule's to know. */
function beyondSingular(segment: Segment): readonly [number, number] {
  const { power, from, to } = segment;
  return endsOf(power > 1 && from === 0 ? { ...segment, from: to * (nodes[0] as number) } : segment);
}

function replaced(values: readonly number[], k: number, value: number): number[] {
  const copy = [...values];
  copy[k] = value;
  return copy;
}
