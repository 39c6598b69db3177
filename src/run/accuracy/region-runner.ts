import type { RegionWorker } from "../../backend.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import type { Wanted } from "./adapted.ts";
import { refined } from "./adaptive.ts";
import { onDevice } from "./on-device.ts";
import type { Runner } from "./ways.ts";

/** Regions that are halved, pass after pass. */
export function byRegions(
  domain: Integrand,
  first: readonly Region[],
  wanted: Wanted,
  worker: RegionWorker,
  left: () => number,
  spend: (evaluations: number) => void,
): Runner {
  let [own, growth] = [0, 0];
  let isOver = false;
  const limited = {
    ...wanted,
    // What the others took is not left to it.
    get maxEvaluations() {
      return isOver ? 0 : own + left();
    },
  };
  const sign = domain.box.reduce((product, [a, b]) => (a > b ? -product : product), 1);
  const passes = refined(domain, first, limited, worker, { onDevice });
  const step = async () => {
    const next = await passes.next();
    const state = next.done ? next.value.adapted : next.value;
    growth = state.evaluations - own;
    spend(growth);
    own = state.evaluations;
    return { state: { ...state, integral: sign * state.integral }, status: next.done ? state.status : null };
  };
  return {
    by: "regions",
    nextCost: () => growth,
    step,
    async end() {
      isOver = true;
      return (await step()).state;
    },
  };
}
