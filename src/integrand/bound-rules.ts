/**
 * What f64 intervals prove of a tree over a box: the range of every step of its tape, and of its derivatives. Rounded
 * outwards, so that they enclose what f64 computes as well as the truth (Moore 1966).
 */
export interface Bounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** 1 where the step may be undefined, or infinite other than by overflow, within the box; 2 where it is undefined in all of it. */
  readonly wild: Uint8Array;
  /** Of the derivative along each axis. */
  readonly slopes: readonly { readonly low: Float64Array; readonly high: Float64Array }[];
}

/** Bounds step k from those of its arguments. */
export type Rule = (bounds: Bounds, k: number, args: readonly number[]) => void;

type Pair = readonly [low: number, high: number];

const ALL: Pair = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const NONE: Pair = [0, 0];
const TRUE: Pair = [1, 1];
const EITHER: Pair = [0, 1];

/** With room for the rounding of a few operations, and for functions that are not correctly rounded. */
function outwards(low: number, high: number): Pair {
  const room = (end: number) => Math.min(Math.abs(end), Number.MAX_VALUE) * 5e-16 + 1e-320;
  return [low - room(low), high + room(high)];
}

function times([a, b]: Pair, [c, d]: Pair): Pair {
  // 0 times infinity is 0: a factor that is exactly 0 stays so.
  const p = a && c ? a * c : 0;
  const q = a && d ? a * d : 0;
  const r = b && c ? b * c : 0;
  const s = b && d ? b * d : 0;
  return outwards(Math.min(p, q, r, s), Math.max(p, q, r, s));
}

const plus = (a: Pair, b: Pair): Pair => outwards(a[0] + b[0], a[1] + b[1]);
const negative = ([a, b]: Pair): Pair => [-b, -a];
const inverse = ([a, b]: Pair): Pair => (a > 0 || b < 0 ? outwards(1 / b, 1 / a) : ALL);
const magnitude = ([a, b]: Pair): Pair => [a > 0 ? a : b < 0 ? -b : 0, Math.max(-a, b)];
const hull = (a: Pair, b: Pair): Pair => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
const isZero = ([a, b]: Pair) => a === 0 && b === 0;
const excludesZero = ([a, b]: Pair) => a > 0 || b < 0;

const rangeOf = ({ low, high }: Bounds, k: number): Pair => [low[k] as number, high[k] as number];

function setValue(bounds: Bounds, k: number, [low, high]: Pair, wild: boolean | number): void {
  const lost = Number.isNaN(low) || Number.isNaN(high);
  bounds.low[k] = Number.isNaN(low) ? Number.NEGATIVE_INFINITY : low;
  bounds.high[k] = Number.isNaN(high) ? Number.POSITIVE_INFINITY : high;
  bounds.wild[k] = Number(wild) || (lost ? 1 : 0);
}

/** Σ of the arguments' slopes, each times the derivative by that argument; `null` for one that is not known. */
function chain(
  bounds: Bounds,
  k: number,
  args: readonly number[],
  derivatives: readonly (Pair | null)[],
): void {
  for (const slope of bounds.slopes) {
    let sum: Pair = NONE;
    for (let i = 0; i < args.length; i++) {
      const own: Pair = [slope.low[args[i] as number] as number, slope.high[args[i] as number] as number];
      const derivative = derivatives[i] ?? ALL;
      // What is exactly 0 stays so.
      if (!isZero(own) && !isZero(derivative)) sum = plus(sum, times(derivative, own));
    }
    const lost = Number.isNaN(sum[0]) || Number.isNaN(sum[1]);
    slope.low[k] = lost ? Number.NEGATIVE_INFINITY : sum[0];
    slope.high[k] = lost ? Number.POSITIVE_INFINITY : sum[1];
  }
}

const isUnbounded = ([a, b]: Pair) => !Number.isFinite(b - a);
const holdsZero = ([a, b]: Pair) => a <= 0 && b >= 0;

/** The worst of the arguments: nearly all that is done with what is undefined is undefined. */
const anyWild = ({ wild }: Bounds, args: readonly number[]) =>
  args.reduce((worst, arg) => Math.max(worst, wild[arg] as number), 0);

