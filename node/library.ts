import type { AdapterIdentity, HostInfo } from "../src/identity.ts";
import { checkChoice, flowOptions } from "../src/problem/check-options.ts";
import type { Options } from "../src/problem/options.ts";
import { makeProblem } from "../src/problem/problem.ts";
import { integrate as flow } from "../src/run/integrate.ts";
import type { Result } from "../src/run/result.ts";
import { openBackend } from "./devices/choose.ts";
import { host } from "./host.ts";

export { type ErrorCode, IntegrateError, UsageError } from "../src/errors.ts";
export type { AdapterIdentity, HostInfo, Options, Result };

/**
 * Integrates f(x, y) over a rectangle by the midpoint rule. What is not given is the lesson's:
 * sin(x+y) over [0, pi]^2, 10,000 cells a side. Rejects with an IntegrateError, whose `code` says what
 * went wrong, or with the signal's reason.
 */
export async function integrate(options: Options = {}): Promise<Result> {
  checkChoice(options);
  const { backend = "auto", precision, threads = host.info.cores } = options;
  const choice = { backend, precision, threads, adapter: {}, note: () => {} };
  return flow(makeProblem(options), (plan) => openBackend(plan, choice), host, flowOptions(options));
}
