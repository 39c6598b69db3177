import { evaluatorOf } from "../integrand/language/tape.ts";
import type { Tree } from "../integrand/language/tree.ts";
import { memberOf } from "../problem/parsed.ts";
import { CompensatedSum } from "../quadrature/grid/sum.ts";
import { midpoints } from "../quadrature/rules/rule.ts";
import { areasOf } from "./areas.ts";
import { overGrid, ownF, type View } from "./view.ts";

/** The cells of the midpoint rule, n along each axis, as columns or, in one variable, rectangles. */
export interface Columns {
  readonly n: number;
  /** The midpoint rule's sum over all cells; NaN where f is not finite at a centre. */
  readonly sum: number;
  /** The sum of heights times areas, which is another where widths vary in a cell; null where a cell is infinite. */
  readonly volume: number | null;
  /** f at the centres. */
  readonly heights: Float64Array;
  /** Pieces along each side of a cell, by which its sides follow curves. */
  readonly pieces: number;
  /** Of each piece, row by row over all cells, its corners, x and y in turn: four, or two x in one variable. */
  readonly corners: Float64Array;
  /** Where pieces begin and end along an axis, in parts of the box's side. */
  readonly ends: Float64Array;
}

/** Pieces along each axis in all, where cells' sides may be curves, or steps along these differ. */
const FINE = 48;

/** In one or two variables; limits that depend on others or are infinite make cells of a grid that follows them. */
export function columnsOf(view: View, n: number): Columns {
  const own = memberOf(view.prepared, view.member);
  const { box, at, f, mapped, infinite } = own;
  const pieces = mapped && box.length > 1 ? Math.ceil(FINE / n) : 1;
  const ends = endsOf(n, pieces);
  const grid = [0, 1].map((axis) => {
    const [a, b] = box[axis] ?? [0, 0];
    return box[axis] ? ends.map((part) => a * (1 - part) + b * part) : new Float64Array(1);
  }) as [Float64Array, Float64Array];
  const centres = [0, 1].map((axis) => (box[axis] ? midpoints(box[axis], n) : new Float64Array(1))) as [
    Float64Array,
    Float64Array,
  ];
  const [xs, ys] = at.map((tree) => overGrid(grid, tree)) as [Float64Array, Float64Array?];
  const height = evaluatorOf(ownF(view));
  const places = at.map((tree) => overGrid(centres, tree));
  const heights = (places[0] as Float64Array).map((_, k) => height(places.map((all) => all[k] as number)));
  const sum = new CompensatedSum();
  for (const value of mapped ? overGrid(centres, f as Tree) : heights) sum.add(value);
  const cell = box.reduce((product, [a, b]) => (product * (b - a)) / n, 1);
  const areas = mapped ? areasOf(own, n) : null;
  const volume = areas
    ? heights.reduce((all, one, k) => all + one * (areas[k] as number), 0)
    : sum.value * cell;
  return {
    n,
    sum: sum.value * cell,
    volume: infinite.some(Boolean) ? null : volume,
    heights,
    pieces,
    corners: cornersOf(xs, ys, n * pieces),
    ends,
  };
}

/** Pieces are shorter at both ends of a cell, where limits like √(1 - x²) are steep. */
function endsOf(n: number, pieces: number): Float64Array {
  return Float64Array.from({ length: n * pieces + 1 }, (_, k) => {
    const part = (1 - Math.cos((Math.PI * (k % pieces)) / pieces)) / 2;
    return (Math.floor(k / pieces) + part) / n;
  });
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
