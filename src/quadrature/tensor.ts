import type { Block } from "../integrand/javascript.ts";
import { gaussLegendre } from "./gauss.ts";
import { distanceAt, type Region, type Segment, slopeAt } from "./segments.ts";

/** A part of Gauss's sum over a region with so many nodes along each axis: of the blocks [first, end). */
export interface TensorTask {
  readonly region: Region;
  readonly counts: readonly number[];
  readonly first: number;
  readonly end: number;
}

/** What parts of a sum add up to; also of lattices, of which `last` is empty. */
export interface PartSum {
  readonly value: number;
  /** Of |f|. */
  readonly size: number;
  /** By axis, the last two Legendre coefficients that the nodes show, the others being integrated. */
  readonly last: readonly (readonly [number, number])[];
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
  let [inner, nodes] = [0, 1];
  for (const own of counts) {
    if (inner && nodes * own > MOST) break;
    nodes *= own;
    inner++;
  }
  return { inner, nodes, blocks: counts.slice(inner).reduce((product, own) => product * own, 1) };
}

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
  const last = counts.map(() => [0, 0] as [number, number]);
  let [value, size, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let lost: number[] | null = null;
  const index = new Int32Array(axes);
  for (let k = first; k < end; k++) {
    let weight = 1;
    for (let axis = inner, rest = k; axis < axes; axis++) {
      const { at, weights: own } = lines[axis] as Line;
      const i = rest % at.length;
      rest = (rest - i) / at.length;
      index[axis] = i;
      weight *= own[i] as number;
      points.fill(at[i] as number, axis * nodes, (axis + 1) * nodes);
    }
    block(points, nodes, nodes, out);
    let [sum, ownSize] = [0, 0];
    for (let n = 0; n < nodes; n++) {
      const own = out[n] as number;
      if (own - own !== 0) {
        lost ??= counts.map((_, axis) => points[axis * nodes + n] as number);
        out[n] = 0;
        continue;
      }
      if (own < low) low = own;
      if (own > high) high = own;
      const weighted = own * (weights[n] as number);
      out[n] = weighted;
      sum += weighted;
      ownSize += Math.abs(weighted);
    }
    value += weight * sum;
    size += weight * ownSize;
    // Axis after axis, each on the sums along those before.
    for (let axis = 0, length = nodes; axis < inner; axis++) {
      const { last: both } = lines[axis] as Line;
      const own = last[axis] as [number, number];
      length = along(out, length, both, own, weight);
    }
    for (let axis = inner; axis < axes; axis++) {
      const { last: both } = lines[axis] as Line;
      const own = last[axis] as [number, number];
      own[0] += weight * sum * (both[0][index[axis] as number] as number);
      own[1] += weight * sum * (both[1][index[axis] as number] as number);
    }
  }
  return { value, size, last, low, high, evaluations: (end - first) * nodes, lost };
}

/** Sums rows in place, adds what both polynomials give to `into`; the number of rows. */
function along(
  values: Float64Array,
  length: number,
  [a, b]: Line["last"],
  into: [number, number],
  weight: number,
): number {
  const count = a.length;
  let [p, q, row] = [0, 0, 0];
  for (let start = 0; start < length; start += count) {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const own = values[start + k] as number;
      sum += own;
      p += own * (a[k] as number);
      q += own * (b[k] as number);
    }
    values[row++] = sum;
  }
  into[0] += weight * p;
  into[1] += weight * q;
  return row;
}

interface Line {
  readonly at: readonly number[];
  readonly weights: readonly number[];
  /** Legendre's polynomials of degree m − 1 and m − 2 at m nodes, normalized. */
  readonly last: readonly [readonly number[], readonly number[]];
}

function lineOn(segment: Segment, count: number): Line {
  const { nodes, weights } = gaussLegendre(count);
  const { centre, from, to } = segment;
  const places = nodes.map((node) => from + (to - from) * node);
  const legendre = (degree: number) => nodes.map((node) => normalized(degree, 2 * node - 1));
  return {
    at: places.map((t) => centre + distanceAt(segment, t)),
    weights: places.map((t, k) => (weights[k] as number) * (to - from) * slopeAt(segment, t)),
    last: [legendre(count - 1), legendre(count - 2)],
  };
}

function normalized(degree: number, x: number): number {
  let [before, value] = [0, 1];
  for (let k = 1; k <= degree; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return Math.sqrt(2 * degree + 1) * value;
}
