import type { Verdict } from "../../src/benchmark/agreement.ts";
import { type Comparison, samplesOf } from "../../src/benchmark/compare.ts";
import { label, mostThreads, short, spoken } from "../../src/benchmark/labels.ts";
import { count, duration, exponent, times } from "../../src/output/units.ts";
import type { Plan } from "../../src/quadrature/plan.ts";
import type { Result } from "../../src/run/result.ts";
import { adapterName, gridOf, integralLines, mappingOf } from "./report.ts";
import { paragraph, table } from "./table.ts";

/** Spread from which a time is called noisy. */
const NOISY = 0.1;

/** Two tables, the integrals and the times, and a conclusion, on lines of at most `width` characters. */
export function comparisonReport(comparison: Comparison, plan: Plan, width: number): string {
  const { results, refusals, spread } = comparison;
  const noisy = Object.values(spread).flatMap((part, k) =>
    part > NOISY && hasSpread(results[k] as Result) ? [short(results[k] as Result)] : [],
  );
  return [
    ...integralLines(plan, width),
    gridOf(plan),
    ...mappingOf(plan),
    ...aboutMachine(results).flatMap((line) => paragraph(line, width)),
    "",
    ...table(integrals(comparison), width, ["allowed", "error", "integral"]),
    ...refusals.flatMap((one) => paragraph(`${label(one)}  refused: ${one.reason}`, width)),
    "",
    ...table(timesOf(comparison), width, ["kernel", "cell/s", "setup", "× threads"]),
    "",
    ...(noisy.length ? paragraph(`Noisy, by more than 10 %: ${noisy.join(", ")}.`, width) : []),
    ...paragraph(conclusion(comparison), width),
    "",
  ].join("\n");
}

/** A line for each adapter and one for the rest of the machine. */
export function aboutMachine(results: readonly Result[]): string[] {
  const [{ host }] = results as [Result];
  const adapters = new Set(results.flatMap(({ adapter }) => (adapter ? [adapterName(adapter)] : [])));
  const machine = [`${host.cores} core${host.cores === 1 ? "" : "s"}`, host.cpu, host.runtime, host.webgpu];
  return [...adapters, machine.filter(Boolean).join(" · ")];
}

function integrals({ results, agreement }: Comparison): string[][] {
  const rows = results.map((result, k) => {
    const verdict = agreement.verdicts[k] as Verdict;
    const isReference = verdict.name === agreement.reference;
    const { difference, bound } = verdict;
    return [
      label(result),
      exponent(result.integral, 4),
      ...(result.error === null ? [] : [exponent(result.error, 1)]),
      isReference ? "–" : difference === 0 ? "0" : exponent(difference, 1),
      isReference ? "–" : bound === null ? "any" : bound === 0 ? "0" : exponent(bound, 1),
      isReference ? "the reference" : inWords(verdict, result),
    ];
  });
  const error = results[0]?.error === null ? [] : ["error"];
  return [["", "integral", ...error, "off by", "allowed", "verdict"], ...rows];
}

function inWords({ ok }: Verdict, { precision }: Result): string {
  if (precision === "f64") return ok ? "same bits" : "BITS DIFFER";
  if (ok === null) return precision === "fast" ? "no guarantee" : "no bound: f jumps or is steep";
  return ok ? "ok" : "TOO FAR OFF";
}

function timesOf({ results, spread, speedup }: Comparison): string[][] {
  const ratio = (alone: number | null | undefined, whole: number | null | undefined) =>
    alone == null || whole == null ? "–" : `${times(alone)} (${times(whole)})`;
  const names = Object.keys(spread);
  const rows = results.map((result, k) => {
    const name = names[k] as string;
    const { setup, compute, kernel } = result.seconds;
    const ratios = speedup[name];
    return [
      label(result),
      duration(setup),
      hasSpread(result) ? `${duration(compute)} ±${percent(spread[name] as number)}` : duration(compute),
      kernel === null ? "–" : duration(kernel),
      count(result.cellsPerSecond),
      ratio(ratios?.compute, ratios?.total),
      ratio(ratios?.computeOverThreads, ratios?.totalOverThreads),
    ];
  });
  return [[median(results), "setup", "compute", "kernel", "cell/s", "× serial", "× threads"], ...rows];
}

/** Fewer samples have no percentiles. */
function hasSpread(result: Result): boolean {
  return samplesOf(result).length >= 5;
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`.padStart(5);
}

/** `median of 5`; nothing for single runs. */
function median(results: readonly Result[]): string {
  const samples = results.map((result) => samplesOf(result).length);
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  if (most === 1) return "";
  return `median of ${least === most ? most : `${least}-${most}`}`;
}

/** `gpu f32 is 4.1 times as fast as 2 threads (1.7 with its setup); all integrals agree`. */
export function conclusion({ results, agreement }: Comparison): string {
  const cpu = mostThreads(results) ?? results.find(({ backend }) => backend === "serial");
  const gpu = results
    .filter(({ backend, precision }) => backend === "gpu" && precision !== "fast")
    .sort((a, b) => a.seconds.compute - b.seconds.compute)[0];
  const pair = gpu && cpu ? [gpu, cpu] : results.filter(({ precision }) => precision === "f64");
  const [fast, slow] = pair.sort((a, b) => a.seconds.compute - b.seconds.compute);
  const speed = fast && slow && fast !== slow ? [faster(fast, pair.at(-1) as Result)] : [];
  return [...speed, inUnison(agreement, results)].join("; ");
}

function faster(fast: Result, slow: Result): string {
  const ratio = (clock: "compute" | "total") => times(slow.seconds[clock] / fast.seconds[clock]);
  const verb = (fast.threads ?? 1) > 1 ? "are" : "is";
  return `${spoken(fast)} ${verb} ${ratio("compute")} times as fast as ${spoken(slow)} (${ratio("total")} with its setup)`;
}

/** `fast` promises nothing, and is left out. */
function inUnison({ ok, reference, verdicts }: Comparison["agreement"], results: readonly Result[]): string {
  const others = verdicts.filter(({ name }, k) => name !== reference && results[k]?.precision !== "fast");
  if (!ok)
    return `${others
      .filter((one) => one.ok === false)
      .map(({ name }) => name)
      .join(", ")} DISAGREE`;
  const judged = others.filter((one) => one.ok !== null);
  if (!judged.length) return "no integral could be judged";
  return judged.length === others.length ? "all integrals agree" : "the integrals that can be judged agree";
}
