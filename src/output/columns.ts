import { evaluate, run, tapeOf } from "../integrand/tape.ts";
import { memberOf } from "../problem/parsed.ts";
import { CompensatedSum } from "../quadrature/sum.ts";
import { ownF, type View } from "./view.ts";

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
  const { box, at, f } = memberOf(view.prepared, view.member);
  const plane = box.length > 1;
  const rows = plane ? n : 1;
  const along = (axis: number, k: number) => {
    const [a, b] = box[axis] as readonly [number, number];
    return (a * (n - k) + b * k) / n;
  };
  const place = (point: readonly number[]) => at.map((tree) => evaluate(tree, point));
  const each = plane ? 8 : 2;
  const corners = new Float64Array(n * rows * each);
  const heights = new Float64Array(n * rows);
  const own = tapeOf(ownF(view));
  const integrand = tapeOf(f);
  const sum = new CompensatedSum();
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < n; i++) {
      const k = j * n + i;
      const [left, right] = [along(0, i), along(0, i + 1)];
      const [low, high] = plane ? [along(1, j), along(1, j + 1)] : [0, 0];
      const around = plane
        ? [
            [left, low],
            [right, low],
            [right, high],
            [left, high],
          ]
        : [[left], [right]];
      corners.set(around.flatMap(place), k * each);
      const centre = plane ? [along(0, i + 0.5), along(1, j + 0.5)] : [along(0, i + 0.5)];
      heights[k] = last(run(own, place(centre)));
      sum.add(last(run(integrand, centre)));
    }
  }
  const cell = box.reduce((product, [a, b]) => (product * (b - a)) / n, 1);
  return { sum: sum.value * cell, corners, heights };
}

function last(values: Float64Array): number {
  return values[values.length - 1] as number;
}
