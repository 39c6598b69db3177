import type { AccuracyOptions, AccuracyRule } from "./accuracy.ts";
import type { RuleName } from "./grid.ts";
import type { Precision, ProblemOptions } from "./problem.ts";

// Part of the published types, as is everything that it imports.

export const BACKENDS = ["auto", "gpu", "threads", "serial", "simd"] as const;
export type BackendName = (typeof BACKENDS)[number];
/** A backend that runs: `auto` chooses one of them. */
export type Runner = Exclude<BackendName, "auto">;

/** Options that the package's functions and the CLI share. */
export interface CommonOptions {
  /** Timed runs; the result's seconds are their medians. Default 1. */
  repeat?: number | undefined;
  /** Untimed runs before them. Default 0. */
  warmup?: number | undefined;
  /** Also estimate a grid's error, which takes this thread about 50 ms. Default false. */
  estimate?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the values of f so far, and those of one run; for an accuracy the most that it may take. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /**
   * Receives messages for people, such as which backend `auto` takes or that a device was lost; `doubt` if the result
   * itself is in doubt.
   */
  onNote?: ((text: string, doubt?: boolean) => void) | undefined;
}

/** Options of the package's `integrate`, in Node and in browsers. */
export interface Options extends Omit<ProblemOptions, "parameters" | "rule">, AccuracyOptions, CommonOptions {
  /** Of a grid, `midpoint` by default; of an accuracy, `regions` or `lattice`, by default what seems best. */
  rule?: RuleName | AccuracyRule | undefined;
  /** Default `auto`: a hardware GPU, else a software adapter, else the CPU. */
  backend?: BackendName | undefined;
  /** Default `f32` on the GPU, `f64` on the CPU. */
  precision?: Precision | undefined;
  /** CPU workers. Default: one per core. */
  threads?: number | undefined;
  /** The integral's true value, as a number or a constant expression. */
  exact?: number | string | undefined;
  /** URL of `gpu-integrate/worker` on a page, from the bundler. Ignored in Node. */
  workerUrl?: string | URL | undefined;
}
