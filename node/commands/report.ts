import type { AdapterIdentity } from "../../src/identity.ts";
import { duration, exponent, rate } from "../../src/output/units.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { Estimate, Result } from "../../src/run/result.ts";

export function json(result: object): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The two lines that the lesson's programs print. */
export function lessonLines({ integral, error, seconds }: Result): string {
  const known = error === null ? "" : `, Error is ${exponent(error)}`;
  return `Integral value is ${exponent(integral)}${known}\nTime spent: ${seconds.compute.toFixed(2)} sec\n`;
}

/** The two lines, and three on what was computed, where, and how fast. */
export function human(result: Result): string {
  const { problem, seconds, samples } = result;
  const speed = [
    // Where all was done before, there is no rate.
    ...(result.resumed < result.cells ? [rate(result.cellsPerSecond)] : []),
    ...(result.parts === undefined
      ? []
      : [`times of ${result.parts} part${result.parts === 1 ? "" : "s"} added up`]),
    ...(result.resumed ? [`${percent(result.resumed / result.cells)} from the checkpoint`] : []),
    `setup ${duration(seconds.setup)}`,
    ...(seconds.kernel === null ? [] : [`kernel ${duration(seconds.kernel)}`]),
    ...(samples
      ? [
          `median of ${samples.length}, ${duration(least(samples))} to ${duration(-least(samples.map((s) => -s)))}`,
        ]
      : []),
  ];
  return [
    lessonLines(result),
    `  ${integralOf(problem)}   ${gridOf(problem)}`,
    `  ${result.backend} ${result.precision}${where(result)}`,
    `  ${speed.join(" · ")}`,
    ...(result.estimate ? [`  ${inWords(result.estimate)}`] : []),
    "",
  ].join("\n");
}

/** `∫∫ x*y dx dy   x 0..1, y 0..2`. */
export function integralOf({ f, x, y }: Pick<Problem, "f" | "x" | "y">): string {
  const limits = (name: string, [a, b]: readonly [number, number]) => `${name} ${short(a)}..${short(b)}`;
  return `∫∫ ${f} dx dy   ${limits("x", x)}, ${limits("y", y)}`;
}

export function gridOf({ nx, ny, rule }: Problem): string {
  const cells = nx * ny;
  const shown = cells < 1e6 ? cells : cells.toExponential(2).replace("+", "");
  return `${rule}, ${nx} × ${ny} = ${shown} cell${cells === 1 ? "" : "s"}`;
}

function inWords({ discretization, rounding, order, regime }: Estimate): string {
  const grid = {
    asymptotic: `${exponent(discretization, 1)} by the grid (falls with order ${order?.toFixed(2)})`,
    "not asymptotic": `${exponent(discretization, 1)} by the grid (not asymptotic: a finer one may surprise)`,
    "below rounding": "none by the grid that rounding would let be seen",
  };
  return `estimated error: ${grid[regime]}, ${exponent(rounding, 1)} by rounding`;
}

export function adapterName({ name, software }: AdapterIdentity): string {
  return `${name}${software ? " (software adapter: the CPU runs the shader)" : ""}`;
}

function where({ adapter, threads, ranks, host }: Result): string {
  const workers = threads === null ? [] : [`${threads} worker${threads === 1 ? "" : "s"}`];
  const shared = ranks === undefined ? workers : [[`${ranks} ranks`, ...workers].join(" × ")];
  if (adapter) return ` on ${[...shared, adapterName(adapter)].join(", ")}`;
  const cores =
    threads === null ? [] : [`${host.cores} core${host.cores === 1 ? "" : "s"}${ranks ? " each" : ""}`];
  return ` on ${[...shared, ...cores, host.runtime].join(", ")}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function percent(part: number): string {
  return part < 1 ? `${(100 * part).toFixed(1)} %` : "all";
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}
