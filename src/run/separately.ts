import type { RegionWorker } from "../backend.ts";
import { regionsAlone } from "../cpu/regions.ts";
import type { Domain } from "../problem/domain.ts";
import type { Accuracy } from "../problem/problem.ts";
import { firstRegions } from "../quadrature/first.ts";
import { type Integrand, makeIntegrandRule } from "../quadrature/integrand-rule.ts";
import { mirrored } from "../quadrature/mirror.ts";
import { MOST_TENSOR } from "../quadrature/region.ts";
import { type Reduced, reduceRidges } from "../quadrature/ridge.ts";
import type { Region } from "../quadrature/segments.ts";
import { type Group, separate } from "../quadrature/separate.ts";
import { makeWeightedRule, type Weighted } from "../quadrature/weighted-rule.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import { adapt } from "./adaptive.ts";
import { adaptMany } from "./many.ts";
import { STATUSES, type Status } from "./result.ts";

/**
 * An integral to an accuracy; where it is a product of integrals over fewer variables, unless `apart` is false, these one
 * by one. `open` makes what does the work on an integrand, `first` the regions to begin with where it is not a product.
 */
export function adaptParts(
  domain: Integrand & Pick<Domain, "radial">,
  wanted: Wanted,
  open: (integrand: Integrand) => RegionWorker,
  options: AdaptOptions = {},
  apart = true,
  first: () => readonly Region[] = () => firstRegions(domain),
  by: Accuracy["rule"] | null = null,
): Promise<Adapted> {
  if (domain.box.some(([a, b]) => a === b)) return Promise.resolve(EMPTY);
  const { pausing = NO_PAUSES } = options;
  const groups = apart ? separate(domain) : null;
  const one: AdaptOne = async (part, own, reports) => {
    // Too little work for threads or a device.
    if ("density" in part)
      return adapt(part, part.first, own, regionsAlone(makeWeightedRule(part), pausing), reports);
    const reduced = apart && !by && part.box.length > 1 ? reduceRidges(part) : null;
    if (reduced) return adaptReduced(reduced, own, reports, one);
    const many = part.box.length > MOST_TENSOR || by === "lattice";
    const half = many ? mirrored(part) : part;
    const worker = open(half);
    try {
      if (many) return await adaptMany(half, own, worker, reports, by);
      const regions = part === domain ? first() : firstRegions(part);
      return await adapt(part, regions, own, worker, reports);
    } finally {
      worker.close();
    }
  };
  if (apart && !by && !groups && domain.radial)
    return adaptReduced({ domain: domain.radial, placeOf: alongFirst(domain) }, wanted, options, one);
  return groups
    ? adaptSeparately(groups, domain.box.length, wanted, one, options)
    : one(domain, wanted, options);
}

/** A distance from 0 along the first axis. */
const alongFirst =
  ({ box }: Integrand) =>
  ([distance = 0]: readonly number[]) =>
    box.map(([, end], axis) => (axis ? 0 : distance * Math.sign(end || 1)));

/** Of an axis without length. */
const EMPTY: Adapted = {
  integral: 0,
  error: 0,
  size: 0,
  status: "converged",
  evaluations: 0,
  regions: 0,
  levels: [],
  passes: 0,
  lost: null,
};

export const NO_PAUSES = { now: () => 0, pause: async () => {} };

/** The same on this thread. */
export function adaptAlone(
  domain: Integrand,
  wanted: Wanted,
  options: AdaptOptions = {},
  apart = true,
): Promise<Adapted> {
  return adaptParts(
    domain,
    wanted,
    (part) => regionsAlone(makeIntegrandRule(part), NO_PAUSES),
    options,
    apart,
  );
}

/** Integrates one group, to what is wanted of it. */
type AdaptGroup = (group: Group, wanted: Wanted, options: AdaptOptions) => Promise<Adapted>;

type AdaptOne = (part: Integrand | Weighted, wanted: Wanted, options: AdaptOptions) => Promise<Adapted>;

/** What rounding may do to a density, as a part of the integral of |f|. */
const OF_DENSITY = 2e-15;

