import type { RegionWorker } from "../../backend.ts";
import { pointOf } from "../../integrand/code/javascript.ts";
import { insideOf, type Region } from "../../quadrature/coordinates/segments.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { roomiest } from "./roomiest.ts";
import type { Step } from "./ways.ts";

/** Most corners of regions at which f is taken before a look. */
const CORNERS = 2 ** 14;
/** Halvings of all regions together, and the least of each. */
const HALVINGS = 4000;
const LEAST = 200;

/** Whether f may be far from its range at the nodes by so much that it matters: looked for at corners and by enclosures. `thorough`: the most of it, in the regions with most room. */
export function makeHiddenTest(domain: Integrand, regions: readonly Region[], worker: RegionWorker) {
  const axes = domain.box.length;
  const corners = regions.length * 2 ** axes <= CORNERS ? 2 ** axes : 0;
  let ranges: { low: number; high: number }[] | null = null;
  const atCorners = () => {
    const at = pointOf(domain.f, axes);
    return regions.map((region) => {
      const ends = region.map(insideOf);
      const values = Array.from({ length: corners }, (_, corner) =>
        at(ends.map(([a, b], axis) => ((corner >> axis) & 1 ? b : a))),
      ).filter(Number.isFinite);
      return { low: Math.min(...values), high: Math.max(...values) };
    });
  };
  const halvings = Math.max(LEAST, Math.ceil(HALVINGS / regions.length));
  return async ({ ranges: seen, evaluations }: Step, tolerance: number, thorough = false) => {
    const atOnce = ranges ? 0 : corners * regions.length;
    ranges ??= atCorners();
    const share = tolerance / (2 * regions.length);
    const tasks = regions.map((region, k) => {
      const own = seen[k] ?? (seen[0] as (typeof seen)[number]);
      const corner = (ranges as { low: number; high: number }[])[k] as { low: number; high: number };
      const [low, high] = [Math.min(own.low, corner.low), Math.max(own.high, corner.high)];
      return { region, low, high, halvings };
    });
    const looks = await worker.look(thorough ? roomiest(domain, tasks, share, evaluations) : tasks, share);
    return {
      isFound: looks.some(({ found }) => found.length > 0),
      matters: looks.reduce((sum, { hidden = 0 }) => sum + hidden, 2 * tolerance),
      evaluations: looks.reduce((sum, own) => sum + own.evaluations, atOnce),
    };
  };
}
