import { breaksOf } from "../accuracy/breaks.ts";
import { allThreads, isOf } from "../benchmark/fits.ts";
import type { Who } from "../benchmark/labels.ts";
import type { Sweep } from "../benchmark/sweep.ts";
import { prepare } from "../problem/problem.ts";
import type { Result } from "../run/result.ts";
import { type Chart, figure, type Series } from "./chart.ts";
import type { Marker } from "./svg.ts";
import { cut } from "./units.ts";

/** Compute time, and speed relative to all threads, against n, as an SVG document. */
export function sweepChart(sweep: Sweep): string {
  return figure([timeChart(sweep), speedupChart(sweep)].filter(({ series }) => series.length));
}

export function timeChart(sweep: Sweep): Chart {
  const { f } = sweep.problem;
  const even = sweep.breakEven.find(({ precision }) => precision === "f32")?.compute;
  return {
    title: `Compute time of ∫∫ ${cut(f, 40)} dx dy`,
    x: axisOf(sweep),
    y: { label: "seconds", format: (value) => String(Number(value.toPrecision(3))) },
    series: curves(sweep, ({ seconds }) => seconds.compute),
    ...(even && { mark: { x: even, label: `gpu f32 matches all threads at n = ${even}` } }),
  };
}

function speedupChart(sweep: Sweep): Chart {
  const all = allThreads(sweep.fits);
  const threads = new Map(
    sweep.results.flatMap((result) =>
      result.backend === "threads" && result.threads === all
        ? [[result.problem.nx, result.seconds.compute]]
        : [],
    ),
  );
  return {
    title: "Speed relative to all threads, by compute time",
    x: axisOf(sweep),
    y: { label: "ratio", format: (value) => String(Number(value.toPrecision(3))) },
    series: curves(sweep, ({ problem, seconds }) => (threads.get(problem.nx) ?? 0) / seconds.compute),
    level: 1,
  };
}

/** The error against n, from the known value or else from the value extrapolated from the two finest f64 sums. */
export function errorChart(sweep: Sweep): Chart {
  const limit = limitOf(sweep);
  return {
    title: limit.known ? "Error of the integral" : "Distance from the extrapolated f64 sums",
    x: axisOf(sweep),
    y: { label: "error", format: (value) => Number(value.toPrecision(3)).toExponential() },
    series:
      limit.value === null
        ? []
        : curves(sweep, ({ integral }) => Math.abs(integral - (limit.value as number))),
  };
}

/** The known value or, since the midpoint rule's error falls as 1 / n^2, Richardson's extrapolation (1911). */
function limitOf({ results, problem }: Sweep): { known: boolean; value: number | null } {
  const exact = results[0]?.exact ?? null;
  if (exact !== null) return { known: true, value: exact };
  // Steps make the sums scatter: they tend to nothing that two of them could tell.
  if (breaksOf(prepare(problem)) === "jump") return { known: false, value: null };
  const doubles = results.filter(({ precision }) => precision === "f64").sort((a, b) => a.cells - b.cells);
  const fine = doubles.at(-1);
  const coarse = doubles.findLast(({ cells }) => fine !== undefined && cells < fine.cells);
  if (!fine || !coarse) return { known: false, value: null };
  const ratio = fine.cells / coarse.cells;
  return { known: false, value: (ratio * fine.integral - coarse.integral) / (ratio - 1) };
}

function axisOf({ results }: Sweep): Chart["x"] {
  const range = results.map(({ problem }) => problem.nx);
  return { label: "n (n × n cells)", format: (n) => n.toLocaleString("en"), range };
}

/** A curve per contender; a logarithmic axis cannot show zero. */
function curves(sweep: Sweep, of: (result: Result) => number): Series[] {
  const all = allThreads(sweep.fits);
  return shown(
    sweep.fits.map(({ contender }) => {
      const own = sweep.results.filter((result) => isOf(contender, result));
      const points = own
        .map((result) => [result.problem.nx, of(result)] as const)
        .filter(([, value]) => value > 0);
      const style = styleOf(contender, all);
      const software = own[0]?.adapter?.software ? ", software" : "";
      return { ...style, label: `${style.label}${software}`, points };
    }),
  );
}

function shown(series: readonly Series[]): Series[] {
  return series.filter(({ points }) => points.length);
}

/** Teal for the GPU, amber for threads, grey for serial, each with its own marker. */
function styleOf({ backend, precision, threads }: Who, all: number | null): Omit<Series, "points"> {
  if (backend === "serial")
    return { key: "serial", label: "serial f64", colour: "#6b7280", marker: "circle" };
  if (backend === "threads") {
    const [key, colour] = threads === all ? ["threads", "#b45309"] : ["fewer", "#f59e0b"];
    return { key, label: `threads ×${threads}`, colour, marker: "square" };
  }
  const [colour, marker] = GPU[precision] ?? (["#0d9488", "diamond"] as const);
  return { key: `gpu-${precision}`, label: `gpu ${precision}`, colour, marker };
}

const GPU: Readonly<Record<string, readonly [string, Marker]>> = {
  fast: ["#2dd4bf", "triangle"],
  f32: ["#0d9488", "diamond"],
  df64: ["#134e4a", "wedge"],
};
