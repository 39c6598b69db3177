import type { Block } from "../../integrand/code/javascript.ts";
import { distanceAt, type Region, type Segment, slopeAt } from "../coordinates/segments.ts";
import { gaussLegendre } from "../rules/gauss.ts";

/** A part of Gauss's sum over a region with so many nodes along each axis: of the blocks [first, end). */
export interface TensorTask {
  readonly region: Region;
  /** Negative where only the two outermost nodes are wanted, with equal weights. */
  readonly counts: readonly number[];
  readonly first: number;
  readonly end: number;
}

/** What parts of a sum add up to. */
export interface PartSum {
  readonly value: number;
  /** Of |f|. */
  readonly size: number;
  readonly low: number;
  readonly high: number;
  readonly evaluations: number;
  /** A place where f is not finite. */
  readonly lost: readonly number[] | null;
}

/** Most nodes of a block: the first axes' nodes, while those further out stay. */
const MOST = 1024;

/** How many axes a block has, and how many blocks there are. */
export function blocksOf(counts: readonly number[]): { inner: number; nodes: number; blocks: number } {
  let inner = 0;
  let nodes = 1;
  for (const own of counts.map(nodesOf)) {
    if (inner && nodes * own > MOST) break;
    nodes *= own;
    inner++;
  }
  return { inner, nodes, blocks: counts.slice(inner).reduce((product, own) => product * nodesOf(own), 1) };
}

/** How many nodes a count stands for. */
export const nodesOf = (count: number) => (count < 0 ? 2 : count);

export function tensorSum(block: Block, { region, counts, first, end }: TensorTask): PartSum {
  const axes = counts.length;
  const { inner, nodes } = blocksOf(counts);
  const lines = region.map((segment, axis) => lineOn(segment, counts[axis] as number));
  const points = new Float64Array(axes * nodes);
  const weights = new Float64Array(nodes).fill(1);
  for (let axis = 0, stride = 1; axis < inner; axis++) {
    const { at, weights: own } = lines[axis] as Line;
    for (let k = 0; k < nodes; k++) {
      const i = Math.floor(k / stride) % at.length;
      points[axis * nodes + k] = at[i] as number;
      (weights[k] as number) *= own[i] as number;
    }
    stride *= at.length;
  }
  const out = new Float64Array(nodes);
  let value = 0;
  let size = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let lost: number[] | null = null;
  for (let k = first; k < end; k++) {
    let weight = 1;
    for (let axis = inner, rest = k; axis < axes; axis++) {
      const { at, weights: own } = lines[axis] as Line;
      const i = rest % at.length;
      rest = (rest - i) / at.length;
      weight *= own[i] as number;
      points.fill(at[i] as number, axis * nodes, (axis + 1) * nodes);
    }
    block(points, nodes, nodes, out);
    let sum = 0;
    let ownSize = 0;
    for (let n = 0; n < nodes; n++) {
      const own = out[n] as number;
      if (own - own !== 0) {
        lost ??= pointIn(points, nodes, n);
        continue;
      }
      if (own < low) low = own;
      if (own > high) high = own;
      const weighted = own * (weights[n] as number);
      sum += weighted;
      ownSize += Math.abs(weighted);
    }
    value += weight * sum;
    size += weight * ownSize;
  }
  return { value, size, low, high, evaluations: (end - first) * nodes, lost };
}

/** The k-th point of a block. */
export function pointIn(points: Float64Array, stride: number, k: number): number[] {
  return Array.from({ length: points.length / stride }, (_, axis) => points[axis * stride + k] as number);
}

/** Nodes along an axis. */
export interface Line {
  readonly at: readonly number[];
  readonly weights: readonly number[];
}

/** The nodes on a segment, and their weights; of the whole box rule or, negative, of its two outermost nodes. */
export function lineOn(segment: Segment, count: number): Line {
  const { nodes, weights } = count < 0 ? outermost(-count) : gaussLegendre(count);
  const { centre, from, to } = segment;
  const places = nodes.map((node) => from + (to - from) * node);
  return {
    at: places.map((t) => centre + distanceAt(segment, t)),
    weights: places.map((t, k) => (weights[k] as number) * (to - from) * slopeAt(segment, t)),
  };
}

function outermost(count: number) {
  const [first = 0] = gaussLegendre(count).nodes;
  return { nodes: [first, 1 - first], weights: [0.5, 0.5] };
}
