import type { Precision, ProblemOptions } from "./problem.ts";

// The package's types come with this file: what it imports is published, too.

export const BACKENDS = ["auto", "gpu", "threads", "serial"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What the flow and the package take alike. */
export interface CommonOptions {
  /** Runs that are timed; the seconds of the result are their medians. Default 1. */
  repeat?: number | undefined;
  /** Runs before those. Default 0. */
  warmup?: number | undefined;
  /** Also estimate the error, which takes some 50 ms of this thread. Default false. */
  estimate?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Cells done so far, of the cells of one run. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /**
   * What happened on the way that a person should know: a device was lost, a file cannot be written. `doubt`: it is the
   * number itself that should be doubted.
   */
  onNote?: ((text: string, doubt?: boolean) => void) | undefined;
}

/** What `integrate` of the package takes, in Node and in a browser alike. */
export interface Options extends ProblemOptions, CommonOptions {
  /** `auto`, the default: a hardware GPU, else a software adapter, else CPU threads. */
  backend?: BackendName | undefined;
  /** Default: `f32` on the GPU, `f64` on the CPU. */
  precision?: Precision | undefined;
  /** CPU workers. Default: one a core. */
  threads?: number | undefined;
  /** The integral's true value, as a number or as a constant expression. */
  exact?: number | string | undefined;
  /** Where a page has `gpu-integrate/worker`, as a bundler knows. Node has its own and does not look here. */
  workerUrl?: string | URL | undefined;
}
