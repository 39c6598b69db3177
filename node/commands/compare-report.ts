import type { Verdict } from "../../src/benchmark/agreement.ts";
import type { Comparison } from "../../src/benchmark/compare.ts";
import { label } from "../../src/benchmark/labels.ts";
import { count, duration, exponent } from "../../src/output/units.ts";
import type { Plan } from "../../src/quadrature/grid/plan.ts";
import type { Result } from "../../src/run/result.ts";
import { comparisonText, medianOf, timeCells } from "./comparison-text.ts";
import { gridOf, integralLines, mappingOf } from "./report.ts";

/** Two tables, the integrals and the times, and a conclusion, on lines of at most `width` characters. */
export function comparisonReport(comparison: Comparison, plan: Plan, width: number): string {
  const about = [...integralLines(plan, width), gridOf(plan), ...mappingOf(plan)];
  const integrals = { rows: integralsOf(comparison), spared: ["allowed", "error", "integral"] };
  const timings = { rows: timesOf(comparison), spared: ["kernel", "cell/s", "setup", "× threads"] };
  return comparisonText(comparison, about, [integrals, timings], width);
}

function integralsOf({ results, agreement }: Comparison): string[][] {
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

function inWords({ ok }: Verdict, { backend, precision }: Result): string {
  if (precision === "f64" && backend !== "simd") return ok ? "same bits" : "BITS DIFFER";
  if (ok === null) return precision === "fast" ? "no guarantee" : "no bound: f jumps or is steep";
  return ok ? "ok" : "TOO FAR OFF";
}

function timesOf(comparison: Comparison): string[][] {
  const { results } = comparison;
  const cells = timeCells(comparison);
  const rows = results.map((result, k) => {
    const { setup, compute, overSerial, overThreads } = cells[k] as (typeof cells)[number];
    const { kernel } = result.seconds;
    const shown = kernel === null ? "–" : duration(kernel);
    return [label(result), setup, compute, shown, count(result.cellsPerSecond), overSerial, overThreads];
  });
  const headings = [medianOf(results), "setup", "compute", "kernel", "cell/s", "× serial", "× threads"];
  return [headings, ...rows];
}