/** A function of one argument: its range, its derivative's, and whether it is finite there. */
interface Unary {
  readonly range: (a: Pair) => Pair;
  readonly slope?: (a: Pair, value: Pair) => Pair | null;
  /** Whether it is finite over the range of the argument; default: always. */
  readonly tame?: (a: Pair) => boolean;
  /** Whether it is undefined over all of it; default: never. */
  readonly never?: (a: Pair) => boolean;
}

function unary({ range, slope = () => null, tame = () => true, never = () => false }: Unary): Rule {
  return (bounds, k, args) => {
    const a = rangeOf(bounds, args[0] as number);
    const value = range(a);
    setValue(bounds, k, value, never(a) ? 2 : anyWild(bounds, args) || !tame(a));
    chain(bounds, k, args, [slope(a, value)]);
  };
}

const rising =
  (f: (v: number) => number) =>
  ([a, b]: Pair): Pair =>
    outwards(f(a), f(b));
const positive = (a: Pair) => a[0] > 0;
const negativeOnly = (a: Pair) => a[1] < 0;
const beyondOne = (a: Pair) => a[0] > 1 || a[1] < -1;

/** cos over [a, b]: its extremes are at multiples of pi. */
function cosine([a, b]: Pair): Pair {
  if (!(b - a < 2 * Math.PI)) return [-1, 1];
  let [low, high] = [Math.min(Math.cos(a), Math.cos(b)), Math.max(Math.cos(a), Math.cos(b))];
  for (let m = Math.ceil(a / Math.PI); m * Math.PI <= b; m++) {
    if (m % 2) low = -1;
    else high = 1;
  }
  // The argument's own rounding counts, too.
  const room = 2e-16 * (2 + Math.max(Math.abs(a), Math.abs(b)));
  return [Math.max(-1, low - room), Math.min(1, high + room)];
}
const sine = ([a, b]: Pair): Pair => cosine([a - Math.PI / 2, b - Math.PI / 2]);

const logarithm = (f: (v: number) => number, base: number): Rule =>
  unary({
    range: ([a, b]) => outwards(f(Math.max(a, 0)), f(Math.max(b, 0))),
    slope: ([a, b]) => (a > 0 ? outwards(1 / (base * b), 1 / (base * a)) : null),
    tame: positive,
    never: negativeOnly,
  });

/** a^m for a whole m >= 0. */
function whole(a: Pair, m: number): Pair {
  if (m === 0) return TRUE;
  const [low, high] = m % 2 ? a : magnitude(a);
  return m % 2 || low > 0 ? outwards(low ** m, high ** m) : [0, outwards(0, high ** m)[1]];
}

const power = (n: number): Rule =>
  unary({ range: (a) => whole(a, n), slope: (a) => times([n, n], whole(a, n - 1)) });

/** a^p for a constant p. */
function constantPower(a: Pair, p: number): { value: Pair; slope: Pair | null; wild: boolean } {
  if (Number.isInteger(p) && p >= 0) {
    return { value: whole(a, p), slope: p ? times([p, p], whole(a, p - 1)) : NONE, wild: false };
  }
  if (Number.isInteger(p)) {
    const below = whole(a, -p);
    if (!excludesZero(a)) return { value: p % 2 ? ALL : [1 / below[1], ALL[1]], slope: null, wild: true };
    const value = inverse(below);
    return { value, slope: times([p, p], times(value, inverse(a))), wild: false };
  }
  const [low, high] = [Math.max(a[0], 0), Math.max(a[1], 0)];
  // Rising for p > 0, falling otherwise.
  const between = (q: number) => (q > 0 ? outwards(low ** q, high ** q) : outwards(high ** q, low ** q));
  const value = between(p);
  const slope = a[0] > 0 ? times([p, p], between(p - 1)) : null;
  return { value: [Math.max(value[0], 0), value[1]], slope, wild: p < 0 ? a[0] <= 0 : a[0] < 0 };
}

