import { NEIGHBOURS, valueAt } from "./mesh.ts";
import type { Points } from "./picture.ts";
import type { Range, View } from "./view.ts";

/** Steps of the search: from half a cell on, each half of the one before. */
const STEPS = 10;

/** A vertex moves by less than its cell, so that the mesh does not fold. */
const MOST = 0.9;

/**
 * Moves the vertices of the least and the greatest value to the extremes beside them: else a peak that is narrower than
 * a cell would be drawn, and described, too low. `at` are the two positions.
 */
export function toPeaks(
  view: View,
  points: Points,
  values: Float32Array,
  side: number,
  at: readonly number[],
) {
  const [xs, ys, heights] = [points.xs.slice(), points.ys.slice(), values.slice()];
  const f = valueAt(view, points);
  const row = side + 1;
  at.forEach((k, position) => {
    const sign = position ? 1 : -1;
    const cell = (all: Float64Array, by: number) =>
      Math.min(
        ...[k - by, k + by].map((near) => Math.abs((all[near] ?? Infinity) - (all[k] as number)) || Infinity),
      );
    const [dx, dy] = [cell(points.xs, 1), cell(points.ys, row)];
    if (k < 0 || !Number.isFinite(dx + dy)) return;
    let [u, v, best] = [0, 0, f(xs[k] as number, ys[k] as number)];
    for (let size = 0.5, step = 0; step < STEPS; step++, size /= 2) {
      for (const [a, b] of NEIGHBOURS) {
        const [right, up] = [u + a * size, v + b * size];
        if (Math.max(Math.abs(right), Math.abs(up)) > MOST) continue;
        const place = [(points.xs[k] as number) + right * dx, (points.ys[k] as number) + up * dy] as const;
        if (!place.every((value, axis) => isIn(view.ranges[axis], value))) continue;
        const value = f(...place);
        if (sign * value > sign * best && Number.isFinite(value)) [u, v, best] = [right, up, value];
      }
    }
    xs[k] = (points.xs[k] as number) + u * dx;
    ys[k] = (points.ys[k] as number) + v * dy;
    heights[k] = best;
  });
  return { points: { ...points, xs, ys }, values: heights };
}

const isIn = ([low, high]: Range = [0, 0], value: number) => low <= value && value <= high;
