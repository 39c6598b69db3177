import { run, type Step, tapeOf } from "../language/tape.ts";
import type { Tree } from "../language/tree.ts";

/** How much f changes, at most, when every intermediate value of its evaluation changes a little. */
export interface Sensitivity {
  /** By the same small part of itself: the sum of |v df/dv| over every subexpression v of f, f and its variables included. */
  readonly sum: number;
  /** The same where each changes by its own rounding, as a part of the unit roundoff: some values are exact. */
  readonly rounding: number;
  /** By the same small amount: the sum of |df/dv|. */
  readonly slopes: number;
}

/** The unit roundoff of f64. */
export const UNIT = 2 ** -53;

/** Operations that jump at places that are found by themselves. */
export const STEPWISE: ReadonlySet<string> = new Set([
  "floor",
  "ceil",
  "round",
  "sign",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
  "&&",
  "||",
  "!",
]);

/** At one point; the slopes of operations that are `flat` count as 0. Multiplied by the unit roundoff, `rounding` is what evaluating f in that arithmetic costs. */
export function sensitivity(
  tree: Tree,
  point: ArrayLike<number>,
  flat: ReadonlySet<string> = NONE,
): Sensitivity {
  const tape = tapeOf(tree);
  const values = run(tape, point);
  // df/dv of every step, from the last to the first (reverse accumulation).
  const slopes = new Float64Array(tape.length);
  slopes[tape.length - 1] = 1;
  const total = { sum: 0, rounding: 0, slopes: 0 };
  for (let k = tape.length - 1; k >= 0; k--) {
    const slope = slopes[k] as number;
    if (slope === 0 && k < tape.length - 1) continue;
    total.sum += Math.abs((values[k] as number) * slope);
    total.slopes += Math.abs(slope);
    const { tree: part, args, operate } = tape[k] as Step;
    const around = args.map((arg) => values[arg] as number);
    const own = uncertain(nameOf(part), values[k] as number, ...around);
    if (own !== 0) total.rounding += Math.abs(slope) * own;
    if (!operate || (part.kind === "call" && flat.has(part.name))) continue;
    const exact = part.kind === "call" ? SLOPES.get(part.name) : undefined;
    for (const [at, arg] of args.entries()) {
      const derivative = exact
        ? exact(around, values[k] as number, at)
        : differenceQuotient(operate, around, at);
      // At the edge of its domain a function has no difference quotient, and where f does not depend on a
      // subexpression, that one's own infinities do not count.
      if (derivative !== 0 && !Number.isNaN(derivative))
        slopes[arg] = (slopes[arg] as number) + slope * derivative;
    }
  }
  return total;
}

const NONE: ReadonlySet<string> = new Set();

/** What `uncertain` knows a part by. */
export const nameOf = (part: Tree) => (part.kind === "call" ? part.name : part.kind);

const LEAST_NORMAL = 2 ** -1022;

/** What rounding changes a part's own value by, at most, in unit roundoffs. `name`: of a call. */
export function uncertain(name: string, value: number, a = 0, b = a): number {
  // Below the least normal number digits are lost.
  const size = value === 0 ? 0 : Math.max(Math.abs(value), LEAST_NORMAL);
  // A sum is rounded by no more than either of its terms.
  if (name === "+" || name === "-") return Math.min(size, Math.abs(a) / UNIT, Math.abs(b) / UNIT);
  if (name === "tanh") return Math.min(size, (2 * Math.exp(-2 * Math.abs(a))) / UNIT);
  if (name === "number") return Math.fround(value) === value ? 0 : size;
  // As sqrt(1) and 1 * 1 are.
  return size === 1 && Math.abs(a) === 1 ? 0 : size;
}

/** Derivatives by the argument at a position, of arguments and the value. */
type Slope = (args: readonly number[], value: number, at: number) => number;

const ofPower: Slope = ([u, p], value, at) =>
  at ? value * Math.log(u as number) : ((p as number) * value) / (u as number);
const ofTangent: Slope = (_, value) => 1 + value * value;

/** Those that differences get wrong, next to poles and edges and for large arguments, and the simplest. */
const SLOPES: ReadonlyMap<string, Slope> = new Map<string, Slope>([
  ["+", () => 1],
  ["-", (_args, _value, at) => (at ? -1 : 1)],
  ["neg", () => -1],
  ["*", (args, _, at) => args[1 - at] as number],
  ["sin", ([u]) => Math.cos(u as number)],
  ["cos", ([u]) => -Math.sin(u as number)],
  ["tan", ofTangent],
  ["tangent", ofTangent],
  ["exp", (_, value) => value],
  ["^", ofPower],
  ["pow", ofPower],
  ["asin", ([u]) => ofArcSine(u as number)],
  ["acos", ([u]) => -ofArcSine(u as number)],
]);

/** At 1, where it is infinite, it is that of a chord as long as the unit roundoff. */
function ofArcSine(u: number): number {
  return 1 / Math.sqrt(Math.max(1 - u * u, UNIT / 2));
}

function differenceQuotient(operate: (...args: number[]) => number, args: number[], at: number): number {
  const here = args[at] as number;
  const step = STEP * (Math.abs(here) || 1);
  const shifted = (shift: number) => {
    args[at] = here + shift;
    return operate(...args);
  };
  const quotient = (shifted(step) - shifted(-step)) / (2 * step);
  args[at] = here;
  return quotient;
}

/** Of a central difference in f64, where its two errors are about equal. */
const STEP = 2 ** -17;
