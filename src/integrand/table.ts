import { UsageError } from "../errors.ts";
import { DEFAULTS, type GpuPrecision, type Problem } from "../problem.ts";

/** One integrand in the two languages it is evaluated in. */
export interface Integrand {
  /** f in f64. */
  readonly js: (x: number, y: number) => number;
  /** f as a WGSL expression in x and y. */
  readonly wgsl: Readonly<Record<GpuPrecision, string>>;
}

/** The integrand of this text. Throws `usage` for a text that is not known. */
export function findIntegrand(text: string): Integrand {
  const found = INTEGRANDS.get(text);
  if (!found) {
    throw new UsageError("f", text, `known integrands are ${[...INTEGRANDS.keys()].join(", ")}`);
  }
  return found;
}

/** The exact integral where the problem is the lesson's own, on any grid; null elsewhere. */
export function knownValue(problem: Problem): number | null {
  const same = (a: readonly number[], b: readonly number[]) => a.every((v, k) => v === b[k]);
  return problem.f === DEFAULTS.f && same(problem.x, DEFAULTS.x) && same(problem.y, DEFAULTS.y) ? 0 : null;
}

// sin(x+y) is the lesson's, and zero is its integral: what a broken kernel returns. The others, whose
// integrals are not zero, are there to test with.
const INTEGRANDS: ReadonlyMap<string, Integrand> = new Map([
  ["sin(x+y)", { js: (x, y) => Math.sin(x + y), wgsl: { fast: "sin(x + y)", f32: "f32_sin(x + y)" } }],
  ["cos(x+y)", { js: (x, y) => Math.cos(x + y), wgsl: { fast: "cos(x + y)", f32: "f32_cos(x + y)" } }],
  ["0.1", constant(0.1)],
  ["1/3", constant(1 / 3)],
]);

function constant(value: number): Integrand {
  return { js: () => value, wgsl: { fast: `f32(${value})`, f32: `f32(${value})` } };
}
