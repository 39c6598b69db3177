import type { Segment } from "../../quadrature/coordinates/segments.ts";
import { CompensatedSum } from "../../quadrature/grid/sum.ts";
import { type LatticeTask, shiftOf } from "../../quadrature/sums/lattice.ts";
import { LEAST_POINTS, VECTORS } from "../../quadrature/sums/lattice-table.ts";
import type { SumTask } from "../../quadrature/sums/sum-task.ts";
import { blocksOf, lineOn, nodesOf, type PartSum, type TensorTask } from "../../quadrature/sums/tensor.ts";
import { MOST_COPIES } from "./text.ts";

/** What a submit of a shader for many axes reads, and how many parts each of its ranges has. */
export interface Packed {
  /** Three words a range: its task, the first and the end. */
  readonly ranges: Uint32Array<ArrayBuffer>;
  readonly tasks: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array;
  readonly partsEach: number;
}

/** Tasks of sums as a shader knows them, and what its parts say of each; null where a value of f is not finite. */
export interface PackedSums extends Packed {
  sums(parts: Float32Array): (PartSum | null)[];
}

/** Points of a range: many enough for its sum to be worth reading, few enough to keep a GPU busy. */
export const POINTS = 256;
/** Two f32 each, of a range of points. */
const PARTS = 3;
/** Values of a piece. */
export const PIECE = 6;

/** All of one lattice, or all of tensor rules. */
export function packedSums(tasks: readonly SumTask[]): PackedSums {
  const lattices = tasks.filter((task) => "bits" in task);
  return lattices.length ? packedLattices(lattices) : packedTensors(tasks.filter((task) => "counts" in task));
}

function packedLattices(tasks: readonly LatticeTask[]): PackedSums {
  const [{ pieces, bits }] = tasks as [LatticeTask];
  const widths = pieces.map((own) => own.map(widthOf));
  const starts = pieces.map((_, axis) => pieces.slice(0, axis).reduce((sum, own) => sum + own.length, 0));
  const most = widths.map((own) => Math.max(...own));
  const values = pieces.flatMap((own, axis) =>
    own.flatMap((piece, k) => pieceValues(piece, (widths[axis]?.[k] as number) / (most[axis] as number))),
  );
  const vector = VECTORS[bits - LEAST_POINTS] as readonly number[];
  const words = tasks.flatMap(({ shift }) =>
    pieces.flatMap((own, axis) => [
      ((vector[axis] as number) << (32 - bits)) >>> 0,
      shiftOf(shift, axis),
      (starts[axis] as number) * PIECE,
      own.length,
    ]),
  );
  const volume = pieces.reduce((product, own, axis) => product * own.length * (most[axis] as number), 1);
  return packed(
    tasks.map(({ first, end }) => ({ first, end, volume, evaluations: end - first })),
    POINTS,
    { words, each: 4 * pieces.length, values },
  );
}

/** Ranges of a tensor rule's planes along the first two axes. */
function packedTensors(tasks: readonly TensorTask[]): PackedSums {
  const values: number[] = [];
  const known = new Map<string, number>();
  const lineAt = (segment: Segment, count: number) => {
    const key = [segment.centre, segment.length, segment.power, segment.from, segment.to, count].join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const { at, weights } = lineOn(segment, count);
    const start = values.length;
    at.forEach((node, k) => {
      values.push(node, (weights[k] as number) / widthOf(segment));
    });
    // A shader takes several at a time.
    for (let k = at.length; k % MOST_COPIES; k++) values.push(at.at(-1) as number, 0);
    known.set(key, start);
    return start;
  };
  const words = tasks.flatMap(({ region, counts }) =>
    region.flatMap((segment, axis) => {
      const count = counts[axis] as number;
      return [lineAt(segment, count), nodesOf(count)];
    }),
  );
  const parts = tasks.map(({ region, counts, first, end }) => {
    const planes = blocksOf(counts).nodes / planeOf(counts);
    const volume = region.reduce((product, segment) => product * widthOf(segment), 1);
    return {
      first: first * planes,
      end: end * planes,
      volume,
      evaluations: (end - first) * blocksOf(counts).nodes,
    };
  });
  const [{ counts }] = tasks as [TensorTask];
  const each = Math.max(1, Math.round(POINTS / planeOf(counts)));
  return packed(parts, each, { words, each: 2 * counts.length, values });
}

/** Nodes along the first two axes. A block has all of them, or a shader cannot sum it. */
export const planeOf = ([first = 1, second = 1]: readonly number[]) => nodesOf(first) * nodesOf(second);

/** A Piece of pieces.wgsl for s in [0, 1]. */
function pieceValues({ centre, length, power, from, to }: Segment, share: number): number[] {
  return power === 1
    ? [centre + length * from, length * (to - from), 0, 1, share, 0]
    : [centre, length, from, to - from, share, 1];
}

/** Of a segment in its variable, but for how nodes pile up. */
export const widthOf = ({ length, from, to }: Segment) => Math.abs(length) * (to - from);

function packed(
  tasks: readonly { first: number; end: number; volume: number; evaluations: number }[],
  size: number,
  { words, each, values }: { words: readonly number[]; each: number; values: readonly number[] },
): PackedSums {
  const counts = tasks.map(({ first, end }) => Math.ceil((end - first) / size));
  const ranges = new Uint32Array(3 * counts.reduce((sum, count) => sum + count, 0));
  let filled = 0;
  for (const [k, { first, end }] of tasks.entries())
    for (let start = first; start < end; start += size) {
      ranges[filled++] = k * each;
      ranges[filled++] = start;
      ranges[filled++] = Math.min(end, start + size);
    }
  return {
    ranges,
    tasks: Uint32Array.from(words),
    values: Float64Array.from(values),
    partsEach: PARTS,
    sums(parts) {
      let start = 0;
      return tasks.map((task, k) => {
        const own = parts.subarray(start, start + 2 * PARTS * (counts[k] as number));
        start += own.length;
        return sumOf(own, task.volume, task.evaluations);
      });
    },
  };
}

function sumOf(parts: Float32Array, volume: number, evaluations: number): PartSum | null {
  const [value, size] = [new CompensatedSum(), new CompensatedSum()];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < parts.length; at += 2 * PARTS) {
    const word = (k: number) => parts[at + k] as number;
    if (word(5) === 0) throw new Error("the GPU left out a range of points");
    if (word(5) !== 1) return null;
    value.add(word(0));
    value.add(word(1));
    size.add(word(2));
    low = Math.min(low, word(3));
    high = Math.max(high, word(4));
  }
  const sum = { value: volume * value.value, size: volume * size.value, low, high, evaluations, lost: null };
  return Number.isFinite(sum.value + sum.size) ? sum : null;
}
