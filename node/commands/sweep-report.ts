import { allThreads, isOf } from "../../src/benchmark/fits.ts";
import { label, short } from "../../src/benchmark/labels.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import type { Sweep } from "../../src/benchmark/sweep.ts";
import { referenceOf, sumsByRule } from "../../src/output/sweep-errors.ts";
import { digits, duration, exponent, times } from "../../src/output/units.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { aboutMachine } from "./comparison-text.ts";
import { integralLines, mappingOf } from "./report.ts";
import { paragraph, table } from "./table.ts";

/** Times by n, their parts, break-even and scaling, on lines of at most `width` characters. */
export function sweepReport(sweep: Sweep, prepared: Prepared, width: number): string {
  const { problem, results, leftOut } = sweep;
  const out = leftOut.map(
    ({ contender, from, reason }) => `${short(contender)} from n = ${from} on: ${reason}`,
  );
  return [
    ...integralLines(prepared, width, [problem.method.rule]),
    ...mappingOf(prepared),
    ...aboutMachine(results).flatMap((line) => paragraph(line, width)),
    "",
    ...table(byN(sweep), width, byN(sweep)[0]?.slice(1, -1)),
    "",
    ...table(byParts(sweep), width, ["misfit"]),
    "A run takes setup + fixed + (a cell) × cells, to within the misfit.",
    ...paragraph(verdict(sweep), width),
    ...breakEvens(sweep, width),
    ...errorTable(sweep, width),
    ...(sweep.scaling.length > 1 ? ["", ...table(byThreads(sweep), width)] : []),
    ...(out.length ? ["", "Left out:", ...out.flatMap((line) => paragraph(line, width))] : []),
    "",
  ].join("\n");
}

/** The errors of the f64 sums, if there are several rules to compare. */
function errorTable(sweep: Sweep, width: number): string[] {
  const { known, value } = referenceOf(sweep);
  if (!sweep.otherRules.length || value === null) return [];
  const rules = sumsByRule(sweep);
  const rows = sweep.sizes.map((n) => {
    const cells = rules.map(({ results }) => {
      const found = results.find((result) => sideOf(result) === n);
      return found ? exponent(Math.abs(found.integral - value), 1) : "–";
    });
    return [String(n), ...cells];
  });
  const what = known ? "Errors of the f64 sums:" : "Distances of the f64 sums from the extrapolated value:";
  return ["", what, ...table([["n", ...rules.map(({ rule }) => rule)], ...rows], width)];
}

function breakEvens(sweep: Sweep, width: number): string[] {
  if (!sweep.breakEven.length) return [];
  const lines = table(evens(sweep), width);
  return [
    "",
    ...lines,
    ...(lines.some((line) => line.includes(" *")) ? ["* extrapolated beyond the largest n measured"] : []),
  ];
}

/** Median compute times; of the threads only the largest number, as the scaling table has the others. */
function byN({ sizes, fits, results }: Sweep): string[][] {
  const most = allThreads(fits);
  const shown = fits
    .map(({ contender }) => contender)
    .filter(({ backend, threads }) => backend !== "threads" || threads === most);
  const rows = sizes.map((n) => {
    const cells = shown.map((contender) => {
      const found = results.find((result) => sideOf(result) === n && isOf(contender, result));
      return found ? duration(found.seconds.compute) : "–";
    });
    return [String(n), ...cells];
  });
  return [["n", ...shown.map(short)], ...rows];
}

function byParts({ fits }: Sweep): string[][] {
  const rows = fits.map(({ contender, setup, compute }) => {
    const cost = compute
      ? [
          duration(compute.fixed),
          `${digits(compute.perCell * 1e9)} ns`,
          `${Math.round(100 * compute.misfit)} %`,
        ]
      : ["–", "–", "too few n"];
    return [label(contender), setup === null ? "–" : duration(setup), ...cost];
  });
  return [["", "setup", "fixed", "a cell", "misfit"], ...rows];
}

/** Whether the integrals agree. */
function verdict({ agreement, sizes, results }: Sweep): string {
  const wrong = agreement.filter(({ ok }) => !ok).map(({ n }) => n);
  const last = agreement.at(-1)?.n ?? 0;
  const beyond = results.some((result) => sideOf(result) > last)
    ? `; beyond n = ${last} there is no f64 sum to compare with`
    : "";
  if (wrong.length) return `The integrals DISAGREE at n = ${wrong.join(", ")}${beyond}.`;
  const where = last === sizes.at(-1) ? "at every n" : `up to n = ${last}`;
  return `The integrals agree ${where} to what their precisions promise${beyond}.`;
}

function evens({ breakEven, fits, results }: Sweep): string[][] {
  const largest = Math.max(...results.map(sideOf));
  const most = allThreads(fits);
  const inWords = (n: number | null) => {
    if (n === null) return "never";
    return n < 2 ? "always" : `from about n = ${n}${n > largest ? " *" : ""}`;
  };
  const rows = breakEven.map(({ precision, compute, total }) => [
    `gpu ${precision}`,
    inWords(compute),
    inWords(total),
  ]);
  return [[`as fast as ${most} thread${most === 1 ? "" : "s"}`, "by compute", "with the setup"], ...rows];
}

function byThreads({ scaling }: Sweep): string[][] {
  const rows = scaling.map(({ threads, speedup, efficiency }) => [
    String(threads),
    times(speedup),
    `${Math.round(100 * efficiency)} %`,
  ]);
  return [["threads", "speed-up", "efficiency"], ...rows];
}
