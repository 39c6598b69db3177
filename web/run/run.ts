import type { Bounds } from "../../src/accuracy/bound.ts";
import { withEstimate } from "../../src/accuracy/estimate.ts";
import { type Comparison, comparison } from "../../src/benchmark/compare.ts";
import { title } from "../../src/benchmark/labels.ts";
import { type Contender, type Measured, type MeasureOptions, measure } from "../../src/benchmark/measure.ts";
import { IntegrateError, isGpuFault } from "../../src/errors.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { promptly } from "../../src/run/abort.ts";
import { askWorker } from "../ask/ask.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { contenderOf, lit } from "./contender.ts";

/** One run each without a warm-up; the sweep is what warms up and repeats. */
const ONCE = { rounds: 1, fill: 0, warmup: 0 };

export interface WorkOptions extends MeasureOptions {
  /** Reports the current stage, and the progress of the whole run from 0 to 1. */
  onStage: (text: string, part: number) => void;
}

/**
 * Runs the task on one backend after another. `onArrival` gets the results so far after each, after the comparison and
 * after the error estimates. A backend that cannot run the task becomes a refusal; the others go on.
 */
export async function runAll(
  { prepared, exact, contenders }: Task,
  onArrival: (comparison: Comparison) => void,
  options: WorkOptions,
): Promise<Comparison> {
  const { signal, onStage } = options;
  const measured: Measured[] = [];
  const arrive = (bounds: Bounds = UNKNOWN) => {
    const now = comparison(prepared, measured, host, bounds);
    onArrival(now);
    return now;
  };
  for (const [k, who] of contenders.entries()) {
    const own = contenderOf(who);
    const contender = { ...own, open: promptly(own.open, signal) };
    const shown = k ? contender : lit(contender);
    const onProgress = ({ part }: { part: number }) => {
      const compiling = who.backend === "gpu" && part === 0 ? ": compiling the shader" : "";
      onStage(title(who) + compiling, (k + part) / contenders.length);
    };
    measured.push({
      ...(await measureOrRefuse(prepared, shown, { ...options, exact, onProgress })),
      contender,
    });
    arrive();
  }
  onStage("comparing results", 1);
  // Only now: it would take a core from the timed runs.
  const bounds = await askWorker("bounds", prepared.problem, signal);
  arrive(bounds);
  onStage("estimating errors", 1);
  const survey = askWorker("survey", prepared.problem, signal);
  survey.catch(() => {});
  for (const [k, one] of measured.entries()) {
    if (!one.result) continue;
    measured[k] = { ...one, result: await withEstimate(one.result, () => survey, options.onNote) };
  }
  return arrive(bounds);
}

/** Infinite until the bounds are known, so nothing is judged. */
const UNKNOWN: Bounds = { fast: Infinity, f32: Infinity, df64: Infinity, f64: Infinity };

async function measureOrRefuse(
  prepared: Prepared,
  contender: Contender,
  options: MeasureOptions,
): Promise<Measured> {
  try {
    const [measured] = await measure(prepared, [contender], host, ONCE, options);
    return measured as Measured;
  } catch (error) {
    const known = isGpuFault(error) || (error instanceof IntegrateError && error.code === "not-finite");
    if (!known || options.signal?.aborted) throw error;
    return { contender, result: null, refusal: error.message, clockStep: null };
  }
}
