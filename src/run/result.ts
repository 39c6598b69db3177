import type { Estimate } from "../accuracy/claim.ts";
import type { AdapterIdentity, HostInfo } from "../identity.ts";
import type { Runner } from "../problem/options.ts";
import type { Accuracy, Precision, Problem, ProblemOf } from "../problem/problem.ts";

/** What an accuracy was computed by. */
export type By = "regions" | "tensor" | "lattice";

/** Version of the result document's shape. */
export const SCHEMA = 2;

/** One integral, as printed by `--json`, exported by the page and returned by the library. */
export interface Result {
  readonly schema: number;
  readonly version: string;
  readonly problem: Problem;
  readonly backend: Runner;
  readonly precision: Precision;
  readonly integral: number;
  /** The known value and the distance from it; null without one. */
  readonly exact: number | null;
  readonly error: number | null;
  readonly estimate: Estimate | null;
  /** Of a grid always `done`. */
  readonly status: "done";
  /** Values of f. */
  readonly evaluations: number;
  /** Null for a grid. */
  readonly regions: null;
  readonly cells: number;
  /** Evaluations whose sums came from a checkpoint. */
  readonly resumed: number;
  readonly adapter: AdapterIdentity | null;
  readonly threads: number | null;
  /** MPI ranks that shared the run, each with `threads`; absent for a single process. */
  readonly ranks?: number;
  /** Parts merged into this result, which has the sums of their seconds; absent for a single run. */
  readonly parts?: number;
  /**
   * setup: up to the first submit; compute: from then until the last partial sum is on the host; kernel: the shader's
   * time by the GPU's own clock; total: setup + compute.
   */
  readonly seconds: { total: number; setup: number; compute: number; kernel: number | null };
  /** All compute times if there are several; `seconds` has medians. */
  readonly samples?: readonly number[];
  /** Evaluations and cells, without the resumed ones, per second of `compute`. */
  readonly evaluationsPerSecond: number;
  readonly cellsPerSecond: number;
  readonly host: HostInfo;
}

/** One integral to an accuracy. */
export interface AccuracyResult
  extends Omit<
    Result,
    "problem" | "estimate" | "status" | "regions" | "cells" | "resumed" | "cellsPerSecond"
  > {
  readonly problem: ProblemOf<Accuracy>;
  readonly estimate: Pick<Estimate, "total" | "discretization" | "rounding">;
  readonly status: Status;
  /** Values of f that the GPU computed, in its precision; the others are the CPU's, in f64. Null without a GPU. */
  readonly gpuEvaluations: number | null;
  /** Regions that were halved, Gauss's rule over all of them, or a lattice: of a product what took most values of f. */
  readonly by: By;
  /** Regions that the box was divided into. */
  readonly regions: number;
  /** How many of them are left from the first ones, how many came from one split, from two, and so on. */
  readonly levels: readonly number[];
  readonly cells: null;
  /** The integral of |f|. */
  readonly size: number;
}

/** A family of integrals, one for each combination of its parameters' values. */
export interface FamilyResult
  extends Omit<
    Result,
    | "problem"
    | "integral"
    | "exact"
    | "error"
    | "estimate"
    | "status"
    | "regions"
    | "cells"
    | "resumed"
    | "cellsPerSecond"
  > {
  readonly problem: Problem | ProblemOf<Accuracy>;
  readonly integral: null;
  readonly exact: null;
  readonly error: null;
  readonly estimate: null;
  /** Of a grid `done`, of accuracies `converged`, unless a member's is another: then the worst of theirs. */
  readonly status: MemberStatus;
  readonly family: {
    /** Each parameter's own values; members are their combinations, the last parameter fastest. */
    readonly parameters: Readonly<Record<string, Float64Array>>;
    /** One a member; NaN for one without a value. */
    readonly integrals: Float64Array;
    /** What is claimed of their errors; NaN for a grid. */
    readonly errors: Float64Array;
    readonly statuses: readonly MemberStatus[];
  };
  /** Members without a value. */
  readonly failures: readonly Failure[];
  /** Values of f that the GPU computed; absent for a grid. */
  readonly gpuEvaluations?: number | null;
  /** Of all members; null for a grid. */
  readonly regions: number | null;
  /** Of all members; null for accuracies. */
  readonly cells: number | null;
}

/** Of a member `rounding` only where its accuracy was not reached. */
export type MemberStatus = Status | "done";

/** A member without a value. */
export interface Failure {
  readonly index: number;
  readonly status: MemberStatus;
  readonly message: string;
}

/** A member as it is done. */
export interface Member {
  readonly index: number;
  /** NaN for one without a value. */
  readonly integral: number;
  /** NaN for one of a grid. */
  readonly error: number;
  readonly status: MemberStatus;
}

/**
 * converged: the claim meets what was asked; evaluations: the cap was reached before; rounding: f64 cannot do better;
 * timeout, interrupted: stopped before.
 */
export type Status =
  | "converged"
  | "evaluations"
  | "rounding"
  | "timeout"
  | "interrupted"
  | "diverges"
  | "undefined"
  | "failed";

/** From the best on. */
export const STATUSES: readonly Status[] = [
  "converged",
  "rounding",
  "evaluations",
  "interrupted",
  "timeout",
  "undefined",
  "diverges",
  "failed",
];
