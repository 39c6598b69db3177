import { evaluate } from "../integrand/language/tape.ts";
import type { Tree } from "../integrand/language/tree.ts";
import type { Domain, RadialDomain } from "./domain.ts";
import type { Variable } from "./variables.ts";

interface Named {
  readonly problem: { readonly variables: readonly Variable[] };
}

/** A point of the box as the values of these variables, for people; by default of all. An end at infinity is inf. */
export function placeOf(
  { at, problem, infinite }: Pick<Domain, "at" | "infinite"> & Named,
  point: ArrayLike<number>,
  axes: readonly number[] = [...at.keys()],
): string {
  return [...axes]
    .sort((a, b) => a - b)
    .map((axis) => {
      const value = evaluate(at[axis] as Tree, point);
      const far = infinite[axis] && Math.abs(value) > FAR;
      const text = far ? (value < 0 ? "-inf" : "inf") : Number(value.toPrecision(DIGITS));
      return `${problem.variables[axis]?.name} = ${text}`;
    })
    .join(", ");
}

/** Where a place of the integral over a distance is in the box of the whole. */
export function placeAtDistance(
  whole: Pick<Domain, "at" | "box">,
  { at, centre, direction }: Pick<RadialDomain, "at" | "centre" | "direction">,
  place: readonly number[],
): number[] {
  const r = evaluate(at[0] as Tree, place);
  return centre.map((own, axis) => coordinateOf(own + r * (direction[axis] as number), axis, whole));
}

/** The coordinate at which a variable has a value, which no other coordinate changes. */
function coordinateOf(value: number, axis: number, { at, box }: Pick<Domain, "at" | "box">): number {
  const point = box.map(() => 0);
  const valueAt = (coordinate: number) =>
    evaluate(at[axis] as Tree, Object.assign(point, { [axis]: coordinate }));
  let [low, high] = box[axis] as [number, number];
  const rises = valueAt(low) < valueAt(high);
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (valueAt(middle) < value === rises) low = middle;
    else high = middle;
  }
  return high;
}

/** Enough for f64. */
const HALVINGS = 60;
/** Enough to find a place; further ones are often rounding. */
const DIGITS = 12;
/** tan(pi/2) in f64 is 1.6e16. */
const FAR = 1e16;
