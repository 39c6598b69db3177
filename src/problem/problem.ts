import { UsageError } from "../errors.ts";
import { integrandOf, limitsOf } from "../integrand/integrand.ts";
import type { Tree } from "../integrand/tree.ts";

/**
 * An integral and its grid: plain data, which may come from argv, a form, a message or another process.
 * Checked once, by `prepare`, and trusted afterwards.
 */
export interface Problem {
  /** The integrand f(x, y) as text. */
  readonly f: string;
  /** Limits of x; x[0] > x[1] flips the integral's sign. */
  readonly x: readonly [number, number];
  /** Limits of y. */
  readonly y: readonly [number, number];
  /** Cells along x. */
  readonly nx: number;
  /** Cells along y. */
  readonly ny: number;
  readonly rule: RuleName;
}

/** A problem with its f parsed, once per process. */
export interface Prepared {
  readonly problem: Problem;
  readonly f: Tree;
}

export type RuleName = "midpoint";

/** Most cells along one side of a grid. */
export const MAX_SIDE = 1_000_000;

/** Arithmetic in which f is evaluated: `fast`, `f32` and `df64` on the GPU, `f64` on the CPU. */
export const PRECISIONS = ["fast", "f32", "df64", "f64"] as const;
export type Precision = (typeof PRECISIONS)[number];
export type GpuPrecision = Exclude<Precision, "f64">;

/** The lesson's problem: sin(x+y) over [0, pi]^2, 10,000 cells a side. */
export const DEFAULTS = { f: "sin(x+y)", x: [0, Math.PI], y: [0, Math.PI], n: 10_000 } as const;

export interface ProblemOptions {
  f?: string;
  /** Limits as two numbers, or as text with two constant expressions: `"0,pi"`. */
  x?: readonly [number, number] | string;
  y?: readonly [number, number] | string;
  /** Cells along each side. */
  n?: number;
  /** Cells along x and y; each overrides `n`. */
  nx?: number;
  ny?: number;
}

/** Checks and parses; the defaults are the lesson's problem. Throws `usage`. */
export function prepare(options: ProblemOptions = {}): Prepared {
  const { f = DEFAULTS.f, n = DEFAULTS.n } = options;
  if (typeof f !== "string") throw new UsageError("f", f, "must be an expression in x and y, as a string");
  const tree = integrandOf(f);
  const x = limits("x", options.x ?? DEFAULTS.x);
  const y = limits("y", options.y ?? DEFAULTS.y);
  const nx = checkSide(options.nx === undefined ? "n" : "nx", options.nx ?? n);
  const ny = checkSide(options.ny === undefined ? "n" : "ny", options.ny ?? n);
  return { problem: { f, x, y, nx, ny, rule: "midpoint" }, f: tree };
}

/** The problem alone. */
export function makeProblem(options: ProblemOptions = {}): Problem {
  return prepare(options).problem;
}

/** The same integral on another grid. */
export function onGrid({ problem, f }: Prepared, nx: number, ny: number): Prepared {
  return { problem: { ...problem, nx, ny }, f };
}

function checkSide(name: string, side: number): number {
  if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE) {
    throw new UsageError(name, side, "must be a whole number of cells from 1 to 1,000,000");
  }
  return side;
}

function limits(name: string, given: readonly [number, number] | string): [number, number] {
  const both: readonly unknown[] =
    typeof given === "string" ? limitsOf(given, name) : Array.isArray(given) ? given : [];
  const [a, b] = both as [number, number];
  if (both.length !== 2 || !Number.isFinite(a) || !Number.isFinite(b)) {
    throw new UsageError(name, given, "must be two finite numbers, as in 0,pi");
  }
  return [a, b];
}

/** The exact integral if it is the lesson's, on any grid; null otherwise. */
export function knownValue(problem: Problem): number | null {
  const same = (a: readonly number[], b: readonly number[]) => a.every((v, k) => v === b[k]);
  const text = problem.f.replace(/\s/g, "");
  return text === DEFAULTS.f && same(problem.x, DEFAULTS.x) && same(problem.y, DEFAULTS.y) ? 0 : null;
}
