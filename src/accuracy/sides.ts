import { CompensatedSum } from "../quadrature/grid/sum.ts";
import { aliasedAlong } from "./aliased.ts";
import { type Grid, type Lines, startOf } from "./sample.ts";

/** One direction of the survey's grid. */
export interface Side {
  readonly axis: number;
  readonly nodes: number;
  /** How far the sums over every 3rd, 9th and 27th node are from the sum over all. */
  readonly drifts: readonly [number, number, number];
  /**
   * h/8 times the sum of |second differences| over all, every 3rd and every 9th node: a kink's error is below it wherever
   * it lies between the nodes, a jump's below four times as much. Unlike the sums, it cannot cancel.
   */
  readonly rough: readonly [number, number, number];
  /** Mean distance of f from the interpolated nodes, times the volume; 0 if second differences explain it. */
  readonly aliased: number;
}

export function sideOf(axis: number, grid: Grid, lines: Lines, volume: number): Side {
  const of = (stride: number) => along(grid, axis, stride);
  const [all, third, ninth, last] = [of(1), of(3), of(9), of(27)];
  const drift = ({ sum }: typeof all) => volume * (sum - all.sum);
  const rough = (one: typeof all) => Math.abs(volume) * one.rough;
  return {
    axis,
    nodes: (grid.nodes[axis] as Float64Array).length,
    drifts: [drift(third), drift(ninth), drift(last)],
    rough: [rough(all), rough(third), rough(ninth)],
    aliased: Math.abs(volume) * aliasedAlong(axis, grid, lines(axis)),
  };
}

/** The means of all values and of their magnitudes. */
export function meansOf({ values }: Grid): { mean: number; size: number } {
  const sum = new CompensatedSum();
  let size = 0;
  for (let start = 0; start < values.length; start += 64) {
    const end = Math.min(start + 64, values.length);
    let part = 0;
    for (let k = start; k < end; k++) {
      part += values[k] as number;
      size += Math.abs(values[k] as number);
    }
    sum.add(part);
  }
  return { mean: sum.value / values.length, size: size / values.length };
}

/** Over every `stride`-th node of all lines along an axis: the mean of f, and 1/8 of the mean of |second differences|. */
function along({ nodes: all, values, strides }: Grid, axis: number, stride: number) {
  const nodes = (all[axis] as Float64Array).length;
  const step = strides[axis] as number;
  const lines = values.length / nodes;
  const sum = new CompensatedSum();
  let rough = 0;
  for (let line = 0; line < lines; line++) {
    const start = startOf(line, step, nodes);
    let before = Number.NaN;
    let last = Number.NaN;
    let part = 0;
    for (let k = (stride - 1) / 2; k < nodes; k += stride) {
      const value = values[start + k * step] as number;
      const bend = Math.abs(value - 2 * last + before);
      // The first two nodes have none.
      if (bend >= 0) rough += bend;
      before = last;
      last = value;
      part += value;
      if (k % 64 < stride) {
        sum.add(part);
        part = 0;
      }
    }
    sum.add(part);
  }
  const count = Math.max(1, Math.floor(nodes / stride)) * lines;
  return { sum: sum.value / count, rough: rough / (8 * count) };
}
