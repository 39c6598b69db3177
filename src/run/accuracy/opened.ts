import type { RegionWorker } from "../../backend.ts";
import type { AdapterIdentity } from "../../identity.ts";
import type { Runner } from "../../problem/options.ts";
import type { Precision } from "../../problem/problem.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";

/** What does the work of an accuracy, and what it is called. */
export interface OpenRegions {
  readonly name: Runner;
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  readonly open: (integrand: Integrand) => RegionWorker;
}

/** Thrown by a worker where the run has to begin again, on something else. */
export class BeginAgain extends Error {
  constructor(
    readonly why: string,
    readonly open: () => Promise<OpenRegions>,
  ) {
    super(why);
  }
}
