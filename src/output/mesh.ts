import { evaluatorOf } from "../integrand/language/tape.ts";
import { PARAMETERS } from "../integrand/language/tree.ts";
import type { Points } from "./picture.ts";
import type { View } from "./view.ts";

/** The directions from a vertex of a mesh to its neighbours. */
export const NEIGHBOURS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const;

/** f of a view at any x and y, in f64; its third variable and its parameters are those of the points. */
export function valueAt(view: View, { z, parameters }: Points): (x: number, y: number) => number {
  const own = evaluatorOf(view.masked);
  const point = new Float64Array(PARAMETERS + parameters.length);
  point.set(parameters, PARAMETERS);
  point[2] = z;
  return (x, y) => {
    point[0] = x;
    point[1] = y;
    return own(point);
  };
}