const raise: Rule = (bounds, k, args) => {
  const [a, b] = [rangeOf(bounds, args[0] as number), rangeOf(bounds, args[1] as number)];
  if (b[0] === b[1]) {
    const { value, slope, wild } = constantPower(a, b[0]);
    const never = a[1] < 0 && !Number.isInteger(b[0]) && Number.isFinite(b[0]);
    // Anything to the power of 0 is 1.
    setValue(bounds, k, value, b[0] === 0 ? 0 : never ? 2 : anyWild(bounds, args) || wild);
    return chain(bounds, k, args, [slope, null]);
  }
  if (a[0] <= 0) {
    // A base of exactly 0 or below it: defined for some exponents only.
    const never = b[0] > 0 && a[0] >= 0;
    const worst = Math.min(1, anyWild(bounds, args));
    setValue(
      bounds,
      k,
      never ? [0, Math.max(1, outwards(0, Math.max(a[1] ** b[0], a[1] ** b[1]))[1])] : ALL,
      worst || !never,
    );
    return chain(bounds, k, args, [null, null]);
  }
  const log = outwards(Math.log(a[0]), Math.log(a[1]));
  const exponent = times(b, log);
  const value = outwards(Math.exp(exponent[0]), Math.exp(exponent[1]));
  setValue(bounds, k, value, Math.min(1, anyWild(bounds, args)));
  chain(bounds, k, args, [times(value, times(b, inverse(a))), times(value, log)]);
};

const truthOf = (a: Pair) => (excludesZero(a) ? TRUE : isZero(a) ? NONE : EITHER);

/** `decided` is the outcome where the ranges settle it. */
function comparison(decided: (a: Pair, b: Pair) => Pair): Rule {
  return (bounds, k, args) => {
    const [a, b] = [rangeOf(bounds, args[0] as number), rangeOf(bounds, args[1] as number)];
    const value = anyWild(bounds, args) ? EITHER : decided(a, b);
    setValue(bounds, k, value, false);
    // Its jumps are found by themselves.
    chain(
      bounds,
      k,
      args,
      args.map(() => (value[0] === value[1] ? NONE : null)),
    );
  };
}
const less = (a: Pair, b: Pair): Pair => (a[1] < b[0] ? TRUE : a[0] >= b[1] ? NONE : EITHER);
const lessOrEqual = (a: Pair, b: Pair): Pair => (a[1] <= b[0] ? TRUE : a[0] > b[1] ? NONE : EITHER);
const equal = (a: Pair, b: Pair): Pair =>
  a[1] < b[0] || b[1] < a[0] ? NONE : a[0] === a[1] && b[0] === b[1] ? TRUE : EITHER;
const not = ([a, b]: Pair): Pair => [1 - b, 1 - a];

/** max; min is its mirror image. */
const extreme =
  (pick: (a: number, b: number) => number): Rule =>
  (bounds, k, args) => {
    const all = args.map((arg) => rangeOf(bounds, arg));
    setValue(
      bounds,
      k,
      all.reduce((a, b) => [pick(a[0], b[0]), pick(a[1], b[1])]),
      anyWild(bounds, args),
    );
    for (const slope of bounds.slopes) {
      slope.low[k] = Math.min(...args.map((arg) => slope.low[arg] as number));
      slope.high[k] = Math.max(...args.map((arg) => slope.high[arg] as number));
    }
  };

const conditional: Rule = (bounds, k, args) => {
  const [c, a, b] = args as readonly [number, number, number];
  const truth = bounds.wild[c] ? EITHER : truthOf(rangeOf(bounds, c));
  const taken = truth[0] === truth[1] ? (truth[0] ? [a] : [b]) : [a, b];
  const wilds = taken.map((one) => bounds.wild[one] as number);
  const wild = wilds.every((one) => one === 2) ? 2 : Math.min(1, Math.max(...wilds));
  setValue(
    bounds,
    k,
    taken.map((one) => rangeOf(bounds, one)).reduce(hull),
    taken.length > 1 ? wild : (wilds[0] as number),
  );
  for (const slope of bounds.slopes) {
    // Across the jump between different branches there is no slope.
    slope.low[k] = taken.length > 1 ? ALL[0] : (slope.low[taken[0] as number] as number);
    slope.high[k] = taken.length > 1 ? ALL[1] : (slope.high[taken[0] as number] as number);
  }
};

const stepwise = (f: (v: number) => number): Rule =>
  unary({ range: ([a, b]) => [f(a), f(b)], slope: (_, value) => (value[0] === value[1] ? NONE : null) });

const tangent: Rule = unary({
  range: (a) => (tame(a) ? outwards(Math.tan(a[0]), Math.tan(a[1])) : ALL),
  slope: (a, value) => (tame(a) ? plus([1, 1], squared(value)) : null),
  tame: (a) => tame(a),
});
const tame = ([a, b]: Pair) =>
  Math.floor(a / Math.PI + 0.5) === Math.floor(b / Math.PI + 0.5) && b - a < Math.PI;
