import { evaluatorOf } from "../integrand/tape.ts";
import type { Tree } from "../integrand/tree.ts";
import { memberOf } from "../problem/parsed.ts";
import { midpoints } from "../quadrature/rule.ts";
import { CompensatedSum } from "../quadrature/sum.ts";
import { overGrid, ownF, type View } from "./view.ts";

/** The cells of the midpoint rule, n along each axis, as columns or, in one variable, rectangles. */
export interface Columns {
  /** The midpoint rule's sum over all cells; NaN where f is not finite at a centre. */
  readonly sum: number;
  /** Of each cell its corners, x and y in turn: four of them, or two x in one variable. */
  readonly corners: Float64Array;
  /** f at the centres. */
  readonly heights: Float64Array;
}

/** In one or two variables; limits that depend on others or are infinite make cells of a grid that follows them. */
export function columnsOf(view: View, n: number): Columns {
  const { box, at, f, mapped } = memberOf(view.prepared, view.member);
  const axes = [0, 1].map((axis) => box[axis] ?? ([0, 0] as const));
  const ends = axes.map(([a, b], axis) =>
    Float64Array.from({ length: box[axis] ? n + 1 : 1 }, (_, k) => (a * (n - k) + b * k) / n),
  ) as [Float64Array, Float64Array];
  const centres = axes.map((limits, axis) => (box[axis] ? midpoints(limits, n) : new Float64Array(1))) as [
    Float64Array,
    Float64Array,
  ];
  const [xs, ys] = at.map((tree) => overGrid(ends, tree)) as [Float64Array, Float64Array?];
  const own = evaluatorOf(ownF(view));
  const places = at.map((tree) => overGrid(centres, tree));
  const heights = (places[0] as Float64Array).map((_, k) => own(places.map((all) => all[k] as number)));
  const sum = new CompensatedSum();
  for (const value of mapped ? overGrid(centres, f as Tree) : heights) sum.add(value);
  const cell = box.reduce((product, [a, b]) => (product * (b - a)) / n, 1);
  return { sum: sum.value * cell, corners: cornersOf(xs, ys, n), heights };
}

/** Of each cell of a grid of vertices, row by row, in turn. */
function cornersOf(xs: Float64Array, ys: Float64Array | undefined, n: number): Float64Array {
  if (!ys) return Float64Array.from({ length: 2 * n }, (_, k) => xs[(k + 1) >> 1] as number);
  const row = n + 1;
  const corners = new Float64Array(8 * n * n);
  for (let k = 0; k < n * n; k++) {
    const first = Math.floor(k / n) * row + (k % n);
    [first, first + 1, first + row + 1, first + row].forEach((vertex, c) => {
      corners[8 * k + 2 * c] = xs[vertex] as number;
      corners[8 * k + 2 * c + 1] = ys[vertex] as number;
    });
  }
  return corners;
}
