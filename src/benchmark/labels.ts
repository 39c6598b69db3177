import type { Backend } from "../backend.ts";
import type { Precision } from "../problem/problem.ts";

/** Which contender it is: what a result has of it, too. */
export interface Who {
  readonly backend: Backend["name"];
  readonly precision: Precision;
  /** CPU workers; null for what has none. */
  readonly threads: number | null;
}

/** For tables: `serial  f64`, `threads f64 ×2`, `gpu     df64`. */
export function label({ backend, precision, threads }: Who): string {
  return `${backend.padEnd(8)}${precision}${threads === null ? "" : ` ×${threads}`}`;
}

/** The same with single spaces. */
export function short(who: Who): string {
  return label(who).replace(/ +/g, " ");
}

/** In a sentence: `gpu f32`, `2 threads`, `2 threads with SIMD`, `serial`. */
export function spoken({ backend, precision, threads }: Who): string {
  if (backend === "gpu") return `gpu ${precision}`;
  if (threads === null) return backend;
  return `${threads} thread${threads === 1 ? "" : "s"}${backend === "simd" ? " with SIMD" : ""}`;
}

/** Keys in documents: `gpu f32`, `serial f64`, `threads f64` for the most threads and `threads f64 x2` for fewer. */
export function keysOf(all: readonly Who[]): string[] {
  const most = mostThreads(all)?.threads;
  return all.map(({ backend, precision, threads }) => {
    const fewer = backend === "threads" && threads !== most;
    return `${backend} ${precision}${fewer ? ` x${threads}` : ""}`;
  });
}

/** The one with the most CPU workers. */
export function mostThreads<T extends Who>(all: readonly T[]): T | undefined {
  const threads = all.filter((one) => one.backend === "threads");
  return threads.sort((a, b) => (b.threads as number) - (a.threads as number))[0];
}

/** On the page: `GPU f32`, `2 CPU threads`, `one CPU thread`. */
export function title({ backend, precision, threads }: Who): string {
  if (backend === "gpu") return `GPU ${precision}`;
  if (backend === "serial") return "one CPU thread";
  const simd = backend === "simd" ? " with SIMD" : "";
  return `${threads ?? ""} CPU thread${threads === 1 ? "" : "s"}${simd}`.trim();
}
