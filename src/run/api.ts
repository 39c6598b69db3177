import type { AccuracyRule } from "../problem/accuracy.ts";
import type { ParameterValues } from "../problem/family.ts";
import type { RuleName } from "../problem/grid.ts";
import type { Options } from "../problem/options.ts";
import type { Limits } from "../problem/variables.ts";
import type { AccuracyResult, FamilyResult, Member, Result } from "./result.ts";

// Part of the published types, as is everything that it imports.

/**
 * A grid where options give `n`, `nx`, `ny`, `nz`, a grid's `rule` or `fast`, or are those of the lesson, which has no
 * limits; else an accuracy.
 */
export interface Integrate {
  (options: Options & Grid): Promise<Result>;
  (options: Options & (Tolerance | (OwnLimits & NoGrid))): Promise<AccuracyResult>;
  (options?: Options): Promise<Result | AccuracyResult>;
}

type Grid =
  | { n: number }
  | { nx: number }
  | { ny: number }
  | { nz: number }
  | { rule: RuleName }
  | { precision: "fast" };
type Tolerance = { tolerance: number } | { absoluteTolerance: number };
type OwnLimits =
  | { x: Limits }
  | { y: Limits }
  | { z: Limits }
  | { variables: Readonly<Record<string, Limits>> };

interface NoGrid {
  n?: undefined;
  nx?: undefined;
  ny?: undefined;
  nz?: undefined;
  rule?: AccuracyRule | undefined;
  precision?: "f32" | "df64" | "f64" | undefined;
}

/** Options of the package's `integrateFamily`. */
export interface FamilyOptions extends Omit<Options, "exact" | "estimate"> {
  /** Values by name, as numbers or as a text: `[1, 2, 5]`, `"0:1:11"`, `"log:1:1000:4"`. Members are all combinations. */
  parameters: Readonly<Record<string, ParameterValues>>;
  /** Called for each member as it is done, in any order. */
  onMember?: ((member: Member) => void) | undefined;
}

/** A grid or an accuracy, as of `integrate`. */
export type IntegrateFamily = (options: FamilyOptions) => Promise<FamilyResult>;

/** The defaults of a session's integrals. */
export type SessionOptions = Pick<Options, "backend" | "precision" | "threads" | "workerUrl">;

/** Keeps device, compiled shaders and workers from one integral to the next. */
export interface IntegrationSession {
  /** The package's `integrate`, also for several at a time; its options override the session's. */
  readonly integrate: Integrate;
  readonly integrateFamily: IntegrateFamily;
  /** Frees everything once the integrals in progress are done; later calls reject. */
  close(): Promise<void>;
}

export type OpenSession = (options?: SessionOptions) => IntegrationSession;
