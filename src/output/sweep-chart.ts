import { allThreads, isOf } from "../benchmark/fits.ts";
import type { Who } from "../benchmark/labels.ts";
import { sideOf } from "../benchmark/sizes.ts";
import type { Sweep } from "../benchmark/sweep.ts";
import type { Result } from "../run/result.ts";
import { type Chart, figure, type Series } from "./chart.ts";
import { integralText } from "./integral.ts";
import type { Marker } from "./svg.ts";
import { preparedOf, referenceOf, sumsByRule } from "./sweep-errors.ts";
import { grouped } from "./units.ts";

/** Compute time, speed relative to all threads, and error against n, as an SVG document. */
export function sweepChart(sweep: Sweep): string {
  return figure(
    [timeChart(sweep), speedupChart(sweep), errorChart(sweep)].filter(({ series }) => series.length),
  );
}

export function timeChart(sweep: Sweep): Chart {
  const { integral } = integralText(preparedOf(sweep), 60);
  const even = sweep.breakEven.find(({ precision }) => precision === "f32")?.compute;
  return {
    title: `Compute time of ${integral}`,
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
        ? [[sideOf(result), result.seconds.compute]]
        : [],
    ),
  );
  return {
    title: "Speed relative to all threads, by compute time",
    x: axisOf(sweep),
    y: { label: "ratio", format: (value) => String(Number(value.toPrecision(3))) },
    series: curves(sweep, (result) => (threads.get(sideOf(result)) ?? 0) / result.seconds.compute),
    level: 1,
  };
}

/** The error against n, from the known value or else from an extrapolated one; with several rules, a curve a rule. */
export function errorChart(sweep: Sweep): Chart {
  const { known, value } = referenceOf(sweep);
  const error = ({ integral }: Result) => Math.abs(integral - (value as number));
  const some = sweep.otherRules.length ? byRule(sweep, error) : curves(sweep, error);
  return {
    title: known ? "Error of the integral" : "Distance from the extrapolated f64 sums",
    x: axisOf(sweep),
    y: { label: "error", format: (one) => Number(one.toPrecision(3)).toExponential() },
    series: value === null ? [] : some,
  };
}

function axisOf({ results }: Sweep): Chart["x"] {
  const range = results.map(sideOf);
  return { label: "n (cells along each axis)", format: grouped, range };
}

/** A curve per contender; a logarithmic axis cannot show zero. */
function curves(sweep: Sweep, of: (result: Result) => number): Series[] {
  const all = allThreads(sweep.fits);
  return shown(
    sweep.fits.map(({ contender }) => {
      const own = sweep.results.filter((result) => isOf(contender, result));
      const points = pointsOf(own, of);
      const style = styleOf(contender, all);
      const software = own[0]?.adapter?.software ? ", software" : "";
      return { ...style, label: `${style.label}${software}`, points };
    }),
  );
}

/** A curve per rule. */
function byRule(sweep: Sweep, of: (result: Result) => number): Series[] {
  return shown(
    sumsByRule(sweep).map(({ rule, results }, k) => {
      const [colour, marker] = RULE_STYLES[k % RULE_STYLES.length] as (typeof RULE_STYLES)[number];
      return { key: rule, label: `${rule} f64`, colour, marker, points: pointsOf(results, of) };
    }),
  );
}

function pointsOf(results: readonly Result[], of: (result: Result) => number) {
  return results.map((result) => [sideOf(result), of(result)] as const).filter(([, value]) => value > 0);
}

function shown(series: readonly Series[]): Series[] {
  return series.filter(({ points }) => points.length);
}

/** Teal for the GPU, amber for threads, grey for serial, violet for simd, each with its own marker. */
function styleOf({ backend, precision, threads }: Who, all: number | null): Omit<Series, "points"> {
  if (backend === "serial")
    return { key: "serial", label: "serial f64", colour: "#6b7280", marker: "circle" };
  if (backend === "threads") {
    const [key, colour] = threads === all ? ["threads", "#b45309"] : ["fewer", "#f59e0b"];
    return { key, label: `threads ×${threads}`, colour, marker: "square" };
  }
  if (backend === "simd")
    return { key: "simd", label: `simd ×${threads}`, colour: "#7c3aed", marker: "wedge" };
  const [colour, marker] = GPU[precision] ?? (["#0d9488", "diamond"] as const);
  return { key: `gpu-${precision}`, label: `gpu ${precision}`, colour, marker };
}

const GPU: Readonly<Record<string, readonly [string, Marker]>> = {
  fast: ["#2dd4bf", "triangle"],
  f32: ["#0d9488", "diamond"],
  df64: ["#134e4a", "wedge"],
};

const RULE_STYLES = [
  ["#6b7280", "circle"],
  ["#b45309", "square"],
  ["#0d9488", "diamond"],
  ["#7c3aed", "triangle"],
  ["#be123c", "wedge"],
] as const;