const squared = (a: Pair): Pair => {
  const [low, high] = magnitude(a);
  return outwards(low * low, high * high);
};
/** A function of |a| that falls, and one that rises. */
const sloping = (f: (v: number) => number) => (a: Pair) => {
  const [low, high] = magnitude(a);
  return outwards(f(high), f(low));
};
const steepening = (f: (v: number) => number) => (a: Pair) => {
  const [low, high] = magnitude(a);
  return outwards(f(low), f(high));
};

const edge = unary({
  range: ([a, b]) => [Math.max(a, 0), Math.max(b, 0)],
  slope: ([a]) => (a >= 0 ? TRUE : EITHER),
});

/** Whether it may be 0 times infinity. */
const undefinedProduct = (a: Pair, b: Pair) =>
  (isUnbounded(a) && holdsZero(b)) || (isUnbounded(b) && holdsZero(a));

/** One rule an operation of the language. */
export const RULES: Readonly<Record<string, Rule>> = {
  "+": (bounds, k, args) => {
    const [a, b] = args as readonly [number, number];
    const both = [rangeOf(bounds, a), rangeOf(bounds, b)] as const;
    setValue(bounds, k, plus(...both), anyWild(bounds, args) || both.every(isUnbounded));
    chain(bounds, k, args, [TRUE, TRUE]);
  },
  "-": (bounds, k, args) => {
    const [a, b] = args as readonly [number, number];
    const both = [rangeOf(bounds, a), negative(rangeOf(bounds, b))] as const;
    setValue(bounds, k, plus(...both), anyWild(bounds, args) || both.every(isUnbounded));
    chain(bounds, k, args, [TRUE, [-1, -1]]);
  },
  "*": (bounds, k, args) => {
    const [a, b] = [rangeOf(bounds, args[0] as number), rangeOf(bounds, args[1] as number)];
    const same = args[0] === args[1];
    setValue(bounds, k, same ? squared(a) : times(a, b), anyWild(bounds, args) || undefinedProduct(a, b));
    chain(bounds, k, args, [b, a]);
  },
  times_jacobian: (bounds, k, args) => {
    const [a, b] = [rangeOf(bounds, args[0] as number), rangeOf(bounds, args[1] as number)];
    setValue(bounds, k, times(a, b), anyWild(bounds, args) || undefinedProduct(a, b));
    chain(bounds, k, args, [b, a]);
  },
  "/": (bounds, k, args) => {
    const [a, b] = [rangeOf(bounds, args[0] as number), rangeOf(bounds, args[1] as number)];
    const below = inverse(b);
    const value = excludesZero(b) ? times(a, below) : ALL;
    const lost = !excludesZero(b) || (isUnbounded(a) && isUnbounded(b));
    setValue(bounds, k, value, anyWild(bounds, args) || lost);
    chain(bounds, k, args, excludesZero(b) ? [below, negative(times(value, below))] : [null, null]);
  },
  neg: unary({ range: negative, slope: () => [-1, -1] }),
  "^": raise,
  pow: raise,
  ...Object.fromEntries([2, 3, 4, 5, 6].map((n) => [`pow${n}`, power(n)])),
  "<": comparison(less),
  "<=": comparison(lessOrEqual),
  ">": comparison((a, b) => less(b, a)),
  ">=": comparison((a, b) => lessOrEqual(b, a)),
  "==": comparison(equal),
  "!=": comparison((a, b) => not(equal(a, b))),
  "&&": comparison((a, b) => {
    const [p, q] = [truthOf(a), truthOf(b)];
    return [Math.min(p[0], q[0]), Math.min(p[1], q[1])];
  }),
  "||": comparison((a, b) => {
    const [p, q] = [truthOf(a), truthOf(b)];
    return [Math.max(p[0], q[0]), Math.max(p[1], q[1])];
  }),
  "!": comparison((a) => not(truthOf(a))),
  "?:": conditional,
  sin: unary({ range: sine, slope: cosine }),
  cos: unary({ range: cosine, slope: (a) => negative(sine(a)) }),
  tan: tangent,
  // Between its poles; f64's pi/2 is just below the true one.
  tangent: unary({
    range: rising((v) => Math.tan(Math.max(-Math.PI / 2, Math.min(v, Math.PI / 2)))),
    slope: (_, value) => plus(TRUE, squared(value)),
  }),
  asin: unary({
    range: ([a, b]) =>
      outwards(Math.asin(Math.max(-1, Math.min(1, a))), Math.asin(Math.max(-1, Math.min(1, b)))),
    slope: (a) => (a[0] > -1 && a[1] < 1 ? steepening((v) => 1 / Math.sqrt((1 - v) * (1 + v)))(a) : null),
    tame: ([a, b]) => a >= -1 && b <= 1,
    never: beyondOne,
  }),
  acos: unary({
    range: ([a, b]) =>
      outwards(Math.acos(Math.max(-1, Math.min(1, b))), Math.acos(Math.max(-1, Math.min(1, a)))),
    tame: ([a, b]) => a >= -1 && b <= 1,
    never: beyondOne,
  }),
  atan: unary({ range: rising(Math.atan), slope: sloping((v) => 1 / (1 + v * v)) }),
  atan2: (bounds, k, args) => {
    const [y, x] = [rangeOf(bounds, args[0] as number), rangeOf(bounds, args[1] as number)];
    const value: Pair =
      x[0] > 0
        ? (() => {
            const ends = [y[0] / x[0], y[0] / x[1], y[1] / x[0], y[1] / x[1]].map(Math.atan);
            return outwards(Math.min(...ends), Math.max(...ends));
          })()
        : outwards(y[0] >= 0 ? 0 : -Math.PI, y[1] < 0 ? 0 : Math.PI);
    setValue(bounds, k, value, anyWild(bounds, args));
    const square = plus(squared(x), squared(y));
    const cut = x[0] <= 0 && y[0] <= 0 && y[1] >= 0;
    chain(
      bounds,
      k,
      args,
      cut || square[0] <= 0 ? [null, null] : [times(x, inverse(square)), negative(times(y, inverse(square)))],
    );
  },
  sinh: unary({ range: rising(Math.sinh), slope: steepening(Math.cosh) }),
  cosh: unary({ range: steepening(Math.cosh), slope: rising(Math.sinh) }),
  tanh: unary({ range: rising(Math.tanh), slope: sloping((v) => 1 / Math.cosh(v) ** 2) }),
  exp: unary({
    range: ([a, b]) => [Math.max(0, outwards(Math.exp(a), 0)[0]), outwards(0, Math.exp(b))[1]],
    slope: (_, value) => value,
  }),
  log: logarithm(Math.log, 1),
  ln: logarithm(Math.log, 1),
  log2: logarithm(Math.log2, Math.LN2),
  log10: logarithm(Math.log10, Math.LN10),
  sqrt: unary({
    range: ([a, b]) => [
      Math.max(0, outwards(Math.sqrt(Math.max(a, 0)), 0)[0]),
      outwards(0, Math.sqrt(Math.max(b, 0)))[1],
    ],
    slope: ([a], [low, high]) => (a > 0 ? outwards(0.5 / high, 0.5 / low) : null),
    tame: ([a]) => a >= 0,
    never: negativeOnly,
  }),
  // Of its second argument, the size of the terms, nothing is wanted.
  edge: (bounds, k, [w = 0, size = 0]) => {
    edge(bounds, k, [w]);
    // By more than rounding may make it negative.
    if ((bounds.high[w] as number) < -1e-12 * (bounds.high[size] as number)) bounds.wild[k] = 2;
  },
  cbrt: unary({
    range: rising(Math.cbrt),
    slope: (a) => (excludesZero(a) ? sloping((v) => 1 / (3 * Math.cbrt(v) ** 2))(a) : null),
  }),
  abs: unary({ range: magnitude, slope: ([a, b]) => (a >= 0 ? TRUE : b <= 0 ? [-1, -1] : [-1, 1]) }),
  sign: stepwise(Math.sign),
  floor: stepwise(Math.floor),
  ceil: stepwise(Math.ceil),
  round: stepwise(Math.round),
  min: extreme(Math.min),
  max: extreme(Math.max),
  hypot: (bounds, k, args) => {
    const all = args.map((arg) => magnitude(rangeOf(bounds, arg)));
    const value = outwards(
      Math.hypot(...all.map(([low]) => low)),
      Math.hypot(...all.map(([, high]) => high)),
    );
    setValue(bounds, k, value, anyWild(bounds, args));
    chain(
      bounds,
      k,
      args,
      value[0] > 0 ? args.map((arg) => times(rangeOf(bounds, arg), inverse(value))) : args.map(() => [-1, 1]),
    );
  },
};
