import type { AdapterIdentity, HostInfo } from "./identity.ts";
import type { Precision } from "./problem/problem.ts";
import type { Plan, TileRange } from "./quadrature/plan.ts";

/** Whatever can turn tiles into partial sums of f, one finite f64 a tile. */
export interface Backend {
  readonly name: "gpu" | "threads" | "serial";
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  /** CPU workers; null where there are none. */
  readonly threads: number | null;
  /** Processes that share each run, and the seconds they took to find each other; absent for one process. */
  readonly ranks?: { readonly size: number; readonly joining: number };
  /** Delivers the partial sums of all tiles in the ranges, in any order and any number of pieces. */
  run(ranges: readonly TileRange[], options: RunOptions): Promise<Ran>;
  /** Nanoseconds between two readings of the device's own clock, at least; null without a clock. */
  clockStep?(): Promise<number | null>;
  close(): void;
}

/** What a run says of itself. */
export interface Ran {
  /** Milliseconds by the device's own clock; null without one. */
  readonly kernel: number | null;
  /** Cells of which the sums were not computed but read from a checkpoint. */
  readonly resumed?: number;
}

export interface RunOptions {
  /** Once aborted, the run rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** Partial sums of tiles first, first + 1, ... */
  onPartials: (first: number, partials: Float64Array) => void;
}

/** Makes a backend ready for a plan. */
export type Open = (plan: Plan) => Promise<Backend> | Backend;

/** What the flow needs from the browser or from Node. */
export interface Host {
  /** A monotonic clock, milliseconds. */
  now(): number;
  /** Lets the host's other work go first. */
  pause(): Promise<void>;
  /** Lets so many milliseconds pass; only where waiting for a GPU's promise keeps a CPU core busy. */
  doze?(milliseconds: number): Promise<void>;
  readonly info: HostInfo;
}
