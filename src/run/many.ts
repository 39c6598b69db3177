import type { RegionWorker } from "../backend.ts";
import { UsageError } from "../errors.ts";
import { UNIT } from "../integrand/sensitivity.ts";
import type { Accuracy } from "../problem/problem.ts";
import { breaksOf } from "../quadrature/breaks.ts";
import { costsOf } from "../quadrature/costs.ts";
import { MOST_IN_REGIONS } from "../quadrature/cubature.ts";
import { firstRegions, piecesOfAxes } from "../quadrature/first.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import type { Region } from "../quadrature/segments.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import { adapt, refined } from "./adaptive.ts";
import { makeContest, type Runner } from "./contest.ts";
import { failureAtEnd, makeFailureTest } from "./failure.ts";
import { makeHiddenTest } from "./hidden.ts";
import { gaussLadder } from "./ladder.ts";
import { lattices } from "./lattices.ts";
import { onDevice } from "./on-device.ts";
import type { Status } from "./result.ts";
import type { Step, Way } from "./ways.ts";

/**
 * An integral over four variables and more: by regions, by Gauss's rule over the whole or by a lattice, which take turns
 * until it is clear which needs the fewest values of f. `by` names one of them.
 */
export async function adaptMany(
  domain: Integrand,
  wanted: Wanted,
  worker: RegionWorker,
  options: AdaptOptions,
  by: Accuracy["rule"] | null,
): Promise<Adapted> {
  const axes = domain.box.length;
  if (by === "regions" && axes > MOST_IN_REGIONS) {
    const advice = `takes at most ${MOST_IN_REGIONS} variables that belong together, not ${axes}: use lattice, or leave it out`;
    throw new UsageError("rule", by, advice);
  }
  const regions = firstRegions(domain);
  const checked = (result: Adapted): Adapted => {
    if (NO_DOUBT.has(result.status)) return result;
    const { status, place, evaluations } = failureAtEnd(domain, regions);
    const isCoarse = result.by === "regions" && result.status === "evaluations";
    const error = result.error * (isCoarse ? UNSETTLED : 1);
    const all = { ...result, error, evaluations: result.evaluations + evaluations };
    return status ? { ...all, status, lost: place } : all;
  };
  if (by === "regions")
    return checked({ ...(await adapt(domain, regions, wanted, worker, { ...options, onDevice })), by });
  const { stopped = () => null, onPass } = options;
  let spent = 0;
  const left = () => wanted.maxEvaluations - spent;
  const allowed = (value: number) => Math.max(wanted.relative * Math.abs(value), wanted.absolute);
  const spend = (evaluations: number) => {
    spent += evaluations;
  };
  const whole = (way: Way) => overAll(way, { domain, regions, worker, allowed, left, spend });
  const isSmooth = breaksOf(domain).curves.length === 0;
  const runners: Runner[] = [
    ...(isSmooth && !by ? [whole(gaussLadder(regions, worker, allowed))] : []),
    ...(axes <= MOST_IN_REGIONS && !by ? [byRegions(domain, regions, wanted, worker, left, spend)] : []),
    whole(lattices(piecesOfAxes(domain), worker)),
  ];
  const sign = domain.box.reduce((product, [a, b]) => (a > b ? -product : product), 1);
  const contest = makeContest(runners, allowed, left);
  let passes = 0;
  for (;;) {
    const summary = (status: Status): Adapted => {
      const best = contest.best();
      if (!best) return nothing(spent, passes);
      const { state, by } = best;
      return { ...state, integral: sign * state.integral, status, evaluations: spent, passes, by };
    };
    if (contest.best()) onPass?.(summary("interrupted"));
    const stop = stopped();
    if (stop) return summary(stop);
    const ended = contest.ended();
    if (ended) {
      if (ended === "evaluations") await contest.settle();
      return checked(summary(ended));
    }
    await contest.turn();
    passes++;
  }
}

/**
 * Null rules underestimate some errors of coarse regions: without this factor 4 of 3,713 random claims were broken where values
 * ran out, by up to 1.3 times (`npm run honesty:many`).
 */
const UNSETTLED = 1.5;
/** What is looked for, as a part of what may be missed: the middle of a peak has but a part of it. */
const LOOKED_FOR = 1 / 16;
/** Times that nodes of Gauss may leave something hidden. */
const MOST_MISSES = 4;
/** Of these it is known that there is no value, or it was stopped; sums that overflow are undefined at first. */
const NO_DOUBT = new Set<Status>(["diverges", "interrupted", "timeout"]);

