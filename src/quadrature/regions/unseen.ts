import { tapeOf } from "../../integrand/language/tape.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { STEPWISE } from "../../integrand/reading/sensitivity.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import type { Domain } from "../../problem/domain.ts";
import { insideOf, type Region } from "../coordinates/segments.ts";
import { type Measure, MOST_TENSOR } from "../rules/measure.ts";

/**
 * The most that an f with jumps may add to a region of many axes between its nodes, by enclosures: where it has the same
 * value at all of them, as on one side of a jump, or may jump there. 0 elsewhere: what varies smoothly is the rule's to judge,
 * and a smooth peak is looked for.
 */
export function makeUnseen({ f, box }: Pick<Domain, "f" | "box">) {
  const jumps = tapeOf(f).some(({ tree }) => tree.kind === "call" && STEPWISE.has(tree.name));
  if (!jumps) return () => 0;
  const bound = bounder(withSquares(f), box.length);
  return (region: Region, seen: Pick<Measure, "low" | "high">): number => {
    const ends = region.map(insideOf);
    const { low, high, slopes } = bound(
      ends.map(([a]) => a),
      ends.map(([, b]) => b),
    );
    const over = Math.max(high - seen.high, seen.low - low, 0);
    const mayJump = slopes.some((slope) => slope.high - slope.low === Number.POSITIVE_INFINITY);
    if (!(over < 1e300 && (mayJump || seen.low === seen.high))) return 0;
    return ends.reduce((product, [a, b]) => product * (b - a), over);
  };
}

/**
 * The part of a region that its nodes may miss: an order of four variables and more, as in a<b && b<c && c<d, holds at no node
 * of a cube and in 1/24 of it.
 */
const MISSED = 1 / 16;

/** Adds to the errors of regions of many axes what their nodes may miss. */
export function makeWithUnseen(
  domain: Pick<Domain, "f" | "box">,
): (region: Region, measure: Measure) => Measure {
  if (domain.box.length <= MOST_TENSOR) return (_, measure) => measure;
  const unseen = makeUnseen(domain);
  return (region, measure) => {
    const error = MISSED * unseen(region, measure);
    return error > measure.error ? { ...measure, error } : measure;
  };
}
