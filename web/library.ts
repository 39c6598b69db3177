import { integrate as flow } from "../src/integrate.ts";
import { checkChoice, flowOptions, type Options } from "../src/library.ts";
import { makeProblem } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { openBackend, openSerialInWorker } from "./choose.ts";
import { host, spawnWorker } from "./host.ts";

export { type ErrorCode, IntegrateError, UsageError } from "../src/errors.ts";

/** The package's `integrate` in a browser; `workerUrl` is where its worker file was put, if it was moved. */
export async function integrate(options: Options & { workerUrl?: string | URL } = {}): Promise<Result> {
  checkChoice(options);
  const { backend = "auto", precision, threads = host.info.cores, workerUrl } = options;
  const spawn = () => spawnWorker(workerUrl);
  const choice = { backend, precision, threads, spawn };
  return flow(makeProblem(options), (plan) => openBackend(plan, choice), host, {
    ...flowOptions(options),
    inDoubles: (plan) => openSerialInWorker(plan, spawn),
  });
}
