/** What an operator or a function of the language means. */
export interface Operation {
  /** Arguments: least and most. */
  readonly arity: readonly [number, number];
  /** The meaning, in f64. */
  readonly value: (...args: number[]) => number;
  /** JavaScript text, where it is not a call of `value`. */
  readonly js?: (...args: string[]) => string;
  /** WGSL text in `fast` and in `f32`. */
  readonly fast: (...args: string[]) => string;
  readonly f32: (...args: string[]) => string;
  /** What it costs to compile, in sines; default 1/16, as an addition. */
  readonly cost?: number;
  /** Its value may be infinite or undefined for finite arguments. */
  readonly partial?: true;
  /** WGSL text around the operation's own, where an argument may be infinite or undefined. */
  readonly atSpecial?: (text: string, ...args: string[]) => string;
}

/**
 * The language, one entry an operator or a function; `pow2` and its like have no spelling: the compiler
 * puts them in. What WGSL has not by itself is in shaders/functions.wgsl and shaders/f32.wgsl.
 */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["+", infix("+", (a, b) => a + b)],
  ["-", infix("-", (a, b) => a - b)],
  ["*", infix("*", (a, b) => a * b)],
  [
    "/",
    { ...infix("/", (a, b) => a / b), ...wgsl((a, b) => `divide(${a}, ${b})`), partial: true, cost: 0.5 },
  ],
  ["neg", { arity: [1, 1], value: (a) => -a, js: (a) => `(-${a})`, ...wgsl((a) => `(-${a})`) }],
  ["<", comparison("<", (a, b) => a < b)],
  ["<=", comparison("<=", (a, b) => a <= b)],
  [">", comparison(">", (a, b) => a > b)],
  [">=", comparison(">=", (a, b) => a >= b)],
  ["==", comparison("==", (a, b) => a === b)],
  ["!=", comparison("!=", (a, b) => a !== b)],
  ["&&", logical("&&", (a, b) => a && b)],
  ["||", logical("||", (a, b) => a || b)],
  [
    "!",
    {
      arity: [1, 1],
      value: (a) => Number(a === 0),
      js: (a) => `(${a} === 0 ? 1 : 0)`,
      ...wgsl((a) => `select(0.0, 1.0, ${a} == 0.0)`),
      atSpecial: (_, a) => `select(1.0, 0.0, is_true(${a}))`,
    },
  ],
  [
    "?:",
    {
      arity: [3, 3],
      value: (c, a, b) => (c !== 0 ? a : b) as number,
      js: (c, a, b) => `(${c} !== 0 ? ${a} : ${b})`,
      ...wgsl((c, a, b) => `select(${b}, ${a}, ${c} != 0.0)`),
      atSpecial: (_, c, a, b) => `select(${b}, ${a}, is_true(${c}))`,
    },
  ],
  ["sin", periodic(Math.sin, "sin")],
  ["cos", periodic(Math.cos, "cos")],
  ["tan", { ...periodic(Math.tan, "tan"), partial: true }],
  ["asin", { ...unary(Math.asin, "total_asin"), partial: true }],
  ["acos", { ...unary(Math.acos, "total_acos"), partial: true }],
  ["atan", unary(Math.atan, "total_atan")],
  ["atan2", { arity: [2, 2], cost: 3, value: Math.atan2, ...wgsl((a, b) => `total_atan2(${a}, ${b})`) }],
  ["sinh", { ...unary(Math.sinh, "total_sinh"), partial: true }],
  ["cosh", { ...unary(Math.cosh, "total_cosh"), partial: true }],
  ["tanh", unary(Math.tanh, "total_tanh")],
  ["exp", { ...unary(Math.exp, "total_exp"), partial: true }],
  ["log", { ...unary(Math.log, "total_log"), partial: true }],
  ["ln", { ...unary(Math.log, "total_log"), partial: true }],
  ["log2", { ...unary(Math.log2, "total_log2"), partial: true }],
  ["log10", { ...unary(Math.log10, "total_log10"), partial: true }],
  ["sqrt", { ...unary(Math.sqrt, "total_sqrt"), partial: true }],
  ["cbrt", unary(Math.cbrt, "total_cbrt")],
  ["abs", unary(Math.abs, "abs")],
  ["sign", unary(Math.sign, "total_sign")],
  ["floor", unary(Math.floor, "floor")],
  ["ceil", unary(Math.ceil, "ceil")],
  // Halves go up, as JavaScript has it; WGSL's own rounds them to even.
  ["round", unary(Math.round, "round_up")],
  ["min", { ...folded(Math.min, "min"), ...chosen("min") }],
  ["max", { ...folded(Math.max, "max"), ...chosen("max") }],
  ["hypot", folded(Math.hypot, "total_hypot")],
  ["pow", power()],
  ["^", power()],
  ["pow2", unary((a) => a * a, "pow2")],
  ["pow3", unary((a) => a * a * a, "pow3")],
  ["pow4", unary((a) => a * a * (a * a), "pow4")],
]);

