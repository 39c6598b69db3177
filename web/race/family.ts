import type { Bounds } from "../../src/accuracy/bound.ts";
import { title } from "../../src/benchmark/labels.ts";
import { exponent, grouped } from "../../src/output/units.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { promptly } from "../../src/run/abort.ts";
import { integrateFamily } from "../../src/run/family/family.ts";
import { familyDoubt } from "../../src/run/family/family-doubt.ts";
import type { FamilyResult } from "../../src/run/result.ts";
import { askWorker } from "../ask/ask.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { publish } from "../publish.ts";
import type { WorkOptions } from "../run/work.ts";
import { contenderOf } from "./contender.ts";
import { memberOf } from "./member.ts";
import { isRefusal } from "./refusal.ts";
import { endRows, showRefusal, showRow, timesOf } from "./rows.ts";
import { DISAGREE } from "./verdict.ts";

/** Runs a family over the form's grid on one backend after another. Throws if all refuse, or if members disagree. */
export async function runFamily(
  { prepared, contenders }: Task,
  { signal, onStage, onNote }: WorkOptions,
): Promise<{ name: string; reason: string }[]> {
  const plan = makePlan(prepared);
  const results: FamilyResult[] = [];
  const refusals: { name: string; reason: string }[] = [];
  for (const [k, who] of contenders.entries()) {
    const onProgress = ({ done, total }: { done: number; total: number }) =>
      onStage(title(who), (k + done / total) / contenders.length);
    onStage(title(who), k / contenders.length);
    try {
      const open = promptly(contenderOf(who).open, signal);
      const result = await integrateFamily(plan, open, host, { signal, onNote, onProgress });
      results.push({ ...result, threads: who.threads });
      const doubt = familyDoubt(result);
      if (doubt) onNote(doubt);
    } catch (error) {
      if (!isRefusal(error) || signal.aborted) throw error;
      refusals.push({ name: title(who), reason: error.message });
      showRefusal(who.backend, error.message);
    }
    publish(results);
    for (const one of results) showRow(one.backend, [...cellsOf(one), "…"]);
  }
  onStage("comparing results", 1);
  const reference = results.findLast(({ precision }) => precision === "f64");
  let agree = true;
  for (const one of results) {
    const { text, ok } = await verdictOf(one, reference, prepared, signal);
    agree &&= ok;
    showRow(one.backend, [...cellsOf(one), text], !ok);
  }
  endRows("");
  if (!results.length) throw new Error("no backend could run this; see the table");
  if (!agree) throw new Error(DISAGREE);
  return refusals;
}

function cellsOf(result: FamilyResult): string[] {
  const { cells, seconds, family, failures } = result;
  const times = timesOf(result, (cells ?? 0) / seconds.compute);
  return [...times, grouped(family.integrals.length), grouped(failures.length)];
}

/** Judges the member that is furthest from the reference. */
async function verdictOf(
  { family, precision }: FamilyResult,
  reference: FamilyResult | undefined,
  prepared: Prepared,
  signal: AbortSignal,
): Promise<{ text: string; ok: boolean }> {
  if (!reference) return { text: "nothing to compare with", ok: true };
  const exact = reference.family;
  if (family === exact) return { text: "reference", ok: true };
  let [worst, difference] = [0, 0];
  family.integrals.forEach((integral, k) => {
    const off = Math.abs(integral - (exact.integrals[k] as number));
    if (off > difference) [worst, difference] = [k, off];
  });
  const off = `off by ${exponent(difference, 1)} at most`;
  if (precision === "f64") return { text: difference ? `BITS DIFFER, ${off}` : "same bits", ok: !difference };
  const { problem } = memberOf(prepared, worst).prepared;
  const bounds: Bounds = await askWorker("bounds", problem, signal);
  const allowed = bounds[precision] + bounds.f64;
  if (!Number.isFinite(allowed)) {
    return { text: `${off}: ${precision === "fast" ? "no guarantee" : "no bound"}`, ok: true };
  }
  return difference <= allowed
    ? { text: `${off}, as promised`, ok: true }
    : { text: `TOO FAR OFF: ${off}`, ok: false };
}
