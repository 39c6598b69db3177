import { NEIGHBOURS, valueAt } from "./mesh.ts";
import type { Points } from "./picture.ts";
import type { View } from "./view.ts";

/** Halvings of an edge of the mesh. */
const HALVINGS = 9;

/**
 * Moves vertices of a mesh where f is not finite towards a neighbour where it is, up to the rim: without this a mesh that
 * is cut off by limits or by f's own domain ends in steps.
 */
export function toRim(view: View, points: Points, values: Float32Array, side: number) {
  if (!values.some((value) => !Number.isFinite(value))) return { points, values };
  const [xs, ys, heights] = [points.xs.slice(), points.ys.slice(), values.slice()];
  const f = valueAt(view, points);
  const row = side + 1;
  for (let k = 0; k < values.length; k++) {
    if (Number.isFinite(values[k])) continue;
    const [i, j] = [k % row, Math.floor(k / row)];
    const to = NEIGHBOURS.find(([right, up]) => {
      const [a, b] = [i + right, j + up];
      return a >= 0 && b >= 0 && a < row && b < row && Number.isFinite(values[b * row + a]);
    });
    if (!to) continue;
    const near = (j + to[1]) * row + i + to[0];
    const between = (all: Float64Array, part: number) =>
      (all[k] as number) * (1 - part) + (all[near] as number) * part;
    let [out, within] = [0, 1];
    for (let step = 0; step < HALVINGS; step++) {
      const middle = (out + within) / 2;
      if (Number.isFinite(f(between(points.xs, middle), between(points.ys, middle)))) within = middle;
      else out = middle;
    }
    xs[k] = between(points.xs, within);
    ys[k] = between(points.ys, within);
    heights[k] = f(xs[k] as number, ys[k] as number);
  }
  return { points: { ...points, xs, ys }, values: heights };
}
