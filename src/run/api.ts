import type { RuleName } from "../problem/grid.ts";
import type { Options } from "../problem/options.ts";
import type { AccuracyResult, Result } from "./result.ts";

// Part of the published types, as is everything that it imports.

/** A grid where options give `n`, `nx`, `ny`, `nz` or `rule`, or are those of the lesson; else an accuracy. */
export interface Integrate {
  (options: Options & ({ n: number } | { nx: number } | { rule: RuleName })): Promise<Result>;
  (options: Options & ({ tolerance: number } | { absoluteTolerance: number })): Promise<AccuracyResult>;
  (options?: Options): Promise<Result | AccuracyResult>;
}

/** The defaults of a session's integrals. */
export type SessionOptions = Pick<Options, "backend" | "precision" | "threads" | "workerUrl">;

/** Keeps device, compiled shaders and workers from one integral to the next. */
export interface IntegrationSession {
  /** The package's `integrate`, also for several at a time; its options override the session's. */
  readonly integrate: Integrate;
  /** Frees everything once the integrals in progress are done; later calls to `integrate` reject. */
  close(): Promise<void>;
}

export type OpenSession = (options?: SessionOptions) => IntegrationSession;
