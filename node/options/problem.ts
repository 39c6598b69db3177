import { UsageError } from "../../src/errors.ts";
import { SyntaxProblem } from "../../src/integrand/language/parse.ts";
import { type AccuracyRule, isAccuracyRule, prepareAccuracy } from "../../src/problem/accuracy.ts";
import { MAX_SIDE, type RuleName } from "../../src/problem/grid.ts";
import {
  isLesson,
  type Prepared,
  type PreparedAccuracy,
  type ProblemOptions,
  prepare,
} from "../../src/problem/problem.ts";
import { wholeIn } from "./arguments.ts";
import { spelled } from "./help.ts";
import type { Arguments } from "./parse.ts";
import { ACCURACY_ONLY, GRID_ONLY, OPTIONS } from "./table.ts";
import { asTyped, limitsIn, oneLine, parametersIn } from "./typed.ts";

/** The problem on a command line; the defaults are the lesson's. Throws `usage`. */
export function problemIn(args: Arguments): Prepared {
  const sides: ProblemOptions = {};
  for (const name of ["n", "nx", "ny", "nz"] as const) {
    const side = wholeIn(args, name, 1, MAX_SIDE);
    if (side !== undefined) sides[name] = side;
  }
  const prepared = problemWith(args, sides);
  const { n, ...own } = sides;
  const [some] = Object.entries(own);
  const names = prepared.problem.variables.map(({ name }) => name);
  if (some && n === undefined && Object.keys(own).length < names.length) {
    const advice = `give the cells along every variable (${names.join(", ")}), or -n for the others`;
    throw new UsageError(...some, advice);
  }
  return prepared;
}

/** Whether a command line has an option that only accuracies have. */
export function asksForAccuracy(args: Arguments): boolean {
  return args.given.some((name) => isOfAccuracy(args, name));
}

/** `--rule` is one of both. */
const isOfAccuracy = (args: Arguments, name: string) =>
  name === "rule" ? isAccuracyRule(args.text("rule")) : ACCURACY_ONLY.includes(name);

/** Whether a command line asks for a grid. Throws `usage` where it asks for a grid and an accuracy. */
export function asksForGrid(args: Arguments): boolean {
  const fast = args.text("precision") === "fast";
  const accuracy = args.given.find((name) => isOfAccuracy(args, name));
  const grid = args.given.find((name) => GRID_ONLY.includes(name) && name !== "rule");
  if (accuracy === "rule" && grid && !args.given.includes("param"))
    throw new UsageError("rule", args.text("rule"), `is for an accuracy, and ${spelled(grid)} is for a grid`);
  if (accuracy && fast) {
    throw new UsageError(
      "precision",
      "fast",
      `promises no accuracy; with --${accuracy}, choose f32, df64 or f64`,
    );
  }
  if (accuracy) return false;
  if (fast || args.given.some((name) => GRID_ONLY.includes(name))) return true;
  const f = oneLine(args.text("integrand"));
  return isLesson({ ...(f !== undefined && { f }), variables: Object.fromEntries(limitsIn(args)) as never });
}

/** The problem on a command line, to an accuracy. Throws `usage`. */
export function accuracyIn(args: Arguments): PreparedAccuracy {
  const [tolerance, absoluteTolerance] = [numberIn(args, "tol"), numberIn(args, "abs-tol")];
  const maxEvaluations = wholeIn(args, "max-evaluations", 1, 1e12);
  const precision = args.text("precision");
  const rule = args.text("rule") as AccuracyRule | undefined;
  const accuracy = {
    ...(rule !== undefined && { rule }),
    ...(precision !== undefined && { precision }),
    ...(tolerance !== undefined && { tolerance }),
    ...(absoluteTolerance !== undefined && { absoluteTolerance }),
    ...(maxEvaluations !== undefined && { maxEvaluations }),
  };
  try {
    return preparedAs(args, (options) => prepareAccuracy({ ...options, ...accuracy }));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const option = { tolerance: "tol", absoluteTolerance: "abs-tol" }[error.argument];
    throw option ? new UsageError(option, error.value, error.advice) : error;
  }
}

function numberIn(args: Arguments, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return value;
  throw new UsageError(name, text, "must be a number, as in 1e-8");
}

/** The same on a grid of these sides, and by default with the rule on the command line. Throws `usage`. */
export function problemWith(
  args: Arguments,
  sides: ProblemOptions,
  rule = args.text("rule") as RuleName | undefined,
): Prepared {
  return preparedAs(args, (options) =>
    prepare({ ...options, ...(rule !== undefined && { rule }), ...sides }),
  );
}

/** What `prepared` makes of the integrand, the limits and the parameters; its errors name the options as they were typed. */
function preparedAs<T>(args: Arguments, prepared: (options: ProblemOptions) => T): T {
  const f = oneLine(args.text("integrand"));
  const limits = limitsIn(args);
  const parameters = parametersIn(args, limits);
  const valuesOf = (typed: typeof limits) =>
    Object.fromEntries([...typed].map(([name, { value }]) => [name, value]));
  try {
    return prepared({
      ...(f !== undefined && { f }),
      variables: valuesOf(limits),
      parameters: valuesOf(parameters),
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const typedError = asTyped(withOptions(error, args), limits, parameters);
    if (f !== undefined || typedError.argument !== "f") throw typedError;
    throw new UsageError(
      "integrand",
      undefined,
      "missing; the default, sin(x+y), would need limits for x and y",
    );
  }
}

/** An error on an unknown name, in terms of the options that make it known. */
function withOptions(error: UsageError, { command }: Arguments): UsageError {
  const name = /^(\w+) needs limits/.exec(error.advice)?.[1];
  if (!name || !(error instanceof SyntaxProblem)) return error;
  const limits = /^[xyz]$/.test(name) ? `-${name} 0,1` : `-v ${name}=0,1`;
  const takesValues = OPTIONS.find((option) => option.name === "param")?.commands.includes(command);
  const values = takesValues ? `, or a value, as in --param ${name}=2` : "";
  const { argument, value, position } = error;
  return new SyntaxProblem(
    argument,
    String(value),
    position,
    `${name} needs limits, as in ${limits}${values}`,
  );
}
