import type { RegionWorker } from "../../backend.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { costsOf } from "../../quadrature/integrands/costs.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { makeUnseen } from "../../quadrature/regions/unseen.ts";
import type { Adapted } from "./adapted.ts";
import { makeFailureTest } from "./failure.ts";
import { makeHiddenTest } from "./hidden.ts";
import type { Runner, Step, Way } from "./ways.ts";

/** What is looked for, as a part of what may be missed: the middle of a peak has but a part of it. */
const LOOKED_FOR = 1 / 16;
/** Times that nodes of Gauss may leave something hidden. */
const MOST_MISSES = 4;

/** A part that all points of a lattice miss has fewer than this many of them on average; a step may have three lattices. */
const NONE_OF = 32;

interface Surroundings {
  readonly domain: Integrand;
  readonly regions: readonly Region[];
  readonly worker: RegionWorker;
  readonly allowed: (value: number) => number;
  readonly left: () => number;
  readonly spend: (evaluations: number) => void;
}

/** Rules over the whole box, which end where a look finds nothing between the nodes either. */
export function overAll(way: Way, { domain, regions, worker, allowed, left, spend }: Surroundings): Runner {
  const failing = makeFailureTest(domain);
  const hidden = makeHiddenTest(domain, regions, worker);
  const unseen = makeUnseen(domain);
  let misses = 0;
  let last: Step | null = null;
  return {
    by: way.by,
    async missed(part, thorough = false) {
      if (!last) return 0;
      const found = await hidden(last, LOOKED_FOR * part, thorough);
      spend(found.evaluations);
      return found.isFound ? found.matters : 0;
    },
    nextCost: () => (way.nextCost() > left() ? Number.POSITIVE_INFINITY : way.nextCost()),
    async step() {
      const step = await way.step();
      last = step;
      spend(step.evaluations);
      const rounding = roundingOf(domain, step, worker.unit);
      const range = rangeOf(step);
      const beyond = regions.reduce((sum, region) => sum + unseen(region, range), 0);
      const error = step.error + beyond * Math.min(1, (NONE_OF * regions.length) / step.evaluations);
      const own = { ...step, error: error + rounding };
      const state = { ...stateOf(own), regions: way.by === "tensor" ? regions.length : 1 };
      const place = own.lost;
      if (place) {
        const measure = { error: Number.POSITIVE_INFINITY, size: 0, lost: place } as const;
        const failure = failing([{ region: regions[0] as Region, measure: measure as never, depth: 0 }]);
        return { state: { ...state, lost: place }, status: failure.status ?? "failed" };
      }
      const tolerance = allowed(own.value);
      // More values of f do not help once most of an error is rounding.
      if (rounding > tolerance && error <= rounding) return { state, status: "rounding" };
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
function roundingOf(domain: Integrand, step: Step, unit = UNIT): number {
  const { relative, jumps, volume } = costsOf(domain);
  const { low, high } = rangeOf(step);
  return unit * (relative * step.size + (jumps > 0 ? jumps * (high - low) * volume : 0));
}

const rangeOf = ({ ranges }: Step) => ({
  low: Math.min(...ranges.map(({ low }) => low)),
  high: Math.max(...ranges.map(({ high }) => high)),
});

/** What a step came to, as a result that is not yet one. */
export function stateOf({ value, error, size, evaluations, lost }: Step): Adapted {
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
