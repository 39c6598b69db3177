import { bounder } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import type { Domain } from "../../problem/domain.ts";
import { boxOf, isPiled } from "../coordinates/chart.ts";
import { type Region, withoutSlivers } from "../coordinates/segments.ts";

/** Whether f may be infinite in a region of many axes, where nodes do not pile up at such a place. */
export interface WildTest {
  (region: Region): boolean;
  /** Whether f is bounded in all of the box, so that it is in every region. */
  isTameThroughout(): boolean;
}

export function makeWildTest({ f, box, infinite }: Pick<Domain, "f" | "box" | "infinite">): WildTest {
  const bound = bounder(withSquares(f), box.length);
  // Undefined by rounding at the edge of a root is no pole.
  const isTame = (ends: readonly (readonly [number, number])[]) => {
    // Where an end stands for infinity f times its slope is 0 times infinity.
    const inside = ends.map((own, axis) => (infinite[axis] ? withoutSlivers(own) : own));
    const { low, high } = bound(
      inside.map(([a]) => a),
      inside.map(([, b]) => b),
    );
    return Number.isFinite(high - low);
  };
  let isAll: boolean | null = null;
  const isTameThroughout = () => {
    isAll ??= isTame(box.map(([a, b]) => (a < b ? [a, b] : [b, a])));
    return isAll;
  };
  const isWild = (region: Region) => !(isTameThroughout() || isPiled(region) || isTame(boxOf(region)));
  return Object.assign(isWild, { isTameThroughout });
}
