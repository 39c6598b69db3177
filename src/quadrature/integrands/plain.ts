import { axesOf, PARAMETERS } from "../../integrand/language/tree.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { switchesOf } from "../../integrand/reading/switches.ts";
import type { Integrand } from "./integrand-rule.ts";
import { consecutive, type Ranges } from "./member-regions.ts";

/**
 * Whether members with parameters in some ranges are singular nowhere, and kink or jump at the same places on an axis; null
 * where that can't be known. Where a range is enough for all members, it is for each.
 */
export function makePlain(
  { f, box, infinite }: Integrand,
  count: number,
): ((ranges: Ranges) => boolean) | null {
  const open = switchesOf(f).filter(({ g, kind, meeting }) => {
    const axes = axesOf(g);
    return kind !== "break" || meeting || axes >= 1 << PARAMETERS || !Number.isInteger(Math.log2(axes));
  });
  if (infinite.includes(true) || open.some(({ levels }) => levels)) return null;
  const bounds = open.map(({ g }) => bounder(consecutive(g, box.length), box.length + count));
  return (ranges) => {
    const ends = [...box.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const), ...ranges];
    return bounds.every((bound) => {
      const { low, high, wild } = bound(
        ends.map(([a]) => a),
        ends.map(([, b]) => b),
      );
      return !wild && (low > 0 || high < 0);
    });
  };
}
