import type { Interval } from "../integrand/language/interval.ts";
import { switchesOf } from "../integrand/reading/switches.ts";
import type { Prepared } from "../problem/problem.ts";
import { insideOf, rangeOf } from "./ranges.ts";

/** The part of an axis that is left out at each end: a singular end is the end of a cell on every grid. */
const END = 1e-5;

/** Whether f may have a tip, a root or a pole within the box, whose cost depends on where it lies in its cell. */
export function hasTips(prepared: Pick<Prepared, "f" | "box" | "infinite">): boolean {
  const inner = insideOf(prepared).map(([a, b]): Interval => [a + END * (b - a), b - END * (b - a)]);
  return switchesOf(prepared.f).some(({ g, levels, kind }) => {
    // Jumps and kinks are breaks.
    if (kind === "break") return false;
    const range = rangeOf(g, inner);
    if (!range) return true;
    const [low, high] = range;
    if (!levels) return low <= 0 && high >= 0;
    const { step, offset } = levels;
    return Math.floor((high - offset) / step) >= Math.ceil((low - offset) / step);
  });
}
