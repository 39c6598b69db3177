import { type Comparison, comparison } from "../src/compare.ts";
import { IntegrateError } from "../src/errors.ts";
import { estimated } from "../src/integrate.ts";
import { type Contender, type Measured, type MeasureOptions, measure } from "../src/measure.ts";
import type { Plan } from "../src/plan.ts";
import type { Problem } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { openOne } from "./choose.ts";
import type { Task } from "./form.ts";
import { host, spawnWorker } from "./host.ts";

/** A run is timed once, as it comes: what repeats is the sweep. */
const ONCE = { rounds: 1, fill: 0, warmup: 0 };

/**
 * Runs the task on one backend after the other; `onArrival` has what there is after each, and again when the errors
 * of all are estimated.
 */
export async function runAll(
  { problem, exact, contenders }: Task,
  onArrival: (comparison: Comparison) => void,
  options: MeasureOptions,
): Promise<Comparison> {
  const measured: Measured[] = [];
  const arrive = () => {
    const now = comparison(problem, measured, host);
    onArrival(now);
    return now;
  };
  for (const contender of contenders) {
    measured.push(...(await measure(problem, [contender], host, ONCE, { ...options, exact })));
    arrive();
  }
  for (const [k, one] of measured.entries()) {
    if (one.result)
      measured[k] = { ...one, result: await withEstimate(problem, one.contender, one.result, options) };
  }
  return arrive();
}

/** The result with an estimate of its error; without, where f has no finite value on the grids that it takes. */
async function withEstimate(
  problem: Problem,
  { open }: Contender,
  result: Result,
  { signal }: MeasureOptions,
): Promise<Result> {
  try {
    const inDoubles = (plan: Plan) => openOne(plan, spawnWorker);
    return { ...result, estimate: await estimated(problem, open, inDoubles, host, signal) };
  } catch (error) {
    if (error instanceof IntegrateError && error.code === "not-finite") return result;
    throw error;
  }
}
