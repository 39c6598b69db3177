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
  /**
   * Hands over the partial sums of all tiles in the ranges, in any order and any number of pieces.
   * `kernel`: milliseconds by the device's own clock, null without one. Rejects with the signal's
   * reason once it is aborted.
   */
  run(ranges: readonly TileRange[], options: RunOptions): Promise<{ kernel: number | null }>;
  /** Nanoseconds between two readings of the device's own clock, at least; null without a clock. */
  clockStep?(): Promise<number | null>;
  close(): void;
}

export interface RunOptions {
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
