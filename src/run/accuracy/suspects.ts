import type { RegionWorker } from "../../backend.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import type { Look } from "../../quadrature/regions/look.ts";
import { MOST_TENSOR } from "../../quadrature/rules/measure.ts";
import type { Entry } from "./entries.ts";
import { roomiest } from "./roomiest.ts";

/** The regions that may hide something, and the values of f that it took to find them. */
export async function suspects(
  list: readonly Entry[],
  tolerance: number,
  size: number,
  spent: number,
  worker: Pick<RegionWorker, "look">,
): Promise<{ found: Entry[]; evaluations: number }> {
  const open = list.filter(({ looked, measure }) => !looked && (!measure.cut || measure.bounded));
  // Next to a pole nodes may miss what is thinner than the region by far.
  const near = new Set(
    open.filter(({ measure, depth }) => measure.wild && depth < -Math.log2(tolerance / size)),
  );
  const others = open.filter((one) => !near.has(one));
  const many = (list[0] as Entry).region.length > MOST_TENSOR;
  const halvings = Math.ceil(Math.max(LEAST_HALVINGS, HALVINGS * spent) / list.length);
  const few = list.length <= (FEW[(list[0] as Entry).region.length] ?? 0);
  const tasks = others.map(({ region, measure: { low, high, cut } }) => ({
    region,
    low,
    high,
    cut,
    few,
    ...(many && { halvings }),
  }));
  const looks = await worker.look(tasks, tolerance / (2 * list.length));
  let evaluations = 0;
  for (const [k, one] of others.entries()) {
    const own = looks[k] as Look;
    evaluations += own.evaluations;
    one.found = own.found;
    one.hidden = own.hidden ?? 0;
    one.looked = own.found.length === 0;
  }
  return { found: open.filter((one) => near.has(one) || one.found.length > 0), evaluations };
}

/** What f may have between the nodes of regions that are split no more, beyond a claim. */
export async function missedBy(
  domain: Integrand,
  list: readonly Entry[],
  claim: number,
  spent: number,
  worker: Pick<RegionWorker, "look">,
): Promise<{ missed: number; evaluations: number }> {
  const share = claim / (2 * list.length);
  const coarse = list
    .filter(({ looked, measure }) => !looked && (!measure.cut || measure.bounded))
    .sort((a, b) => a.depth - b.depth)
    .slice(0, MOST_BOUNDED)
    .map(({ region, measure: { low, high, cut } }) => ({ region, low, high, cut }));
  const looks = await worker.look(roomiest(domain, coarse, share, spent), share);
  return {
    missed: looks.reduce((sum, { hidden = 0 }) => sum + hidden, 0),
    evaluations: looks.reduce((sum, own) => sum + own.evaluations, 0),
  };
}

/** The regions, those halved least first, of which enclosures are taken for that. */
const MOST_BOUNDED = 4096;

/** Regions of one and two axes that are each looked into closely. */
const FEW = [0, 4096, 256];
/** Of many axes looking is limited: halvings of all regions together, as a part of the values of f so far, and at least. */
const HALVINGS = 1 / 200;
const LEAST_HALVINGS = 4000;
