import { checkChoice, flowOptions } from "../src/problem/check-options.ts";
import type { Options } from "../src/problem/options.ts";
import { makeProblem } from "../src/problem/problem.ts";
import { integrate as flow } from "../src/run/integrate.ts";
import type { Result } from "../src/run/result.ts";
import { host, spawnWorker } from "./host.ts";
import { openBackend, openSerialInWorker } from "./run/choose.ts";

export { type ErrorCode, IntegrateError, UsageError } from "../src/errors.ts";

/** The package's `integrate` in a browser. Its types are those of node/library.ts: TypeScript sees no other. */
export async function integrate(options: Options = {}): Promise<Result> {
  checkChoice(options);
  const { backend = "auto", precision, threads = host.info.cores, workerUrl } = options;
  const spawn = () => spawnWorker(workerUrl);
  const choice = { backend, precision, threads, spawn };
  return flow(makeProblem(options), (plan) => openBackend(plan, choice), host, {
    ...flowOptions(options),
    inDoubles: (plan) => openSerialInWorker(plan, spawn),
  });
}