/** An integral in fewer variables, told of as one in all of them. */
async function adaptReduced(
  { domain, placeOf }: Reduced,
  wanted: Wanted,
  { onPass, ...options }: AdaptOptions,
  one: AdaptOne,
): Promise<Adapted> {
  const told = (own: Adapted): Adapted => ({
    ...own,
    error: own.error + OF_DENSITY * own.size,
    lost: own.lost && placeOf(own.lost),
  });
  return told(await one(domain, wanted, { ...options, onPass: (soFar) => onPass?.(told(soFar)) }));
}

/** The error of what nothing is known of yet. */
export const UNKNOWN = 1e300;

/** An integral as the product of the groups' integrals, the errors composed. `axes` is their number in the whole. */
async function adaptSeparately(
  groups: readonly Group[],
  axes: number,
  { relative, absolute, maxEvaluations }: Wanted,
  adaptGroup: AdaptGroup,
  { pausing, stopped, onPass, onRegions }: AdaptOptions = {},
): Promise<Adapted> {
  const done: Adapted[] = [];
  const spent = () => done.reduce((sum, { evaluations }) => sum + evaluations, 0);
  // The groups' relative errors add up; an absolute one is known as a relative one once the integrals are.
  let share = relative / groups.length;
  if (absolute > 0) {
    const rough = await adaptSeparately(
      groups,
      axes,
      { relative: Math.max(relative, ROUGH), absolute: 0, maxEvaluations },
      adaptGroup,
      { ...(stopped && { stopped }), ...(onPass && { onPass }) },
    );
    const size = Math.abs(rough.integral) || rough.size;
    if (FAILED.has(rough.status) || rough.error <= absolute) return rough;
    share = Math.max(share, absolute / (2 * size * groups.length));
  }
  for (const group of groups) {
    const placed = (one: Adapted): Adapted =>
      one.lost ? { ...one, lost: placeIn(group, one.lost, axes) } : one;
    const last = done.length === groups.length - 1;
    const one = await adaptGroup(
      group,
      { relative: share, absolute: 0, maxEvaluations: maxEvaluations - spent() },
      {
        ...(pausing && { pausing }),
        ...(stopped && { stopped }),
        onRegions,
        onPass: (soFar) => onPass?.(composed([...done, placed(soFar)], last, relative, absolute)),
      },
    );
    done.push(placed(one));
    if (FAILED.has(one.status)) break;
  }
  return composed(done, done.length === groups.length, relative, absolute);
}

const ROUGH = 1e-3;
const FAILED = new Set<Status>(["diverges", "undefined", "failed", "interrupted", "timeout"]);

function composed(done: readonly Adapted[], complete: boolean, relative: number, absolute: number): Adapted {
  const times = (value: (one: Adapted) => number) => done.reduce((all, one) => all * value(one), 1);
  const plus = (value: (one: Adapted) => number) => done.reduce((all, one) => all + value(one), 0);
  const integral = times((one) => one.integral);
  const rest = times((one) => Math.abs(one.integral) + one.error) - Math.abs(integral);
  const error = complete ? rest + 1e-16 * done.length * Math.abs(integral) : UNKNOWN;
  const worst = done
    .map(({ status }) => status)
    .sort((a, b) => STATUSES.indexOf(b) - STATUSES.indexOf(a))[0] as Status;
  const met = complete && error <= Math.max(relative * Math.abs(integral), absolute);
  return {
    integral,
    error,
    size: times((one) => one.size),
    status: met && !FAILED.has(worst) ? "converged" : worst,
    evaluations: plus((one) => one.evaluations),
    regions: plus((one) => one.regions),
    levels: Array.from({ length: Math.max(...done.map(({ levels }) => levels.length)) }, (_, level) =>
      plus(({ levels }) => levels[level] ?? 0),
    ),
    passes: plus((one) => one.passes),
    by: done.reduce((most, one) => (one.evaluations > most.evaluations ? one : most)).by ?? "regions",
    lost: done.map(({ lost }) => lost).find((place) => place) ?? null,
  };
}

/** A place of a group as one of the whole; in the middle along the other axes. */
function placeIn({ axes }: Group, place: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, axis) => place[axes.indexOf(axis)] ?? 0.5);
}
