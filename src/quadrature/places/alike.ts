import { compilePoint } from "../../integrand/code/javascript.ts";
import { axesOf, isSame, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import type { Ends } from "./crossing.ts";

/** Places at which a function is seen to rise or to fall. */
const PLACES = 256;

/**
 * Of u(a) − u(b), the difference of one monotone function of two axes, as x < y becomes with infinite limits: both axes, since
 * it is 0 where they are equal. Null for others.
 */
export function axesAlike(g: Tree, box: readonly Ends[]): readonly [number, number] | null {
  if (g.kind !== "call" || g.name !== "-") return null;
  const [u, v] = g.args as [Tree, Tree];
  const [one, other] = [u, v].map((part) => Math.log2(axesOf(part))) as [number, number];
  const isOneEach = one !== other && Number.isInteger(one) && Number.isInteger(other);
  if (
    !isOneEach ||
    u.kind === "variable" ||
    !isSame(
      substitute(u, () => variable(other)),
      v,
    )
  )
    return null;
  const all = [box[one], box[other]].flat() as number[];
  return isMonotone(u, one, [Math.min(...all), Math.max(...all)]) ? [one, other] : null;
}

function isMonotone(u: Tree, axis: number, [a, b]: Ends): boolean {
  const value = compilePoint(substitute(u, (leaf) => (leaf.axis === axis ? variable(0) : leaf)));
  const values = Array.from({ length: PLACES }, (_, k) => value(a + ((b - a) * (k + 0.5)) / PLACES, 0, 0));
  const steps = values.slice(1).map((one, k) => one - (values[k] as number));
  return steps.every((step) => step > 0) || steps.every((step) => step < 0);
}
