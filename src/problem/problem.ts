import { UsageError } from "../errors.ts";
import { integrandOf, limitsOf } from "../integrand/integrand.ts";
import type { Tree } from "../integrand/tree.ts";

/**
 * An integral and the grid to take it on: plain data that crosses argv, forms, postMessage and process borders.
 * Checked once, by `prepare`, and trusted afterwards.
 */
export interface Problem {
  /** The integrand f(x, y) as text. */
  readonly f: string;
  /** Limits of x, in the integrand's own unit; x[0] > x[1] flips the integral's sign. */
  readonly x: readonly [number, number];
  /** Limits of y. */
  readonly y: readonly [number, number];
  /** Cells along x. */
  readonly nx: number;
  /** Cells along y. */
  readonly ny: number;
  readonly rule: RuleName;
}

/** A problem and the tree of its f, which is parsed once: what all layers of a process work on. */
export interface Prepared {
  readonly problem: Problem;
  readonly f: Tree;
}

export type RuleName = "midpoint";

/** Cells along one side of a grid, at most. */
export const MAX_SIDE = 1_000_000;

/** Arithmetic of an evaluation: `fast`, `f32` and `df64` on the GPU, `f64` on the CPU. */
export const PRECISIONS = ["fast", "f32", "df64", "f64"] as const;
export type Precision = (typeof PRECISIONS)[number];
export type GpuPrecision = Exclude<Precision, "f64">;

/** The lesson's problem: sin(x+y) over [0, pi]^2, 10,000 cells a side. */
export const DEFAULTS = { f: "sin(x+y)", x: [0, Math.PI], y: [0, Math.PI], n: 10_000 } as const;

export interface ProblemOptions {
  f?: string;
  /** Two limits as numbers, or as one text of two constant expressions: `"0,pi"`. */
  x?: readonly [number, number] | string;
  y?: readonly [number, number] | string;
  /** Cells a side, for both sides. */
  n?: number;
  /** Cells along x and y; each goes before `n`. */
  nx?: number;
  ny?: number;
}

/** Checks and parses; whatever is not given is the lesson's. Throws `usage`. */
export function prepare(options: ProblemOptions = {}): Prepared {
  const { f = DEFAULTS.f, n = DEFAULTS.n } = options;
  if (typeof f !== "string") throw new UsageError("f", f, "give an expression in x and y, as a string");
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
    const least = side < 1 ? "at least one cell" : "a whole number of cells";
    throw new UsageError(name, side, `the grid needs ${least} a side (1 to 1,000,000)`);
  }
  return side;
}

function limits(name: string, given: readonly [number, number] | string): [number, number] {
  const both: readonly unknown[] =
    typeof given === "string" ? limitsOf(given, name) : Array.isArray(given) ? given : [];
  const [a, b] = both as [number, number];
  if (both.length !== 2 || !Number.isFinite(a) || !Number.isFinite(b)) {
    throw new UsageError(name, given, "limits are two finite numbers, as in 0,pi");
  }
  return [a, b];
}

/** The exact integral, where the problem is the lesson's own, on any grid; null elsewhere. */
export function knownValue(problem: Problem): number | null {
  const same = (a: readonly number[], b: readonly number[]) => a.every((v, k) => v === b[k]);
  const text = problem.f.replace(/\s/g, "");
  return text === DEFAULTS.f && same(problem.x, DEFAULTS.x) && same(problem.y, DEFAULTS.y) ? 0 : null;
}
