import { HIDDEN } from "./hidden-operations.ts";
import {
  around,
  aroundFunction,
  eachEnd,
  F32_MAX,
  F32_MIN_NORMAL,
  hull,
  type Interval,
  magnitude,
  negative,
  product,
  quotient,
  sum,
} from "./interval.ts";
import {
  arithmetic,
  between,
  call,
  chain,
  comparison,
  folded,
  logarithm,
  logical,
  type Operation,
  step,
  truth,
  unary,
} from "./operation.ts";

/** Sines are taken of arguments up to here; beyond, f32 has no digit of them left. */
const REDUCIBLE = 1e7;
const wave = ([a, b]: Interval) => (Math.max(-a, b) < REDUCIBLE ? aroundFunction(-1, 1) : null);

const raised: Operation = {
  arity: [2, 2],
  value: Math.pow,
  wgsl: call("total_pow"),
  range: () => null,
  overflows: true,
  underflows: true,
  poles: [0],
  cost: 4,
};

/**
 * The language, one entry an operator or a function. Its functions in WGSL are in shaders/total.wgsl, those
 * that each precision has its own of in shaders/fast.wgsl and shaders/f32.
 */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["+", arithmetic("+", (a, b) => a + b, sum)],
  [
    "-",
    arithmetic(
      "-",
      (a, b) => a - b,
      (a, b) => sum(a, negative(b)),
    ),
  ],
  ["*", { ...arithmetic("*", (a, b) => a * b, product), underflows: true, doubleCost: 2 }],
  [
    "/",
    {
      ...arithmetic("/", (a, b) => a / b, quotient),
      wgsl: call("total_quotient"),
      // WGSL leaves division by more undefined.
      inside: (_, b) => magnitude(b as Interval)[1] < 2 ** 126,
      underflows: true,
      poles: [1],
      cost: 0.5,
    },
  ],
  [
    "neg",
    { ...step((a) => -a, "-"), js: (a) => `(-${a})`, range: negative as Operation["range"], hidden: true },
  ],
  ["<", comparison("<", (a, b) => a < b)],
  ["<=", comparison("<=", (a, b) => a <= b)],
  [">", comparison(">", (a, b) => a > b)],
  [">=", comparison(">=", (a, b) => a >= b)],
  ["==", comparison("==", (a, b) => a === b)],
  ["!=", comparison("!=", (a, b) => a !== b, "1.0")],
  ["&&", logical("&&", (a, b) => a && b)],
  ["||", logical("||", (a, b) => a || b)],
  [
    "!",
    {
      arity: [1, 1],
      value: (a) => Number(a === 0),
      js: (a) => `(${a} === 0 ? 1 : 0)`,
      wgsl: (a) => `select(1.0, 0.0, is_true(${a}))`,
      ...truth,
    },
  ],
  [
    "?:",
    {
      arity: [3, 3],
      value: (c, a, b) => (c !== 0 ? a : b) as number,
      js: (c, a, b) => `(${c} !== 0 ? ${a} : ${b})`,
      wgsl: (c, a, b) => `select(${b}, ${a}, is_true(${c}))`,
      plain: (c, a, b) => `select(${b}, ${a}, ${c} != 0.0)`,
      range: (_, a, b) => hull(a as Interval, b as Interval),
    },
  ],
  ["sin", { ...unary(Math.sin, "sin", wave), zeros: "kept" }],
  ["cos", unary(Math.cos, "cos", wave)],
  ["tan", { ...unary(Math.tan, "tan", between(-1.57, 1.57, Math.tan)), zeros: "kept", doubleCost: 15 }],
  ["asin", { ...unary(Math.asin, "asin", between(-1, 1, Math.asin)), zeros: "kept", doubleCost: 30 }],
  ["acos", { ...unary(Math.acos, "acos", between(-1, 1, Math.acos)), doubleCost: 30 }],
  ["atan", { ...unary(Math.atan, "atan"), zeros: "kept", doubleCost: 30 }],
  [
    "atan2",
    {
      arity: [2, 2],
      value: Math.atan2,
      wgsl: call("total_atan2"),
      plain: call("plain_atan2"),
      range: () => aroundFunction(-Math.PI, Math.PI),
      poles: [0, 1],
      breaks: "cut",
      cost: 2,
      doubleCost: 30,
    },
  ],
  ["sinh", { ...unary(Math.sinh, "sinh"), overflows: true, zeros: "kept", cost: 2, doubleCost: 20 }],
  [
    "cosh",
    {
      ...unary(Math.cosh, "cosh", (a) => aroundFunction(...magnitude(a).map(Math.cosh))),
      overflows: true,
      cost: 2,
      doubleCost: 20,
    },
  ],
  ["tanh", { ...unary(Math.tanh, "tanh"), zeros: "kept", cost: 2, doubleCost: 30 }],
  [
    "exp",
    {
      ...unary(Math.exp, "exp"),
      inside: (a) => (a as Interval)[0] > -87.3,
      doubleCost: 7,
      overflows: true,
      underflows: true,
    },
  ],
  ["log", logarithm(Math.log, "log")],
  ["ln", logarithm(Math.log, "log")],
  ["log2", logarithm(Math.log2, "log2")],
  ["log10", logarithm(Math.log10, "log10")],
  [
    "sqrt",
    {
      ...unary(Math.sqrt, "sqrt", between(0, F32_MAX, Math.sqrt)),
      inside: (a) => (a as Interval)[0] >= F32_MIN_NORMAL,
      zeros: "kept",
    },
  ],
  [
    "cbrt",
    {
      ...unary(Math.cbrt, "cbrt"),
      inside: ([a, b] = [0, 0]) => a >= F32_MIN_NORMAL || b <= -F32_MIN_NORMAL,
      zeros: "kept",
      breaks: "kink",
      cost: 2,
    },
  ],
  ["abs", { ...step(Math.abs, "abs"), range: magnitude as Operation["range"], breaks: "kink" }],
  ["sign", { ...step(Math.sign, "total_sign"), zeros: "kept", breaks: "jump" }],
  ["floor", { ...step(Math.floor, "floor"), zeros: "kept", breaks: "jump" }],
  ["ceil", { ...step(Math.ceil, "ceil"), zeros: "kept", breaks: "jump" }],
  // Halves go up, as JavaScript has it; WGSL's own rounds them to even.
  ["round", { ...step(Math.round, "round_up"), zeros: "kept", breaks: "jump", doubleCost: 5 }],
  ["min", { ...folded(Math.min, "min", eachEnd(Math.min)), plain: chain("min"), breaks: "kink" }],
  ["max", { ...folded(Math.max, "max", eachEnd(Math.max)), plain: chain("max"), breaks: "kink" }],
  [
    "hypot",
    {
      ...folded(Math.hypot, "hypot", (...args) =>
        around(0, Math.hypot(...args.map((arg) => magnitude(arg)[1]))),
      ),
      overflows: true,
      cost: 2,
    },
  ],
  ["pow", raised],
  ["^", raised],
  ...HIDDEN,
]);

export function operationOf(name: string): Operation {
  const operation = OPERATIONS.get(name);
  if (!operation) throw new Error(`${name} is not in the table of operations`);
  return operation;
}
