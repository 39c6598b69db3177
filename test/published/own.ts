import type { RegionWorker } from "../../src/backend.ts";
import type { Integrand } from "../../src/quadrature/integrands/integrand-rule.ts";
import { separate } from "../../src/quadrature/reductions/separate.ts";
import type { Adapted } from "../../src/run/accuracy/adapted.ts";
import { adaptAlone, adaptParts } from "../../src/run/accuracy/separately.ts";
import { domainFor, MOST, MOST_SECONDS, type Outcome, type Published } from "./suite.ts";

/** Ends after which no value is printed. */
const WITHOUT_VALUE: ReadonlySet<string> = new Set(["diverges", "undefined", "failed"]);

/** Does the work on the parts of an integral. */
export type OpenPart = (integrand: Integrand) => RegionWorker;

/**
 * This program, on one thread unless `open` is given; `apart` says whether a product may be taken apart.
 */
export async function own(
  one: Published,
  tolerance: number,
  apart = true,
  most = { evaluations: MOST, seconds: MOST_SECONDS },
  open?: OpenPart,
): Promise<Outcome> {
  const start = process.cpuUsage();
  const seconds = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  const begun = performance.now();
  // Asking for the processor's time takes as long as a small integral.
  const stopped = () =>
    performance.now() - begun > 1000 * most.seconds && seconds() > most.seconds
      ? ("interrupted" as const)
      : null;
  const wanted = { relative: tolerance, absolute: 0, maxEvaluations: most.evaluations };
  try {
    const domain = domainFor(one);
    const result = open
      ? await adaptParts(domain, wanted, open, { stopped }, apart)
      : await adaptAlone(domain, wanted, { stopped }, apart);
    return { name: one.name, seconds: seconds(), ...saidBy(result, tolerance) };
  } catch (error) {
    const status = (error as Error).message;
    return {
      name: one.name,
      value: null,
      claim: 0,
      reached: false,
      status,
      evaluations: 0,
      seconds: seconds(),
    };
  }
}

/** Whether an integral is a product that can be taken apart. */
export const isProduct = (one: Published) => separate(domainFor(one)) !== null;

/** Where rounding ends the work and the claim is small beside ∫|f|, the integral is 0 to that accuracy. */
function saidBy({ integral, error, size, status, evaluations }: Adapted, tolerance: number) {
  const cancels = status === "rounding" && error <= tolerance * size;
  return {
    value: WITHOUT_VALUE.has(status) ? null : integral,
    claim: error,
    reached: status === "converged" || cancels,
    ...(cancels ? { cancels: size } : {}),
    status,
    evaluations,
  };
}
