import { integrate as flow } from "../src/integrate.ts";
import { checkChoice, flowOptions } from "../src/library.ts";
import type { Options } from "../src/options.ts";
import { makeProblem } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { openBackend, openSerialInWorker } from "./choose.ts";
import { host, spawnWorker } from "./host.ts";

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
