import type { AdapterIdentity, HostInfo } from "./identity.ts";
import type { Runner } from "./problem/options.ts";
import type { Precision } from "./problem/problem.ts";
import type { Region } from "./quadrature/coordinates/segments.ts";
import type { Plan, TileRange } from "./quadrature/grid/plan.ts";
import type { Look } from "./quadrature/regions/look.ts";
import type { Measure } from "./quadrature/rules/measure.ts";
import type { SumTask } from "./quadrature/sums/sum-task.ts";
import type { PartSum } from "./quadrature/sums/tensor.ts";

/** Computes partial sums of f: one finite f64 per tile. */
export interface Backend {
  readonly name: Runner;
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  /** CPU workers; null without any. */
  readonly threads: number | null;
  /** Number of processes that share each run, and the seconds they took to connect; absent for one process. */
  readonly ranks?: { readonly size: number; readonly joining: number };
  /** Delivers the partial sums of all tiles in the ranges, in any order and any number of pieces. */
  run(ranges: readonly TileRange[], options: RunOptions): Promise<RunStats>;
  /** Of a family to an accuracy: why members have no value, the values of f that a device computed, and the seconds of runs
   * that went into compiling. */
  readonly members?: {
    readonly messages: ReadonlyMap<number, string>;
    onDevice(): number | null;
    compiling(): number;
  };
  /** Resolution of the device's own clock in nanoseconds; null without a clock. */
  clockStep?(): Promise<number | null>;
  close(): void;
}

/** How a backend's run went, besides its partial sums. */
export interface RunStats {
  /** Milliseconds by the device's own clock; null without one. */
  readonly kernel: number | null;
  /** Evaluations whose sums were read from a checkpoint, not computed. */
  readonly resumed?: number;
}

export interface RunOptions {
  /** Once aborted, the run rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** Partial sums of tiles first, first + 1, ... */
  onPartials: (first: number, partials: Float64Array) => void;
}

/** Makes a backend ready for a plan. */
export type Open<P = Plan> = (plan: P) => Promise<Backend> | Backend;

/** What an integration needs from the browser or from Node. */
export interface Host {
  /** A monotonic clock, milliseconds. */
  now(): number;
  /** Yields to the event loop. */
  pause(): Promise<void>;
  /** Present only where awaiting a GPU promise keeps a CPU core busy. */
  sleep?(milliseconds: number): Promise<void>;
  readonly info: HostInfo;
}

/** A region to look into: its nodes' range. */
export interface LookTask {
  readonly region: Region;
  readonly low: number;
  readonly high: number;
  /** Whether a curve cuts it; by default none does. */
  readonly cut?: boolean;
  /** Halvings that it may take, where that is not the look's own affair. */
  readonly halvings?: number;
  /** Whether there are so few regions that each is looked at closely. */
  readonly few?: boolean;
  /** Whether the value of f is wanted that is farthest from those of the nodes, not just one that is too far. */
  readonly thorough?: boolean;
}

/** A region, its measure, and the halvings that led to it. */
export interface Listed {
  readonly region: Region;
  readonly measure: Measure;
  readonly depth: number;
}

/** Sums over a list, and how many of its regions have errors of each class. */
export interface ListTotals {
  readonly count: number;
  readonly value: number;
  readonly error: number;
  readonly size: number;
  readonly classes: Uint32Array;
  /** The same of those that may be halved. */
  readonly open: Uint32Array;
}

/** A list of regions that stays on a device. */
export interface RegionList {
  /** The most regions that it holds, and values of f of one. */
  readonly room: number;
  readonly evaluations: number;
  /** A number that is beyond all errors of a class. */
  beyond(k: number): number;
  totals(): Promise<ListTotals>;
  /** Halves the regions with errors of a class and beyond: so many, as the totals say. */
  split(least: number, splits: number): Promise<void>;
  listed(): Promise<Listed[]>;
  close(): void;
}

/** Does the work on a list of an integrand's regions, in their order: the same numbers on any number of threads. */
export interface RegionWorker {
  measure(regions: readonly Region[]): Promise<readonly Measure[]>;
  /** `share` is what would matter to the integral. */
  look(tasks: readonly LookTask[], share: number): Promise<readonly Look[]>;
  /** Sums over ranges of nodes. */
  sums(tasks: readonly SumTask[]): Promise<readonly PartSum[]>;
  /** Takes a list onto a device, where that may be; absent without one. */
  list?(regions: readonly Listed[]): Promise<RegionList | null>;
  /** CPU workers that had a part in it; null if this thread did it alone. */
  readonly threads: number | null;
  /** The unit roundoff of sums, with what functions add; absent for f64's. */
  readonly unit?: number;
  /** Milliseconds that were spent on compiling for a device, and values of f that it computed; null without one. */
  readonly setup: number;
  readonly onDevice: number | null;
  close(): void;
}
