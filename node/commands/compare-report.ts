import { type Comparison, samplesOf, type Verdict } from "../../src/benchmark/compare.ts";
import { count, digits, duration, exponent, times } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";
import { adapterName, gridOf, integralOf } from "./report.ts";
import { paragraph, table } from "./table.ts";

/** Spread from which a time is called noisy. */
const NOISY = 0.1;

/** Two tables, the integrals and the times, on lines of at most `width` characters. */
export function comparisonReport(comparison: Comparison, width: number): string {
  const { problem, results, refusals, spread } = comparison;
  const noisy = Object.values(spread).flatMap((part, k) =>
    part > NOISY && hasSpread(results[k] as Result) ? [short(results[k] as Result)] : [],
  );
  return [
    ...paragraph(integralOf(problem), width),
    gridOf(problem),
    ...aboutMachine(results).flatMap((line) => paragraph(line, width)),
    "",
    ...table(integrals(comparison), width, ["allowed", "error", "integral"]),
    ...refusals.flatMap(({ name, reason }) => paragraph(`${name}: ${reason}`, width)),
    "",
    ...table(timesOf(comparison), width, ["kernel", "cell/s", "setup", "× threads"]),
    "",
    ...notes(comparison).flatMap(([term, text]) => paragraph(`${term.padEnd(8)} ${text}`, width, 9)),
    ...(noisy.length ? paragraph(`Noisy, by more than 10 %: ${noisy.join(", ")}.`, width) : []),
    "",
  ].join("\n");
}

/** The adapters, and a line on the rest of the machine. */
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
  if (precision === "f64") return ok ? "the same bits" : "OTHER BITS";
  if (ok === null) return precision === "fast" ? "nothing promised" : "none: f jumps or is steep";
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
  return [["", "setup", "compute", "kernel", "cell/s", "× serial", "× threads"], ...rows];
}

/** From fewer samples a percentile is not to be had. */
function hasSpread(result: Result): boolean {
  return samplesOf(result).length >= 5;
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`.padStart(5);
}

/** `serial  f64`, `threads f64 ×2`, `gpu     df64`. */
export function label({
  backend,
  precision,
  threads,
}: Pick<Result, "backend" | "precision" | "threads">): string {
  return `${backend.padEnd(8)}${precision}${threads === null ? "" : ` ×${threads}`}`;
}

/** The same with single spaces. */
export function short(one: Pick<Result, "backend" | "precision" | "threads">): string {
  return label(one).replace(/ +/g, " ");
}

function notes({ results, clocks }: Comparison): (readonly [term: string, text: string])[] {
  const samples = results.map((result) => samplesOf(result).length);
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  const spread = most < 5 ? "" : ", ± half of the 10th to 90th percentile";
  const median = `median of ${least === most ? "" : `${least} to `}${most} runs${spread}`;
  const cpu = results.find(({ backend, threads }) => backend === "serial" || threads === 1);
  const nanoseconds = cpu ? digits((cpu.seconds.compute / cpu.cells) * 1e9) : "";
  return [
    ["setup", "until it can begin: the device found, the shader compiled, workers started"],
    ["compute", `first submit to last partial sum: ${most === 1 ? "one run" : median}`],
    ["kernel", "the same by the GPU's own clock"],
    [
      "clocks",
      `host's in steps of ${duration(clocks.host)}, ${clocks.kernel ? `GPU's of ${duration(clocks.kernel)}` : "no GPU's"}`,
    ],
    ["×", "times as fast as serial, and as all threads: by compute, and (with the setup)"],
    ...(cpu
      ? [
          [
            "CPU",
            `plain f64 JavaScript, ${nanoseconds} ns a cell on one core: the check on the GPU, not the most that a CPU can do, for which see docs/benchmarks.md`,
          ] as const,
        ]
      : []),
  ];
}
