import { title, type Who } from "../../src/benchmark/labels.ts";
import { IntegrateError } from "../../src/errors.ts";
import { makeMembersPlan } from "../../src/quadrature/grid/work.ts";
import { promptly } from "../../src/run/abort.ts";
import { integrateTo } from "../../src/run/accuracy/accuracy.ts";
import { openRegions } from "../../src/run/accuracy/open-regions.ts";
import { integrateFamily } from "../../src/run/family/family.ts";
import { familyDoubt } from "../../src/run/family/family-doubt.ts";
import { openMembers } from "../../src/run/family/open-members.ts";
import type { AccuracyResult, FamilyResult } from "../../src/run/result.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { publish } from "../publish.ts";
import { session } from "../run/choose.ts";
import type { WorkOptions } from "../run/work.ts";
import { inPageWords } from "../words.ts";
import { makeAsker } from "./ask-answer.ts";
import type { Told } from "./worker-side.ts";

/** Not the one that answers what is typed meanwhile. */
const asker = makeAsker();

/**
 * What Run does to an accuracy: integrates on each chosen backend in turn, as long as it takes. `onTold` gets the regions
 * of an integral.
 */
export async function runAccuracy(
  task: Task,
  options: WorkOptions,
  onTold: (told: Told) => void,
): Promise<void> {
  const { accuracy, contenders } = task;
  const results: (AccuracyResult | FamilyResult)[] = [];
  publish(results);
  const one = accuracy.members.names.length ? runFamily : runOne;
  const failures: string[] = [];
  for (const [k, who] of contenders.entries()) {
    options.onStage(title(who), k / contenders.length);
    try {
      results.push(await one(task, who, options, onTold));
      publish([...results]);
    } catch (error) {
      if (options.signal.aborted || !(error instanceof IntegrateError)) throw error;
      failures.push(contenders.length > 1 ? `${title(who)}: ${error.message}` : error.message);
    }
  }
  for (const failure of failures) if (results.length) options.onNote(inPageWords(failure));
  if (!results.length) throw new IntegrateError("not-finite", failures.join("; "));
}

async function runOne(
  { accuracy, exact }: Task,
  { backend, precision, threads }: Who,
  { signal, onNote }: WorkOptions,
  onTold: (told: Told) => void,
): Promise<AccuracyResult> {
  const tellNote = (text: string) => onNote(inPageWords(text));
  if (backend === "gpu") {
    const surroundings = { session, host, onNote: tellNote };
    const open = () =>
      openRegions(surroundings, { backend, precision, threads: host.info.cores }, accuracy.problem.method);
    return integrateTo(accuracy, open, host, { signal, onNote: tellNote, exact });
  }
  let result: AccuracyResult | null = null;
  let failure = "";
  await asker.ask(accuracy.problem, {
    backend,
    budget: Number.POSITIVE_INFINITY,
    exact,
    threads: threads ?? 1,
    signal,
    onTold(told) {
      onTold(told);
      if ("result" in told) {
        result = told.result;
        for (const doubt of told.doubts) tellNote(doubt);
      } else if ("failure" in told) failure = told.failure;
    },
  });
  if (!result) throw new IntegrateError("not-finite", failure);
  return result;
}

async function runFamily(
  { accuracy }: Task,
  { backend, precision, threads }: Who,
  { signal, onNote, onStage }: WorkOptions,
): Promise<FamilyResult> {
  const choice = { backend, precision, threads: threads ?? 1 };
  const surroundings = { session, host, onNote };
  const open = promptly(
    (plan: ReturnType<typeof makeMembersPlan>) => openMembers(plan, surroundings, choice, true),
    signal,
  );
  const onProgress = ({ done, total }: { done: number; total: number }) =>
    onStage(title({ backend, precision, threads }), done / total);
  const result = await integrateFamily(makeMembersPlan(accuracy), open, host, { signal, onNote, onProgress });
  const doubt = familyDoubt(result);
  if (doubt) onNote(inPageWords(doubt));
  return result;
}
