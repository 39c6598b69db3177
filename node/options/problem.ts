import { escaped, printable, UsageError } from "../../src/errors.ts";
import { splitAtCommas } from "../../src/integrand/integrand.ts";
import { SyntaxProblem } from "../../src/integrand/parse.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import { MAX_SIDE, type RuleName } from "../../src/problem/grid.ts";
import {
  isLesson,
  type Prepared,
  type PreparedAccuracy,
  type ProblemOptions,
  prepare,
} from "../../src/problem/problem.ts";
import { wholeIn } from "./arguments.ts";
import type { Arguments } from "./parse.ts";
import { ACCURACY_ONLY, GRID_ONLY } from "./table.ts";

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
    const advice = `give a side for every variable (${names.join(", ")}), or -n for the others`;
    throw new UsageError(...some, advice);
  }
  return prepared;
}

/** Whether a command line asks for a grid. Throws `usage` where it asks for a grid and an accuracy. */
export function asksForGrid(args: Arguments): boolean {
  const fast = args.text("precision") === "fast";
  const accuracy = args.given.find((name) => ACCURACY_ONLY.includes(name));
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
  const accuracy = {
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

/** What `prepared` makes of the integrand and the limits; its errors name the options as they were typed. */
function preparedAs<T>(args: Arguments, prepared: (options: ProblemOptions) => T): T {
  const f = oneLine(args.text("integrand"));
  const typed = limitsIn(args);
  const variables = Object.fromEntries([...typed].map(([name, { limits }]) => [name, limits]));
  try {
    return prepared({ ...(f !== undefined && { f }), variables });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const typedError = asTyped(error, typed);
    if (f !== undefined || typedError.argument !== "f") throw typedError;
    throw new UsageError(
      "integrand",
      undefined,
      "give one; the default, sin(x+y), needs limits of x and of y",
    );
  }
}

/** A variable's limits on the command line. */
interface Typed {
  readonly option: "x" | "y" | "z" | "variable";
  /** The option's value. */
  readonly text: string;
  /** Its end after the name and the sign, if it has these. */
  readonly limits: string;
}

/** By name. Throws `usage` for a variable that is given twice. */
function limitsIn(args: Arguments): Map<string, Typed> {
  const found = new Map<string, Typed>();
  for (const option of ["x", "y", "z"] as const) {
    const text = oneLine(args.text(option));
    if (text !== undefined) found.set(option, { option, text, limits: text });
  }
  for (const raw of args.texts("variable")) {
    const text = oneLine(raw) as string;
    const [, before, limits] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    if (before === undefined || limits === undefined) {
      throw new UsageError("variable", text, "a name and limits are wanted, as in t=0,1");
    }
    const name = before.trim();
    if (name === "") throw new UsageError("variable", text, "the name is missing, as in t=0,1");
    const twice = found.get(name);
    if (twice) {
      const other = `-${twice.option === "variable" ? "v" : twice.option} ${printable(twice.text)}`;
      const advice = `${escaped(name)} already has limits, by ${other}; give them once`;
      throw new UsageError("variable", text, advice);
    }
    found.set(name, { option: "variable", text, limits });
  }
  for (const { option, text, limits } of found.values()) {
    const both = splitAtCommas(limits);
    if (both.length !== 2 || both.some((limit) => limit.trim() === ""))
      throw new UsageError(option, text, "takes two limits, as in 0,1");
  }
  return found;
}

/** An error on a variable in terms of the option that has it. */
function asTyped(error: UsageError, typed: ReadonlyMap<string, Typed>): UsageError {
  const { argument, value, advice } = error;
  if (argument === "variables") return new UsageError("variable", value, advice);
  const own = typed.get(argument);
  if (!own) return error;
  const { option, text, limits } = own;
  const [from, to] = splitAtCommas(limits) as [string, string];
  const [first, second] = [from.trim(), to.trim()];
  // A variable may have the name of an argument, such as n.
  if (![undefined, limits, first, second, `${first},${second}`].includes(value as string)) return error;
  if (!(error instanceof SyntaxProblem)) return new UsageError(option, text, advice);
  const before = value === first ? 0 : from.length + 1;
  const start = text.length - limits.length + before;
  const blanks = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  return new SyntaxProblem(option, text, start + blanks + error.position, advice);
}

/** Line breaks are spaces in the language, and would tear messages apart. */
function oneLine(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, " ").trim();
}
