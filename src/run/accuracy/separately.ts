import type { RegionWorker } from "../../backend.ts";
import { regionsAlone } from "../../cpu/regions.ts";
import type { Domain } from "../../problem/domain.ts";
import { placeAtDistance } from "../../problem/place.ts";
import type { Accuracy } from "../../problem/problem.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { type Integrand, makeIntegrandRule } from "../../quadrature/integrands/integrand-rule.ts";
import { mirrored } from "../../quadrature/reductions/mirror.ts";
import { type Reduced, reduceRidges } from "../../quadrature/reductions/ridge.ts";
import { separate } from "../../quadrature/reductions/separate.ts";
import { makeWeightedRule, type Weighted } from "../../quadrature/reductions/weighted-rule.ts";
import { firstRegions } from "../../quadrature/regions/first.ts";
import { MOST_TENSOR } from "../../quadrature/rules/measure.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import { adapt } from "./adaptive.ts";
import { adaptMany } from "./many.ts";
import { adaptSeparately } from "./product.ts";

/**
 * An integral to an accuracy; where it is a product of integrals over fewer variables, unless `apart` is false, these one
 * by one. `open` makes what does the work on an integrand, `first` the regions to begin with where it is not a product.
 */
export function adaptParts(
  domain: Integrand & Partial<Pick<Domain, "radial" | "at">>,
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
  const { radial, at } = domain;
  if (apart && !by && radial && at && !groups?.every(({ axes }) => axes.length === 1))
    return adaptReduced(
      {
        domain: radial,
        rounding: radial.rounding,
        placeOf: (place) => placeAtDistance({ ...domain, at }, radial, place),
      },
      wanted,
      options,
      one,
    );
  return groups
    ? adaptSeparately(groups, domain.box.length, wanted, one, options)
    : one(domain, wanted, options);
}

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

type AdaptOne = (part: Integrand | Weighted, wanted: Wanted, options: AdaptOptions) => Promise<Adapted>;

/** What rounding may do to a density, as a part of the integral of |f|. */
const OF_DENSITY = 2e-15;

/** An integral in fewer variables, told of as one in all of them. */
async function adaptReduced(
  { domain, placeOf, rounding = OF_DENSITY }: Reduced & { readonly rounding?: number },
  wanted: Wanted,
  { onPass, onRegions: _, ...options }: AdaptOptions,
  one: AdaptOne,
): Promise<Adapted> {
  const told = (own: Adapted): Adapted => {
    const error = own.error + Math.max(rounding, OF_DENSITY) * own.size;
    const isOver = error > Math.max(wanted.absolute, wanted.relative * Math.abs(own.integral));
    const status = isOver && own.status === "converged" ? "rounding" : own.status;
    return { ...own, status, error, lost: own.lost && placeOf(own.lost) };
  };
  // Regions of another integral are none of the whole.
  return told(await one(domain, wanted, { ...options, onPass: (soFar) => onPass?.(told(soFar)) }));
}
