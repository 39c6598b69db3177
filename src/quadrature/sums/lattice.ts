import type { Block } from "../../integrand/code/javascript.ts";
import { distanceAt, type Segment, slopeAt } from "../coordinates/segments.ts";
import { LEAST_POINTS, VECTORS } from "./lattice-table.ts";
import { type PartSum, pointIn } from "./tensor.ts";

/** How a lattice's points are moved, so that f need not be periodic: not at all, by a tent, or by a polynomial. */
export type Transform = "none" | "tent" | "smooth";

/** A part of the mean of f over a shifted lattice: the points [first, end) of 2^bits. */
export interface LatticeTask {
  /** The pieces of each axis, which have equal shares of the points. */
  readonly pieces: readonly (readonly Segment[])[];
  readonly bits: number;
  /** Which of the random shifts. */
  readonly shift: number;
  readonly transform: Transform;
  readonly first: number;
  readonly end: number;
}

/** Points of a block, and of a part of it that is added up by itself: equal terms are rounded the same way each time. */
const BLOCK = 1024;
const PART = 32;

/** Points are exact: fractions with 32 bits, of which z k / 2^bits and the shift wrap around. */
export function latticeSum(block: Block, task: LatticeTask): PartSum {
  const axes = task.pieces.length;
  const points = new Float64Array(axes * BLOCK);
  const weights = new Float64Array(BLOCK);
  const out = new Float64Array(BLOCK);
  let value = 0;
  let size = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let lost: number[] | null = null;
  for (let start = task.first; start < task.end; start += BLOCK) {
    const count = Math.min(BLOCK, task.end - start);
    setPoints(task, start, count, points, weights);
    block(points, BLOCK, count, out);
    let sum = 0;
    let part = 0;
    let ownSize = 0;
    for (let k = 0; k < count; k++) {
      if (k % PART === 0) {
        sum += part;
        part = 0;
      }
      const own = out[k] as number;
      if (own - own !== 0) {
        lost ??= pointIn(points, BLOCK, k);
        continue;
      }
      if (own < low) low = own;
      if (own > high) high = own;
      const weighted = own * (weights[k] as number);
      part += weighted;
      ownSize += Math.abs(weighted);
    }
    value += sum + part;
    size += ownSize;
  }
  return { value, size, low, high, evaluations: task.end - task.first, lost };
}

/** So many points of a lattice from `start` on, by axis, and their weights. */
export function setPoints(
  { pieces, bits, shift, transform }: Pick<LatticeTask, "pieces" | "bits" | "shift" | "transform">,
  start: number,
  count: number,
  points: Float64Array,
  weights: Float64Array,
): void {
  const stride = points.length / pieces.length;
  const vector = VECTORS[bits - LEAST_POINTS] as readonly number[];
  weights.fill(1);
  for (let axis = 0; axis < pieces.length; axis++) {
    const step = vector[axis] as number;
    const moved = shiftOf(shift, axis);
    const own = pieces[axis] as readonly Segment[];
    for (let k = 0; k < count; k++) {
      const exact = ((Math.imul(start + k, step) << (32 - bits)) + moved) >>> 0;
      const scaled = (own.length * (exact + 0.5)) / 2 ** 32;
      const piece = Math.floor(scaled);
      const segment = own[piece] as Segment;
      let t = scaled - piece;
      let weight = own.length;
      if (transform === "tent") t = t < 0.5 ? 2 * t : 2 - 2 * t;
      else if (transform === "smooth") {
        weight *= 30 * (t * (1 - t)) ** 2;
        t = t * t * t * (10 - t * (15 - 6 * t));
      }
      const { centre, length, power, from, to } = segment;
      const inside = from + (to - from) * t;
      if (power === 1) {
        points[axis * stride + k] = centre + length * inside;
        weight *= (to - from) * Math.abs(length);
      } else {
        points[axis * stride + k] = centre + distanceAt(segment, inside);
        weight *= (to - from) * slopeAt(segment, inside);
      }
      (weights[k] as number) *= weight;
    }
  }
}

/** The shift of an axis as a fraction of 2^32: random bits, the same in every run: MurmurHash3's finalizer of a Weyl sequence. */
export function shiftOf(shift: number, axis: number): number {
  let bits = Math.imul(1 + shift * 16 + axis, 0x9e3779b9);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
