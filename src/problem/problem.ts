import { UsageError } from "../errors.ts";
import type { Domain } from "./domain.ts";
import type { Members, ParameterValues } from "./family.ts";
import { checkSides, type RuleName, sidesOf } from "./grid.ts";
import { parsed } from "./parsed.ts";
import { type Limits, type Variable, variablesOf } from "./variables.ts";

/**
 * An integral and how it is computed: plain data, which may come from argv, a form, a message or another process.
 * Checked once, by `prepare`, and trusted afterwards.
 */
export interface ProblemOf<Method> {
  /** The integrand as text. */
  readonly f: string;
  /** By name, so that the order in which they are given does not matter. */
  readonly variables: readonly Variable[];
  /** The values of a family's parameters. */
  readonly parameters: Readonly<Record<string, ParameterValues>>;
  readonly method: Method;
}

/** An integral over a grid. */
export type Problem = ProblemOf<Grid>;

/** Cells of equal size along the axis of each variable. */
export interface Grid {
  readonly kind: "grid";
  readonly rule: RuleName;
  /** Cells along each axis. */
  readonly n: readonly number[];
}

/** An accuracy, from which the nodes follow. */
export interface Accuracy {
  readonly kind: "accuracy";
  /** The error that is wanted, as a part of the integral, and in itself: it is enough to meet one of them. */
  readonly relative: number;
  readonly absolute: number;
  /** Values of f after which to give up. */
  readonly maxEvaluations: number;
  /** What it is to be computed by; absent where that is chosen as it goes on. */
  readonly rule?: "regions" | "lattice";
}

/**
 * A problem with its texts parsed, once per process, and its variables changed so that all limits are finite constants.
 * The integrand of a family depends on its parameters.
 */
export interface PreparedOf<Method> extends Domain {
  readonly problem: ProblemOf<Method>;
  readonly members: Members;
}
export type Prepared = PreparedOf<Grid>;
/** The same for an integral to an accuracy. */
export type PreparedAccuracy = PreparedOf<Accuracy>;

/** Arithmetic in which f is evaluated: `fast`, `f32` and `df64` on the GPU, `f64` on the CPU. */
export const PRECISIONS = ["fast", "f32", "df64", "f64"] as const;
export type Precision = (typeof PRECISIONS)[number];
export type GpuPrecision = Exclude<Precision, "f64">;

export interface ProblemOptions {
  /** Default: `sin(x+y)`. */
  f?: string;
  /**
   * Limits by the variables' names. Default, where no variable has any: x and y from 0 to pi. Two numbers or expressions
   * each, also in other variables, or infinite: `[0, "inf"]`, `"-sqrt(1-x^2),sqrt(1-x^2)"`.
   */
  variables?: Readonly<Record<string, Limits>>;
  /** Of a family: the values of parameters that f or limits use. */
  parameters?: Readonly<Record<string, ParameterValues>> | undefined;
  /** Limits of x, y and z; short for `variables: { x, y, z }`. */
  x?: Limits;
  y?: Limits;
  z?: Limits;
  /** Cells along each side. Default 10,000; 1,000 in three variables. */
  n?: number;
  /** Cells along x, y and z, or else along the first, the second and the third variable; each overrides `n`. */
  nx?: number;
  ny?: number;
  nz?: number;
  /** Default `midpoint`. */
  rule?: RuleName;
}

export const LESSON = "sin(x+y)";

/** Checks and parses; the defaults are the lesson's problem. Throws `usage`. */
export function prepare(options: ProblemOptions = {}): Prepared {
  const { f = LESSON, rule = "midpoint" } = options;
  if (typeof f !== "string") throw new UsageError("f", f, "must be an expression, as a string");
  const variables = variablesOf(options);
  const n = sidesOf(
    options,
    variables.map(({ name }) => name),
  );
  return prepareProblem({
    f,
    variables,
    parameters: parametersOf(options),
    method: { kind: "grid", rule, n },
  });
}

/** The same for a problem that has its defaults: of a message or a document. */
export function prepareProblem(problem: Problem): Prepared {
  const prepared = { problem, ...parsed(problem, false) };
  const names = problem.variables.map(({ name }) => name);
  checkSides(problem.method, names, prepared, prepared.members.count);
  return prepared;
}

/** Where the parameters' values come from, as plain data. Throws `usage`. */
export function parametersOf({
  parameters = {},
}: Pick<ProblemOptions, "parameters">): ProblemOf<unknown>["parameters"] {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    throw new UsageError("parameters", parameters, "must be values by name, as in { a: [1, 2, 3] }");
  const plain = (values: ParameterValues) =>
    typeof values === "object" && values !== null ? Array.from(values) : values;
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, plain(values)]));
}

/** The problem alone. */
export function makeProblem(options: ProblemOptions = {}): Problem {
  return prepare(options).problem;
}

/** The same integral on another grid. */
export function onGrid(prepared: Prepared, n: readonly number[], rule?: RuleName): Prepared {
  const { problem } = prepared;
  const method = { ...problem.method, n, ...(rule && { rule }) };
  return { ...prepared, problem: { ...problem, method } };
}

/** Whether options are the lesson's integral: its f, and no limits. */
export function isLesson({ f = LESSON, variables = {}, x, y, z }: Omit<ProblemOptions, "rule">): boolean {
  const limits = [...Object.values(variables), x, y, z].some((one) => one !== undefined);
  return typeof f === "string" && f.replace(/\s/g, "") === LESSON && !limits;
}

/** The exact integral if it is the lesson's, on any grid; null otherwise. */
export function knownValue({
  problem,
  box,
  mapped,
}: Pick<Prepared | PreparedAccuracy, "problem" | "box" | "mapped">): number | null {
  const names = problem.variables.map(({ name }) => name).join();
  const square = !mapped && box.every(([a, b]) => a === 0 && b === Math.PI);
  return problem.f.replace(/\s/g, "") === LESSON && names === "x,y" && square ? 0 : null;
}
