import type { Estimate } from "../accuracy/claim.ts";
import type { AdapterIdentity, HostInfo } from "../identity.ts";
import type { Precision, Problem } from "../problem/problem.ts";

/** Version of the result document's shape. */
export const SCHEMA = 1;

/** One integral, as printed by `--json`, exported by the page and returned by the library. */
export interface Result {
  readonly schema: number;
  readonly version: string;
  readonly problem: Problem;
  readonly backend: "gpu" | "threads" | "serial";
  readonly precision: Precision;
  readonly integral: number;
  /** The known value, and the distance from it; null where none is known. */
  readonly exact: number | null;
  readonly error: number | null;
  readonly estimate: Estimate | null;
  readonly cells: number;
  /** Cells that a checkpoint had: they were not done again. */
  readonly resumed: number;
  readonly adapter: AdapterIdentity | null;
  readonly threads: number | null;
  /** Processes that shared the run, `threads` being those of one; absent where it was one process. */
  readonly ranks?: number;
  /** Parts that were put together, their seconds added up; absent where it was one run. */
  readonly parts?: number;
  /**
   * setup: up to the first submit; compute: from there to the last partial sum on the host;
   * kernel: the same by the GPU's own clock; total: setup + compute.
   */
  readonly seconds: { total: number; setup: number; compute: number; kernel: number | null };
  /** Every compute time, where there are several; `seconds` are then medians. */
  readonly samples?: readonly number[];
  /** Of the cells that were done in `compute`. */
  readonly cellsPerSecond: number;
  readonly host: HostInfo;
}
