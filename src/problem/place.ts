import { evaluate } from "../integrand/tape.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Prepared } from "./problem.ts";

/** A point of the box as the values of these variables, for people; by default of all. */
export function placeOf(
  { at, problem }: Pick<Prepared, "at" | "problem">,
  point: ArrayLike<number>,
  axes: readonly number[] = [...at.keys()],
): string {
  return [...axes]
    .sort((a, b) => a - b)
    .map((axis) => `${problem.variables[axis]?.name} = ${evaluate(at[axis] as Tree, point)}`)
    .join(", ");
}