interface Surroundings {
  readonly domain: Integrand;
  readonly regions: readonly Region[];
  readonly worker: RegionWorker;
  readonly allowed: (value: number) => number;
  readonly left: () => number;
  readonly spend: (evaluations: number) => void;
}

/** Rules over the whole box, which end where a look finds nothing between the nodes either. */
function overAll(way: Way, { domain, regions, worker, allowed, left, spend }: Surroundings): Runner {
  const failing = makeFailureTest(domain);
  const hidden = makeHiddenTest(domain, regions, worker);
  let misses = 0;
  let last: Step | null = null;
  return {
    by: way.by,
    async missed(part) {
      if (!last) return 0;
      const found = await hidden(last, LOOKED_FOR * part);
      spend(found.evaluations);
      return found.isFound ? found.matters : 0;
    },
    nextCost: () => (way.nextCost() > left() ? Number.POSITIVE_INFINITY : way.nextCost()),
    async step() {
      const step = await way.step();
      last = step;
      spend(step.evaluations);
      const rounding = roundingOf(domain, step, worker.unit);
      const own = { ...step, error: step.error + rounding };
      const state = { ...stateOf(own), regions: way.by === "tensor" ? regions.length : 1 };
      const place = own.lost;
      if (place) {
        const measure = { error: Number.POSITIVE_INFINITY, size: 0, lost: place } as const;
        const failure = failing([{ region: regions[0] as Region, measure: measure as never, depth: 0 }]);
        return { state: { ...state, lost: place }, status: failure.status ?? "failed" };
      }
      const tolerance = allowed(own.value);
      // More values of f do not help once most of an error is rounding.
      if (rounding > tolerance && step.error <= rounding) return { state, status: "rounding" };
      if (!(own.error <= tolerance)) return { state, status: null };
      const found = await hidden(own, tolerance);
      spend(found.evaluations);
      if (found.isFound) {
        // A lattice's next points may find it; if some of Gauss's did not, the next ones will not either.
        const status = way.by === "tensor" && ++misses === MOST_MISSES ? "failed" : null;
        return { state: { ...state, error: Math.max(own.error, found.matters) }, status };
      }
      return { state, status: "converged" };
    },
  };
}

/** What evaluating f, and jumps of which values may be on the wrong side, add to an error. */
function roundingOf(domain: Integrand, { size, ranges }: Step, unit = UNIT): number {
  const { relative, jumps, volume } = costsOf(domain);
  const apart = Math.max(...ranges.map(({ high }) => high)) - Math.min(...ranges.map(({ low }) => low));
  return unit * (relative * size + (jumps > 0 ? jumps * apart * volume : 0));
}

function stateOf({ value, error, size, evaluations, lost }: Step): Adapted {
  return {
    integral: value,
    error,
    size,
    status: "interrupted",
    evaluations,
    regions: 1,
    levels: [1],
    passes: 1,
    lost,
  };
}

const nothing = (evaluations: number, passes: number): Adapted => ({
  ...stateOf({
    value: Number.NaN,
    error: Number.POSITIVE_INFINITY,
    size: 0,
    evaluations,
    lost: null,
    ranges: [],
  }),
  status: "evaluations",
  passes,
});

/** Regions that are halved, pass after pass. */
function byRegions(
  domain: Integrand,
  first: readonly Region[],
  wanted: Wanted,
  worker: RegionWorker,
  left: () => number,
  spend: (evaluations: number) => void,
): Runner {
  let [own, growth] = [0, 0];
  const limited = {
    ...wanted,
    // What the others took is not left to it.
    get maxEvaluations() {
      return own + left();
    },
  };
  const sign = domain.box.reduce((product, [a, b]) => (a > b ? -product : product), 1);
  const passes = refined(domain, first, limited, worker, { onDevice });
  return {
    by: "regions",
    nextCost: () => growth,
    async step() {
      const next = await passes.next();
      const state = next.done ? next.value.adapted : next.value;
      growth = state.evaluations - own;
      spend(growth);
      own = state.evaluations;
      return {
        state: { ...state, integral: sign * state.integral },
        status: next.done ? state.status : null,
      };
    },
  };
}
