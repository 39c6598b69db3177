import { aroundFunction, F32_MAX, type Interval, negative, power, product, sum } from "./interval.ts";
import { arithmetic, call, logarithm, type Operation, unary } from "./operation.ts";

/** The range of y log2(a). */
const exponents = (y: Interval, log: Interval) => product(y, log) ?? [-F32_MAX, F32_MAX];

/** Operations without a spelling, which the compiler puts in. */
export const HIDDEN: readonly (readonly [string, Operation])[] = [
  // Of powers: small ones are multiplied out, and one of a positive base is taken
  // apart, since its logarithm may be the same for a whole row or column.
  ...[2, 3, 4, 5, 6].map((n) => [`pow${n}`, multipliedOut(n)] as const),
  [
    "log2_parts",
    {
      ...logarithm(Math.log2, ""),
      wgsl: call("log2_parts"),
      plain: call("log2_parts"),
      hidden: true,
    },
  ],
  [
    "exp2_product",
    {
      arity: [2, 2],
      value: (y, log) => 2 ** ((y as number) * (log as number)),
      wgsl: call("total_exp2_product"),
      plain: call("plain_exp2_product"),
      inside: (y, log) => exponents(y as Interval, log as Interval)[0] > -125,
      range: (y, log) => aroundFunction(...exponents(y as Interval, log as Interval).map((p) => 2 ** p)),
      overflows: true,
      underflows: true,
      cost: 2,
      hidden: true,
    },
  ],
  // Of df64, where the second part may be larger than half an ulp of the first.
  ["loose_add", { ...arithmetic("+", (a, b) => a + b, sum), hidden: true }],
  [
    "loose_subtract",
    {
      ...arithmetic(
        "-",
        (a, b) => a - b,
        (a, b) => sum(a, negative(b)),
      ),
      hidden: true,
    },
  ],
  ["loose_sin", { ...unary(Math.sin, "sin", () => [-1, 1]), zeros: "kept", hidden: true }],
  ["loose_cos", { ...unary(Math.cos, "cos", () => [-1, 1]), hidden: true }],
  // Of a change of variables: the tangent between its poles.
  [
    "tangent",
    {
      ...unary(Math.tan, "tan", ([a, b]) =>
        a > -Math.PI / 2 && b < Math.PI / 2 ? aroundFunction(Math.tan(a), Math.tan(b)) : null,
      ),
      zeros: "kept",
      doubleCost: 15,
      hidden: true,
    },
  ],
  // Of distances: the logarithm of 1 + a, which keeps the digits of a small a.
  [
    "log1p",
    { ...logarithm(Math.log1p, "log"), wgsl: (a) => `total_log(1.0 + ${a})`, poles: [], hidden: true },
  ],
  // f(v) v'(u): over an empty range the integral is 0, whatever f is there.
  [
    "times_jacobian",
    {
      arity: [2, 2],
      value: (f, jacobian) => (jacobian === 0 ? 0 : (f as number) * (jacobian as number)),
      wgsl: call("times_jacobian"),
      plain: (f, jacobian) => `(${f} * ${jacobian})`,
      range: product as Operation["range"],
      overflows: true,
      underflows: true,
      doubleCost: 2,
      hidden: true,
    },
  ],
  // max(w, 0), but NaN for a w below 0 by more than the rounding of terms of size m.
  [
    "edge",
    {
      arity: [2, 2],
      value: (w, m) => edge(w as number, m as number),
      wgsl: (w) => `select(max(${w}, 0.0), ${w}, is_nan(${w}))`,
      plain: (w) => `max(${w}, 0.0)`,
      range: ([low, high] = [0, 0]) => [Math.max(low, 0), Math.max(high, 0)],
      domain: (w, m, epsilon) => `(${w} < -${epsilon} * ${m})`,
      hidden: true,
    },
  ],
];

function edge(w: number, m: number): number {
  return w >= 0 ? w : w >= -(2 ** -44) * m ? 0 : Number.NaN;
}

function multipliedOut(n: number): Operation {
  return {
    arity: [1, 1],
    value: (a) => multiplied(a as number, n),
    wgsl: call(`pow${n}`),
    range: (a) => power(a as Interval, n),
    overflows: true,
    underflows: true,
    cost: 1 / 4,
    doubleCost: 2 * Math.ceil(n / 2),
    hidden: true,
  };
}

function multiplied(a: number, n: number): number {
  if (n === 1) return a;
  if (n === 2) return a * a;
  const half = multiplied(a, Math.floor(n / 2));
  return n % 2 ? half * half * a : half * half;
}
