import type { RegionWorker } from "../../backend.ts";
import { UsageError } from "../../errors.ts";
import type { Accuracy } from "../../problem/problem.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { breaksOf } from "../../quadrature/places/breaks.ts";
import { firstRegions, piecesOfAxes } from "../../quadrature/regions/first.ts";
import { MOST_IN_REGIONS } from "../../quadrature/rules/cubature.ts";
import type { Status } from "../result.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";
import { adapt } from "./adaptive.ts";
import { makeContest } from "./contest.ts";
import { failureAtEnd } from "./failure.ts";
import { gaussLadder } from "./ladder.ts";
import { lattices } from "./lattices.ts";
import { onDevice } from "./on-device.ts";
import { overAll, stateOf } from "./over-all.ts";
import { byRegions } from "./region-runner.ts";
import type { Runner, Way } from "./ways.ts";

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
      if (!best) return nothing(spent, passes, contest.lost());
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
/** Of these it is known that there is no value, or it was stopped; sums that overflow are undefined at first. */
const NO_DOUBT = new Set<Status>(["diverges", "interrupted", "timeout"]);

const nothing = (evaluations: number, passes: number, lost: Adapted["lost"]): Adapted => ({
  ...stateOf({
    value: Number.NaN,
    error: Number.POSITIVE_INFINITY,
    size: 0,
    evaluations,
    lost,
    ranges: [],
  }),
  status: "evaluations",
  passes,
});
