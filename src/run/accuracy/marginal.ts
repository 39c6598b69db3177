import type { RegionWorker } from "../../backend.ts";
import { regionsAlone } from "../../cpu/regions.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { doublingsOf } from "../../quadrature/ends/doublings.ts";
import { type Integrand, makeIntegrandRule } from "../../quadrature/integrands/integrand-rule.ts";
import { breaksOf } from "../../quadrature/places/breaks.ts";
import { hasRidge } from "../../quadrature/places/far-peaks.ts";
import { firstRegions } from "../../quadrature/regions/first.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import type { Entry } from "./entries.ts";
import {
  FAR,
  growsUpTo,
  type Inner,
  linesTowards,
  massesOf,
  missedBy,
  NEAR,
  type Place,
  ridgeMass,
} from "./marginal-mass.ts";

/** Those at which a ridge is looked for on lines that cross it. */
const RIDGES = [4, 8, 12];
/** Halvings beyond the scales that f is made of, which leave no doubt. */
const ENOUGH = 12;
const WANTED: Wanted = { relative: 1e-10, absolute: 0, maxEvaluations: 30_000 };
/** Values of f beyond those that were allowed, as a part of them. */
const MORE = 0.05;
const MOST_MORE = 500_000;
/** As many are left for a marginal at least. */
const LEAST = 4000;
/** A claim of this part of the integral of |f| leaves no more to be doubted than one that was asked for. */
const EXACT = 1e-8;
/** What is claimed where nothing is known. */
const UNKNOWN = 1e300;

/**
 * An integral over two axes that diverges though no shell around a place shows it, as those of x^(y-1) and exp(-(x-y^2)^2) do:
 * by Tonelli's theorem it does where the marginal, the integral of |f| over one axis as a function of the other, goes as
 * 1 / distance towards a place or an infinite end. The claim is no less than what the marginal has where no region has it.
 */
export async function besideMarginals(
  domain: Integrand,
  own: Adapted,
  list: readonly Entry[],
  maxEvaluations: number,
  integrate: Integrate,
  { stopped, pausing = NO_PAUSES }: AdaptOptions,
): Promise<Adapted> {
  const isOver = own.status === "converged" || own.error < EXACT * own.size;
  if (domain.box.length !== 2 || !(isOver || own.status === "rounding" || own.status === "evaluations"))
    return own;
  // What looking may miss of a result is a ridge where f is not bounded.
  const mayHide = domain.infinite.includes(true) || list.some(({ measure }) => measure.wild);
  if (isOver && !(mayHide && hasRidge(domain.f, domain.box))) return own;
  let { error, evaluations } = own;
  let missed = 0;
  const scales = doublingsOf(domain.f).reduce((sum, one) => sum + one, 0);
  const most = Math.min((1 + MORE) * maxEvaluations, own.evaluations + MOST_MORE);
  const inner: Inner = async (part) => {
    if (most - evaluations < LEAST) return null;
    const wanted = {
      ...WANTED,
      maxEvaluations: Math.min(WANTED.maxEvaluations, most - evaluations - LEAST / 2),
    };
    const worker = regionsAlone(makeIntegrandRule(part), pausing);
    const found = await integrate(part, firstRegions(part), wanted, worker, { ...(stopped && { stopped }) });
    evaluations += found.evaluations;
    return found;
  };
  for (const place of placesOf(domain, isOver)) {
    const lineAt = linesTowards(domain, place);
    if (isOver && !RIDGES.some((k) => ridgeMass(lineAt(k)) > own.error)) continue;
    const massAt = massesOf(lineAt, inner);
    const near = await massAt(NEAR);
    const far = near && (await massAt(FAR));
    if (!far) continue;
    if (far.mass < near.mass / 2) {
      missed += missedBy(list, place, near.mass, far.mass);
      continue;
    }
    const upTo = await growsUpTo(massAt);
    if (upTo === null) {
      if (isOver && far.mass < near.mass) missed += missedBy(list, place, near.mass, far.mass);
      continue;
    }
    if (upTo >= ENOUGH + scales) {
      const at = domain.box.map(([a, b], axis) => (axis === place.axis ? place.at : a + NOWHERE * (b - a)));
      return { ...own, evaluations, status: "diverges", lost: at };
    }
    error = UNKNOWN;
  }
  error = Math.max(error, 2 * missed);
  return error > own.error
    ? { ...own, evaluations, error, status: isOver ? "rounding" : own.status }
    : { ...own, evaluations };
}

const NO_PAUSES = { now: () => 0, pause: async () => {} };
/** The part of an axis at which a place is told that is anywhere on it. */
const NOWHERE = 0.381966;

type Integrate = (
  domain: Integrand,
  first: readonly Region[],
  wanted: Wanted,
  worker: RegionWorker,
  options: AdaptOptions,
) => Promise<Adapted>;
const MOST_PLACES = 12;

/** Both sides of what cuts an axis and of 0, the ends first; only infinite ends if there are such and `few` are wanted. */
function placesOf(domain: Integrand, few: boolean): Place[] {
  const { cuts } = breaksOf(domain);
  const all = domain.box.flatMap((ends, axis) => {
    const stops = (cuts[axis] as readonly { at: number }[]).map(({ at }) => at);
    if (stops.length === 2 && (stops[0] as number) + (stops[1] as number) === 0) stops.splice(1, 0, 0);
    return stops.slice(1).flatMap((to, k) => {
      const from = stops[k] as number;
      const half = (to - from) / 2;
      return [
        { axis, at: from, side: half },
        { axis, at: to, side: -half },
      ].map((place) => ({ ...place, isEnd: ends.includes(place.at) }));
    });
  });
  const ends = all.filter(({ isEnd }) => isEnd);
  if (few) return ends.filter(({ axis }) => domain.infinite[axis] || !domain.infinite.includes(true));
  return [...ends, ...all.filter(({ isEnd }) => !isEnd)].slice(0, MOST_PLACES);
}