type Text = (...args: string[]) => string;

/** The same WGSL in every precision. */
function wgsl(text: Text): { fast: Text; f32: Text } {
  return { fast: text, f32: text };
}

function infix(sign: string, value: (a: number, b: number) => number): Operation {
  const text: Text = (a, b) => `(${a} ${sign} ${b})`;
  return { arity: [2, 2], value: value as Operation["value"], js: text, ...wgsl(text) };
}

function comparison(sign: string, holds: (a: number, b: number) => boolean): Operation {
  const same = sign === "==" || sign === "!=" ? `${sign}=` : sign;
  return {
    arity: [2, 2],
    value: (a, b) => Number(holds(a as number, b as number)),
    js: (a, b) => `(${a} ${same} ${b} ? 1 : 0)`,
    ...wgsl((a, b) => `select(0.0, 1.0, ${a} ${sign} ${b})`),
    atSpecial: (text, a, b) => `where_defined(${text}, ${a}, ${b}, ${sign === "!=" ? "1.0" : "0.0"})`,
  };
}

/** WGSL's min and max may return the other argument where one is undefined. */
function chosen(name: string): Pick<Operation, "atSpecial"> {
  return { atSpecial: (_, ...args) => args.reduce((a, b) => `total_${name}(${a}, ${b})`) };
}

function periodic(value: (a: number) => number, name: string): Operation {
  return {
    ...unary(value),
    fast: (a) => `${name}(${a})`,
    f32: (a) => `f32_${name}(${a})`,
    atSpecial: (text, a) => `where_finite(${text}, ${a})`,
  };
}

function logical(sign: string, holds: (a: boolean, b: boolean) => boolean): Operation {
  // In WGSL one & or |: both sides are known, and && is a branch, which costs SwiftShader's compiler minutes.
  const both = sign.slice(1);
  return {
    arity: [2, 2],
    value: (a, b) => Number(holds(a !== 0, b !== 0)),
    js: (a, b) => `(${a} !== 0 ${sign} ${b} !== 0 ? 1 : 0)`,
    ...wgsl((a, b) => `select(0.0, 1.0, (${a} != 0.0) ${both} (${b} != 0.0))`),
    atSpecial: (_, a, b) => `select(0.0, 1.0, is_true(${a}) ${both} is_true(${b}))`,
  };
}

function unary(value: (a: number) => number, name = ""): Operation {
  const cost = /^(total_(sinh|cosh|tanh|cbrt))$/.test(name)
    ? 3
    : /^(abs|floor|ceil)$|^pow/.test(name)
      ? 1 / 16
      : 1;
  return { arity: [1, 1], cost, value: value as Operation["value"], ...wgsl((a) => `${name}(${a})`) };
}

/** A function of two or more, in WGSL a chain of calls of two. */
function folded(value: (...args: number[]) => number, name: string): Operation {
  return { arity: [2, 100], value, ...wgsl((...args) => args.reduce((a, b) => `${name}(${a}, ${b})`)) };
}

function power(): Operation {
  return {
    arity: [2, 2],
    value: Math.pow,
    ...wgsl((a, b) => `total_pow(${a}, ${b})`),
    partial: true,
    cost: 4,
  };
}
