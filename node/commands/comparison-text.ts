import { type ComparisonOf, samplesOf, type Timed } from "../../src/benchmark/compare.ts";
import { label, mostThreads, short, spoken } from "../../src/benchmark/labels.ts";
import { duration, times } from "../../src/output/units.ts";
import type { AccuracyResult, Result } from "../../src/run/result.ts";
import { adapterName } from "./report.ts";
import { paragraph, table } from "./table.ts";

type AnyResult = Result | AccuracyResult;
type AnyComparison = ComparisonOf<AnyResult, unknown>;

/** Rows of cells, and the headings to leave out first on narrow terminals. */
interface Table {
  readonly rows: readonly (readonly string[])[];
  readonly spared: readonly string[];
}

/** Spread from which a time is called noisy. */
const NOISY = 0.1;

/**
 * What was integrated, where, a table of integrals, one of times, and a conclusion, on lines of at most `width`
 * characters. The conclusion compares only results that are fair to compare.
 */
export function comparisonText<R extends AnyResult>(
  comparison: ComparisonOf<R, unknown>,
  about: readonly string[],
  [integrals, timings]: readonly [Table, Table],
  width: number,
  { isFair, remarks = [] }: { isFair?: (result: R) => boolean; remarks?: readonly string[] } = {},
): string {
  const { results, refusals, spread } = comparison;
  const noisy = Object.values(spread).flatMap((part, k) => {
    const result = results[k] as R;
    return part > NOISY && hasSpread(result) ? [short(result)] : [];
  });
  return [
    ...about,
    ...aboutMachine(results).flatMap((line) => paragraph(line, width)),
    "",
    ...table(integrals.rows, width, integrals.spared),
    ...refusals.flatMap((one) => paragraph(`${label(one)}  refused: ${one.reason}`, width)),
    "",
    ...table(timings.rows, width, timings.spared),
    "",
    ...remarks.flatMap((one) => paragraph(one, width)),
    ...(noisy.length ? paragraph(`Noisy, by more than 10 %: ${noisy.join(", ")}.`, width) : []),
    ...paragraph(conclusion(comparison, isFair), width),
    "",
  ].join("\n");
}

/** A line for each adapter and one for the rest of the machine. */
export function aboutMachine(results: readonly AnyResult[]): string[] {
  const [{ host }] = results as [AnyResult];
  const adapters = new Set(results.flatMap(({ adapter }) => (adapter ? [adapterName(adapter)] : [])));
  const machine = [`${host.cores} core${host.cores === 1 ? "" : "s"}`, host.cpu, host.runtime, host.webgpu];
  return [...adapters, machine.filter(Boolean).join(" · ")];
}

/** Cells of the table of times: setup, median with spread, and the speed relative to serial and to the most threads. */
export function timeCells({ results, spread, speedup }: AnyComparison) {
  const ratio = (alone: number | null | undefined, whole: number | null | undefined) =>
    alone == null || whole == null ? "–" : `${times(alone)} (${times(whole)})`;
  const names = Object.keys(spread);
  return results.map((result, k) => {
    const name = names[k] as string;
    const { setup, compute } = result.seconds;
    const ratios = speedup[name];
    return {
      setup: duration(setup),
      compute: hasSpread(result)
        ? `${duration(compute)} ±${percent(spread[name] as number)}`
        : duration(compute),
      overSerial: ratio(ratios?.compute, ratios?.total),
      overThreads: ratio(ratios?.computeOverThreads, ratios?.totalOverThreads),
    };
  });
}

/** `median of 5`; nothing for single runs. */
export function medianOf(results: readonly AnyResult[]): string {
  const samples = results.map((result) => samplesOf(result).length);
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  if (most === 1) return "";
  return `median of ${least === most ? most : `${least}-${most}`}`;
}

/** Fewer samples have no percentiles. */
function hasSpread(result: AnyResult): boolean {
  return samplesOf(result).length >= 5;
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`.padStart(5);
}

/** `gpu f32 is 4.1 times as fast as 2 threads (1.7 with its setup); all integrals agree`. */
export function conclusion<R extends Timed>(
  { results, agreement }: ComparisonOf<R, unknown>,
  isFair: (result: R) => boolean = ({ precision }) => precision !== "fast",
): string {
  const fair = results.filter(isFair);
  const by = (name: string) => fair.filter(({ backend }) => backend === name);
  const fastest = (some: readonly R[]) => some.toSorted((a, b) => a.seconds.compute - b.seconds.compute)[0];
  const threads = mostThreads(fair);
  const cpu = fastest(threads ? [...by("simd"), threads] : by("simd")) ?? by("serial")[0];
  const gpu = fastest(by("gpu"));
  const pair = gpu && cpu ? [gpu, cpu] : fair.filter(({ precision }) => precision === "f64");
  const [fast, slow] = pair.sort((a, b) => a.seconds.compute - b.seconds.compute);
  const speed = fast && slow && fast !== slow ? [faster(fast, pair.at(-1) as R)] : [];
  return [...speed, inUnison(agreement, results)].join("; ");
}

function faster(fast: Timed, slow: Timed): string {
  const ratio = (clock: "compute" | "total") => times(slow.seconds[clock] / fast.seconds[clock]);
  const verb = (fast.threads ?? 1) > 1 ? "are" : "is";
  return `${spoken(fast)} ${verb} ${ratio("compute")} times as fast as ${spoken(slow)} (${ratio("total")} with its setup)`;
}

/** `fast` promises nothing, and is left out. */
function inUnison(
  { ok, reference, verdicts }: AnyComparison["agreement"],
  results: readonly Timed[],
): string {
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
