import { around, aroundFunction, F32_MAX, F32_MIN_NORMAL, type Interval } from "./interval.ts";

export type Text = (...args: string[]) => string;

/** What an operator or a function of the language means. */
export interface Operation {
  /** Arguments: least and most. */
  readonly arity: readonly [number, number];
  /** The meaning, in f64. */
  readonly value: (...args: number[]) => number;
  /** JavaScript text, where it is not a call of `value`. */
  readonly js?: Text;
  /** WGSL text that holds for any f32, infinities and NaN included. */
  readonly wgsl: Text;
  /** Cheaper WGSL text for arguments and a value that have ranges, where `inside` holds, too. */
  readonly plain?: Text;
  readonly inside?: (...args: Interval[]) => boolean;
  /** The value's range; null where it may be infinite or NaN. */
  readonly range: (...args: Interval[]) => Interval | null;
  /** The value's range where an argument has none. */
  readonly always?: Interval;
  /** Finite arguments may have a value beyond f32. */
  readonly overflows?: true;
  /** Arguments that are not zero may have a value that f32 flushes to zero. */
  readonly underflows?: true;
  /** The arguments at whose zeros it is infinite or jumps, so that the zero's sign and origin matter. */
  readonly poles?: readonly number[];
  /** kept: f(0) = 0 and f(-0) = -0. guarded: only `wgsl`, not `plain`, has the sign of zeros right. */
  readonly zeros?: "kept" | "guarded";
  /** Where the value jumps or kinks: at a zero of its argument (of two: their difference), or at every step of it. */
  readonly breaks?: "jump" | "kink" | "cut";
  /** WGSL for "outside its domain", where `range` is that of its values inside; `epsilon` is the precision's rounding. */
  readonly domain?: (a: string, b: string, epsilon: string) => string;
  /** What it costs to compile, in sines; default 1/16, as an addition. */
  readonly cost?: number;
  /** The same in df64, still in sines of f32; default 5 times the cost. */
  readonly doubleCost?: number;
  /** It has no spelling: the compiler puts it in. */
  readonly hidden?: true;
}

/** + - * or /. Guarded, since compilers take 0 * v, v - v and the like for 0, even where v is infinite or NaN. */
export function arithmetic(
  sign: string,
  value: (a: number, b: number) => number,
  range: (a: Interval, b: Interval) => Interval | null,
): Operation {
  const text: Text = (a, b) => `(${a} ${sign} ${b})`;
  return {
    arity: [2, 2],
    value: value as Operation["value"],
    js: text,
    wgsl: (a, b) => text(a as string, `opaque(${b})`),
    plain: text,
    range: range as Operation["range"],
    overflows: true,
    zeros: "guarded",
  };
}

/** A function in WGSL's total_ and plain_ form, by default a monotone one without poles. */
export function unary(
  value: (a: number) => number,
  name: string,
  range: (a: Interval) => Interval | null = ([a, b]) => aroundFunction(value(a), value(b)),
): Operation {
  return {
    arity: [1, 1],
    value: value as Operation["value"],
    wgsl: call(`total_${name}`),
    plain: call(`plain_${name}`),
    range: range as Operation["range"],
    cost: 1,
  };
}

/** The range of a monotone function with this domain. */
export const between = (least: number, most: number, value: (a: number) => number) => {
  return ([a, b]: Interval) => (a >= least && b <= most ? aroundFunction(value(a), value(b)) : null);
};
export const logarithm = (value: (a: number) => number, name: string) =>
  ({ ...unary(value, name, between(F32_MIN_NORMAL, F32_MAX, value)), poles: [0], doubleCost: 15 }) as const;

/** Steps, signs and the like: monotone, exact, and in WGSL the same for all arguments. */
export function step(value: (a: number) => number, text: string): Operation {
  const range = ([a, b]: Interval) => around(value(a), value(b));
  return {
    arity: [1, 1],
    value: value as Operation["value"],
    wgsl: call(text),
    range: range as Operation["range"],
  };
}

/** A function of two or more, in WGSL a chain of calls of two. */
export function folded(
  value: (...args: number[]) => number,
  name: string,
  range: Operation["range"],
): Operation {
  return { arity: [2, 100], value, wgsl: chain(`total_${name}`), range, zeros: "guarded" };
}

/** 1 or 0; `ifNaN` where an argument is NaN. */
export function comparison(sign: string, holds: (a: number, b: number) => boolean, ifNaN = "0.0"): Operation {
  const same = sign === "==" || sign === "!=" ? `${sign}=` : sign;
  const plain: Text = (a, b) => `select(0.0, 1.0, ${a} ${sign} ${b})`;
  return {
    arity: [2, 2],
    value: (a, b) => Number(holds(a as number, b as number)),
    js: (a, b) => `(${a} ${same} ${b} ? 1 : 0)`,
    wgsl: (a, b) => `unless_nan(${plain(a as string, b as string)}, ${a}, ${b}, ${ifNaN})`,
    plain,
    breaks: "jump",
    ...truth,
  };
}

/** && or ||. In WGSL & or |: both sides are known, and a branch costs SwiftShader's compiler minutes. */
export function logical(sign: "&&" | "||", holds: (a: boolean, b: boolean) => boolean): Operation {
  const both = sign[0];
  return {
    arity: [2, 2],
    value: (a, b) => Number(holds(a !== 0, b !== 0)),
    js: (a, b) => `(${a} !== 0 ${sign} ${b} !== 0 ? 1 : 0)`,
    wgsl: (a, b) => `select(0.0, 1.0, is_true(${a}) ${both} is_true(${b}))`,
    plain: (a, b) => `select(0.0, 1.0, (${a} != 0.0) ${both} (${b} != 0.0))`,
    ...truth,
  };
}

const ZERO_OR_ONE: Interval = [0, 1];
export const truth = { range: () => ZERO_OR_ONE, always: ZERO_OR_ONE };

export function call(name: string): Text {
  return (...args) => `${name}(${args.join(", ")})`;
}

export function chain(name: string): Text {
  return (...args) => args.reduce((a, b) => `${name}(${a}, ${b})`);
}
