import type { Estimate } from "../../src/accuracy/claim.ts";
import type { AdapterIdentity } from "../../src/identity.ts";
import { integralText } from "../../src/output/integral.ts";
import { cut, duration, exponent, rate } from "../../src/output/units.ts";
import type { Prepared, PreparedAccuracy } from "../../src/problem/problem.ts";
import { cellsOf, nodesOf, type Plan } from "../../src/quadrature/grid/plan.ts";
import type { Result } from "../../src/run/result.ts";

export function json(result: object): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The two lines that the lesson's programs print. */
export function lessonLines({ integral, error, seconds }: Result): string {
  const known = error === null ? "" : `, Error is ${exponent(error)}`;
  return `Integral value is ${exponent(integral)}${known}\nTime spent: ${seconds.compute.toFixed(2)} sec\n`;
}

/** The two lines, and a block on what was computed, where, how fast, and how well; at most 80 columns wide. */
export function human(result: Result, plan: Plan): string {
  const { seconds, samples } = result;
  const speed = [
    // Where all was done before, there is no rate.
    ...(result.resumed < result.evaluations ? [rate(result.cellsPerSecond)] : []),
    ...(result.parts === undefined
      ? []
      : [`times of ${result.parts} part${result.parts === 1 ? "" : "s"} added up`]),
    ...(result.resumed ? [`${percent(result.resumed / result.evaluations)} from the checkpoint`] : []),
    `setup ${duration(seconds.setup)}`,
    ...(seconds.kernel === null ? [] : [`kernel ${duration(seconds.kernel)}`]),
    ...(samples ? [`median of ${samples.length}, ${rangeOf(samples)}`] : []),
  ];
  const block = [
    ...integralLines(plan, WIDTH, [gridOf(plan)]),
    ...mappingOf(plan),
    ...backendLines(result),
    ...folded(speed, " · ", WIDTH),
    ...(result.estimate
      ? [
          `value ${withDigits(result.integral, result.estimate.total)}`,
          ...folded(inWords(result.estimate).split(" "), " ", WIDTH),
        ]
      : []),
  ];
  return [lessonLines(result), ...block.map((line) => `  ${line}`), ""].join("\n");
}

/** Of a line of 80, without its indentation. */
export const WIDTH = 78;

/** `threads f64 on 2 workers, 2 cores, node 20.20.2`. */
export function backendLines(result: Where & Pick<Result, "backend" | "precision">): string[] {
  return folded(`${result.backend} ${result.precision}${where(result)}`.split(" "), " ", WIDTH);
}

/** Lines of as many of the parts as fit. */
function folded(parts: readonly string[], gap: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && `${last}${gap}${part}`.length <= width)
      lines.push(`${lines.pop()}${gap}${part}`);
    else lines.push(part);
  }
  return lines;
}

/** `1.6449340668 ± 2.1e-9`: the value to the second digit of its error, which is rounded up. */
function withDigits(value: number, error: number): string {
  return digitsAndError(value, error).join(" ± ");
}

/** The same two apart. */
export function digitsAndError(value: number, error: number): [value: string, error: string] {
  if (error === 0) return [String(value), "0"];
  const place = Math.floor(Math.log10(error)) - 1;
  const digits = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) - place + 1;
  const up = Number(error.toExponential(1)) < error ? error + 10 ** place / 2 : error;
  return [value.toPrecision(Math.min(Math.max(digits, 1), 17)), up.toExponential(1)];
}

/** `∫∫ x*y dx dy   x 0..1, y 0..2` and what follows, on lines of at most `width` characters. */
export function integralLines(
  prepared: Pick<Prepared | PreparedAccuracy, "problem" | "order">,
  width: number,
  more: readonly string[] = [],
): string[] {
  const { integral, limits } = integralText(prepared, width);
  const pieces = limits.map((one, k) => cut(k + 1 < limits.length ? `${one},` : one, width - 1));
  return folded([cut(integral, width - 1), ...folded(pieces, " ", width), ...more], "   ", width);
}

/** `midpoint, 200 × 300 = 60000 cells`, and the number of nodes if it is another. */
export function gridOf(plan: Plan): string {
  const { rule, n } = plan.problem.method;
  const cells = cellsOf(plan);
  const shown = (count: number) => (count < 1e6 ? String(count) : count.toExponential(2).replace("+", ""));
  const sides = n.length > 1 ? `${n.join(" × ")} = ` : "";
  const nodes = nodesOf(plan) === cells ? "" : `, ${shown(nodesOf(plan))} nodes`;
  return `${rule}, ${sides}${shown(cells)} cell${cells === 1 ? "" : "s"}${nodes}`;
}

/** What the cells divide, where that is not the domain as it is written. */
export function mappingOf({ mapped }: Pick<Prepared, "mapped">): string[] {
  return mapped ? ["the grid divides the box that these limits are mapped to"] : [];
}

function inWords({ discretization, rounding, order, regime }: Estimate): string {
  const power = order === null ? "faster than the sums can show" : `as n^-${Number(order.toFixed(1))}`;
  const grid = {
    asymptotic: `about ${exponent(discretization, 1)} from the grid (falls ${power})`,
    "not asymptotic": `roughly ${exponent(discretization, 1)} from the grid (no order of convergence)`,
    "below rounding": "from the grid too small to see",
  };
  return `error ${grid[regime]}, ${exponent(rounding, 1)} from rounding`;
}

export function adapterName({ name, software }: AdapterIdentity): string {
  return `${name}${software ? " (software adapter: runs on the CPU)" : ""}`;
}

type Where = Pick<Result, "adapter" | "threads" | "ranks" | "host">;

function where({ adapter, threads, ranks, host }: Where): string {
  const workers = threads === null ? [] : [`${threads} worker${threads === 1 ? "" : "s"}`];
  const shared = ranks === undefined ? workers : [[`${ranks} ranks`, ...workers].join(" × ")];
  if (adapter) return ` on ${[...shared, adapterName(adapter)].join(", ")}`;
  const cores =
    threads === null ? [] : [`${host.cores} core${host.cores === 1 ? "" : "s"}${ranks ? " each" : ""}`];
  return ` on ${[...shared, ...cores, host.runtime].join(", ")}`;
}

function percent(part: number): string {
  return part < 1 ? `${(100 * part).toFixed(1)} %` : "all";
}

/** `2.91 ms to 3.40 ms`. */
export function rangeOf(samples: readonly number[]): string {
  const of = (pick: (a: number, b: number) => number) => duration(samples.reduce((a, b) => pick(a, b)));
  return `${of(Math.min)} to ${of(Math.max)}`;
}
