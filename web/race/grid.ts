import type { Bounds } from "../../src/accuracy/bound.ts";
import { withEstimate } from "../../src/accuracy/estimate.ts";
import { type Comparison, comparison } from "../../src/benchmark/compare.ts";
import { title } from "../../src/benchmark/labels.ts";
import { type Contender, type Measured, type MeasureOptions, measure } from "../../src/benchmark/measure.ts";
import { integralText } from "../../src/output/integral.ts";
import { grouped } from "../../src/output/units.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { promptly } from "../../src/run/abort.ts";
import { askWorker } from "../ask/ask.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { hideTiles } from "../picture/picture.ts";
import { publish } from "../publish.ts";
import type { WorkOptions } from "../run/work.ts";
import { inPageWords } from "../words.ts";
import { contenderOf, lit } from "./contender.ts";
import { runFamily } from "./family.ts";
import { isRefusal } from "./refusal.ts";
import { emptyRows, endRows, showRows } from "./rows.ts";
import { DISAGREE } from "./verdict.ts";

/** One run each without a warm-up; the race is what warms up and repeats. */
const ONCE = { rounds: 1, fill: 0, warmup: 0 };

/** Runs the form's grid on one chosen backend after another, and shows and publishes each result as it arrives. */
export async function runGrid(task: Task, options: WorkOptions): Promise<void> {
  const { prepared, contenders } = task;
  const isFamily = prepared.members.names.length > 0;
  publish([]);
  emptyRows(contenders, "Running one backend after another.", isFamily);
  await painted();
  try {
    const work = isFamily ? runFamily(task, options) : runAll(task, options);
    const refusals = await work;
    for (const { name, reason } of refusals) options.onNote(`${name}: ${inPageWords(reason)}`);
    endRows(aboutGrid(prepared));
  } catch (error) {
    endRows(options.signal.aborted ? "Cancelled." : undefined);
    throw error;
  } finally {
    hideTiles();
  }
}

type Refusals = readonly { name: string; reason: string }[];

/** Resolves to those that refused. Throws if all did, or if integrals disagree. */
async function runAll(task: Task, options: WorkOptions): Promise<Refusals> {
  const { prepared, exact, contenders } = task;
  const { signal, onStage, onNote } = options;
  const measured: Measured[] = [];
  const arrive = (bounds: Bounds = UNKNOWN, judged = false) => {
    const now: Comparison = comparison(prepared, measured, host, bounds);
    publish(now.results);
    showRows(now, judged);
    return now;
  };
  for (const [k, who] of contenders.entries()) {
    const own = contenderOf(who);
    const contender = { ...own, open: promptly(own.open, signal) };
    const onProgress = ({ part }: { part: number }) => {
      const compiling = who.backend === "gpu" && part === 0 ? ": compiling the shader" : "";
      onStage(title(who) + compiling, (k + part) / contenders.length);
    };
    const one = await measureOrRefuse(prepared, k ? contender : lit(contender), {
      signal,
      onNote,
      exact,
      onProgress,
    });
    measured.push({ ...one, contender });
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
    measured[k] = { ...one, result: await withEstimate(one.result, () => survey, onNote) };
  }
  const { results, refusals, agreement } = arrive(bounds, true);
  endRows("");
  if (!results.length) throw new Error("no backend could run this; see the table");
  if (!agreement.ok) throw new Error(DISAGREE);
  return refusals;
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
    if (!isRefusal(error) || options.signal?.aborted) throw error;
    return { contender, result: null, refusal: error.message, clockStep: null };
  }
}

/** What the numbers are, and are not. */
function aboutGrid(prepared: Prepared): string {
  const { integral } = integralText(prepared, 60);
  const { rule, n } = prepared.problem.method;
  const firefox = host.info.runtime.startsWith("Firefox")
    ? " Firefox checks only every 100 ms whether a GPU is done."
    : "";
  const what = `${integral}, ${rule} rule, n = ${n.map(grouped).join(" × ")}.`;
  return `${what} One run each, not warmed up: for rates, race them.${firefox}`;
}

/** Resolves after two frames, when changes are on the screen; at once in a hidden tab, which draws none. */
function painted(): Promise<unknown> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
