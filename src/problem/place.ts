import { evaluate } from "../integrand/language/tape.ts";
import type { Tree } from "../integrand/language/tree.ts";
import type { Domain } from "./domain.ts";
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

/** Enough to find a place; further ones are often rounding. */
const DIGITS = 12;
/** tan(pi/2) in f64 is 1.6e16. */
const FAR = 1e16;
