import { UsageError } from "../errors.ts";
import type { RuleName } from "./grid.ts";
import { parsed } from "./parsed.ts";
import {
  type Accuracy,
  isLesson,
  LESSON,
  type PreparedAccuracy,
  type ProblemOf,
  type ProblemOptions,
  parametersOf,
} from "./problem.ts";
import { variablesOf } from "./variables.ts";

/** What an integral may be computed by; without one it is chosen as it goes on. */
export const ACCURACY_RULES: readonly AccuracyRule[] = ["regions", "lattice"];
export type AccuracyRule = NonNullable<Accuracy["rule"]>;

export const isAccuracyRule = (rule: unknown): rule is AccuracyRule =>
  (ACCURACY_RULES as readonly unknown[]).includes(rule);

export interface AccuracyOptions {
  /** The relative error that is wanted. Default 1e-8, in f32 1e-5. */
  tolerance?: number | undefined;
  /** The absolute error that is wanted; it is enough to meet one of them. Default 0. */
  absoluteTolerance?: number | undefined;
  /** Whether a product may be taken apart into integrals of fewer variables. Default true. */
  separation?: boolean | undefined;
  /** Values of f after which to give up. Default 1e8. */
  maxEvaluations?: number | undefined;
}

/** The least relative error that f64 can have, with room for a few roundings. */
const LEAST = 1e-16;

/** Of the default tolerance, which f32 reaches nearly always. */
const DEFAULT = 1e-8;
const DEFAULT_F32 = 1e-5;

interface Choice {
  readonly rule?: RuleName | AccuracyRule | undefined;
  readonly precision?: string | undefined;
  readonly estimate?: boolean | undefined;
}

/**
 * Whether options ask for a grid: by its sides or its rule, by `fast`, which promises no accuracy, or as the lesson's
 * problem does without a tolerance. Throws `usage` where they ask for both.
 */
export function wantsGrid(options: Omit<ProblemOptions, "rule"> & AccuracyOptions & Choice): boolean {
  const { n, nx, ny, nz, tolerance, absoluteTolerance, maxEvaluations, estimate } = options;
  const precision = options.precision === "fast" ? "fast" : undefined;
  const own = isAccuracyRule(options.rule) ? options.rule : undefined;
  const rule = own ? undefined : options.rule;
  const grid = Object.entries({ n, nx, ny, nz, rule, precision }).find(([, value]) => value !== undefined);
  const accuracy = [tolerance, absoluteTolerance, maxEvaluations, own].some((value) => value !== undefined);
  if (grid && accuracy) {
    throw new UsageError(
      grid[0],
      grid[1],
      precision
        ? "promises no accuracy; with a tolerance, choose f32, df64 or f64"
        : "is for grids, and a tolerance was given: an accuracy chooses its own nodes",
    );
  }
  if (grid !== undefined || (!accuracy && isLesson(options))) return true;
  if (estimate) {
    const advice = "is for a grid; give n, or leave it out, since an accuracy always has its error";
    throw new UsageError("estimate", estimate, advice);
  }
  return false;
}

/** Checks and parses. Throws `usage`. */
export function prepareAccuracy(
  options: Omit<ProblemOptions, "rule"> & AccuracyOptions & Pick<Choice, "precision" | "rule">,
): PreparedAccuracy {
  const { f = LESSON, tolerance, absoluteTolerance, maxEvaluations = 1e8 } = options;
  if (typeof f !== "string") throw new UsageError("f", f, "must be an expression, as a string");
  const usual = options.precision === "f32" ? DEFAULT_F32 : DEFAULT;
  const relative = tolerance ?? (absoluteTolerance === undefined ? usual : 0);
  for (const [name, given] of Object.entries({ tolerance, absoluteTolerance })) {
    if (given !== undefined && typeof given !== "number")
      throw new UsageError(name, given, "must be a number, as in 1e-8");
  }
  if (tolerance !== undefined && !(tolerance >= LEAST && tolerance < 1)) {
    const advice =
      tolerance > 0 && tolerance < 1 ? "f64 reaches 1e-16 at best" : "must be between 1e-16 and 1";
    throw new UsageError("tolerance", tolerance, advice);
  }
  const absolute = absoluteTolerance ?? 0;
  if (absoluteTolerance !== undefined && !(absolute > 0 && Number.isFinite(absolute))) {
    throw new UsageError("absoluteTolerance", absoluteTolerance, "must be a number above 0");
  }
  if (!(Number.isInteger(maxEvaluations) && maxEvaluations >= 1)) {
    throw new UsageError("maxEvaluations", maxEvaluations, "must be a whole number, at least 1");
  }
  const variables = variablesOf(options);
  const parameters = parametersOf(options);
  const { rule } = options;
  if (rule !== undefined && !isAccuracyRule(rule))
    throw new UsageError("rule", rule, "an accuracy takes regions or lattice; other rules are for a grid");
  return prepareAccuracyProblem({
    f,
    variables,
    parameters,
    method: { kind: "accuracy", relative, absolute, maxEvaluations, ...(rule !== undefined && { rule }) },
  });
}

/** The same for a problem that has its defaults. */
export function prepareAccuracyProblem(problem: ProblemOf<Accuracy>): PreparedAccuracy {
  return { problem, ...parsed(problem, true) };
}
