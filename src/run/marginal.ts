import type { RegionWorker } from "../backend.ts";
import { regionsAlone } from "../cpu/regions.ts";
import { around } from "../integrand/distance.ts";
import { simplify } from "../integrand/simplify.ts";
import { call, number, substitute, variable } from "../integrand/tree.ts";
import { breaksOf } from "../quadrature/breaks.ts";
import { boxOf } from "../quadrature/chart.ts";
import { doublingsOf } from "../quadrature/doublings.ts";
import { hasRidge, ridgeHeight } from "../quadrature/far-peaks.ts";
import { firstRegions } from "../quadrature/first.ts";
import { type Integrand, makeIntegrandRule } from "../quadrature/integrand-rule.ts";
import type { Region } from "../quadrature/segments.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import type { Entry } from "./entries.ts";

/** Halvings of the distance to a place after which the marginal is looked at. */
const [FIRST, STEP, LAST] = [4, 2, 46];
/** Those that are compared at first. */
const [NEAR, FAR] = [8, 12];
/** Those at which a ridge is looked for on lines that cross it. */
const RIDGES = [4, 8, 12];
/** As many ratios in a row have to be 1. */
const AGREEING = 5;
/** A power of the distance is -1 that differs by about this. */
const SAME = 1e-6;
/** Halvings beyond the scales that f is made of, which leave no doubt. */
const ENOUGH = 12;
const WANTED: Wanted = { relative: 1e-10, absolute: 0, maxEvaluations: 30_000 };
/** Values of f beyond those that were allowed, as a part of them. */
const MORE = 0.05;
const MOST_MORE = 500_000;
/** As many are left for a marginal at least. */
const LEAST = 4000;
/** What a marginal may be off, as a part of itself. */
const KNOWN = 1e-4;
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
/** Null where no values of f are left. */
type Inner = (domain: Integrand) => Promise<Adapted | null>;

interface Place {
  readonly axis: number;
  readonly at: number;
  /** The signed distance to the next place. */
  readonly side: number;
}

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

/** A marginal times the distance, and how far that may be off as a part of it. */
interface Mass {
  readonly mass: number;
  readonly error: number;
}

type MassAt = (halvings: number) => Promise<Mass | null>;

/** f along the other axis after so many halvings of the distance, times that distance. */
function linesTowards({ f, box, infinite }: Integrand, { axis, at, side }: Place) {
  const near = around(
    f,
    box.map((_, k) => (k === axis ? at : null)),
  );
  const line = { box: box.filter((_, k) => k !== axis), infinite: infinite.filter((_, k) => k !== axis) };
  return (halvings: number): Integrand => {
    const distance = number(side * 2 ** -halvings);
    const along = substitute(near, (leaf) => (leaf.axis === axis ? distance : variable(0)));
    return { ...line, f: simplify(call("*", distance, along)) };
  };
}

/** No less, but for a factor, than what a ridge has that crosses a line. */
function ridgeMass({ f, box }: Integrand): number {
  const [ends = [0, 0]] = box;
  return ridgeHeight(f, ends) * Math.abs(ends[1] - ends[0]);
}

/** Null where the marginal cannot be had. */
function massesOf(lineAt: (halvings: number) => Integrand, inner: Inner): MassAt {
  return async (halvings) => {
    const line = lineAt(halvings);
    let own = await inner(line);
    if (own?.status === "diverges") return { mass: INFINITE, error: 0 };
    if (own && own.error < own.size && !(Math.abs(own.integral) > 0.999 * own.size))
      own = await inner({ ...line, f: call("abs", line.f) });
    if (!own) return null;
    const mass = Math.abs(own.integral);
    const isKnown = mass > 0 && own.error < KNOWN * mass && own.status !== "undefined";
    return isKnown ? { mass, error: own.error / mass } : null;
  };
}

/** Halvings up to which a marginal is seen to grow as 1 / distance or faster; null if it is not. */
async function growsUpTo(massAt: MassAt): Promise<number | null> {
  const ratios: number[] = [];
  let before: Mass | null = null;
  let upTo = FIRST;
  for (let k = FIRST; k <= LAST; k += STEP) {
    const own = await massAt(k);
    if (!own) break;
    if (before) ratios.push(own.mass < INFINITE ? own.mass / before.mass + own.error + before.error : 1);
    before = own;
    upTo = k;
    if (ratios.length > AGREEING && ratios.slice(-AGREEING).every((ratio) => ratio < FALLS)) return null;
  }
  return ratios.length >= AGREEING && ratios.slice(-AGREEING).every((ratio) => ratio >= 1 - SAME)
    ? upTo
    : null;
}

const INFINITE = Number.POSITIVE_INFINITY;
/** A ratio that is none of 1 / distance. */
const FALLS = 0.99;

/** What a marginal that falls as a power has nearer to a place than regions do that have at least half of it. */
function missedBy(list: readonly Entry[], { axis, at, side }: Place, near: number, far: number): number {
  const power = Math.log2(near / far) / (FAR - NEAR);
  const massWithin = (halvings: number) => (near * 2 ** (power * (NEAR - halvings))) / power;
  const isSeen = (halvings: number) => {
    const edge = at + side * 2 ** -halvings;
    let seen = 0;
    for (const { region, measure } of list) {
      const [a, b] = boxOf(region)[axis] as readonly [number, number];
      if (side > 0 ? a < edge : b > edge) seen += measure.size + measure.error;
    }
    return seen > massWithin(halvings) / 2;
  };
  for (let k = FIRST; k <= FAR; k++) if (!isSeen(k)) return massWithin(k);
  return 0;
}
