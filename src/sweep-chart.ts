import { type Chart, figure, type Marker, type Series } from "./chart.ts";
import type { Who } from "./fits.ts";
import type { Result } from "./result.ts";
import type { Sweep } from "./sweep.ts";

/** Compute time against n, and how many times as fast as all threads, as an SVG document. */
export function sweepChart(sweep: Sweep): string {
  const { results, problem, fits } = sweep;
  const all =
    fits.filter(({ contender }) => contender.backend === "threads").at(-1)?.contender.threads ?? null;
  const times = fits.map(({ contender }) => {
    const own = results.filter((result) => isOf(contender, result));
    return { ...styleOf(contender, all), points: own.map(pointOf) };
  });
  const threads = new Map(
    results.filter(({ backend, threads }) => backend === "threads" && threads === all).map(pointOf),
  );
  const ratios = times.map((one) => ({
    ...one,
    points: one.points.flatMap(([n, seconds]) => {
      const other = threads.get(n);
      return other === undefined ? [] : [[n, other / seconds] as const];
    }),
  }));
  const even = sweep.breakEven.find(({ precision }) => precision === "f32")?.compute;
  const range = results.map(({ problem }) => problem.nx);
  const x = { label: "n (n × n cells)", format: (n: number) => n.toLocaleString("en"), range };
  const time: Chart = {
    title: `Compute time of ∫∫ ${problem.f.length > 40 ? `${problem.f.slice(0, 40)}…` : problem.f} dx dy`,
    x,
    y: { label: "seconds", format: String },
    series: shown(times),
    ...(even && { mark: { x: even, label: `gpu f32 as fast as all threads: n = ${even}` } }),
  };
  const speedup: Chart = {
    title: "Times as fast as all threads, by compute time",
    x,
    y: { label: "ratio", format: String },
    series: shown(ratios),
    level: 1,
  };
  return figure([time, speedup].filter(({ series }) => series.length));
}

function shown(series: readonly Series[]): Series[] {
  return series.filter(({ points }) => points.length);
}

function pointOf({ problem, seconds }: Result): readonly [number, number] {
  return [problem.nx, seconds.compute];
}

function isOf({ backend, precision, threads }: Who, result: Result): boolean {
  return result.backend === backend && result.precision === precision && result.threads === threads;
}

/** Teal for the GPU, amber for threads, grey for one; and a marker of its own for each. */
function styleOf({ backend, precision, threads }: Who, all: number | null): Omit<Series, "points"> {
  if (backend === "serial") return { label: "serial f64", colour: "#6b7280", marker: "circle" };
  if (backend === "threads") {
    const colour = threads === all ? "#b45309" : "#f59e0b";
    return { label: `threads ×${threads}`, colour, marker: "square" };
  }
  const [colour, marker] = GPU[precision] ?? (["#0d9488", "diamond"] as const);
  return { label: `gpu ${precision}`, colour, marker };
}

const GPU: Readonly<Record<string, readonly [string, Marker]>> = {
  fast: ["#2dd4bf", "triangle"],
  f32: ["#0d9488", "diamond"],
  df64: ["#134e4a", "wedge"],
};
