/** A function of the language, the arguments it is measured at, and its error bound in f32. */
export interface Measured {
  readonly name: string;
  /** As an expression in x, or in x and y. */
  readonly f: string;
  readonly truth: (x: number, y: number) => number;
  /** Largest error in units of the last place; where `small` is given, only where |f| is above it. */
  readonly ulp: number;
  /** The largest error where |f| is at most `below`. */
  readonly small?: { readonly below: number; readonly absolute: number };
  /** `count` arguments, (x, y) by (x, y), from random numbers of [0, 1). */
  readonly sample: (count: number, random: () => number) => Float32Array<ArrayBuffer>;
}

const WAVE = { ulp: 2, small: { below: 0.01, absolute: 1.5e-7 } };

export const FUNCTIONS: readonly Measured[] = [
  { name: "sin", f: "sin(x)", truth: Math.sin, ...WAVE, sample: angles },
  { name: "cos", f: "cos(x)", truth: Math.cos, ...WAVE, sample: angles },
  { name: "tan", f: "tan(x)", truth: Math.tan, ulp: 4, sample: angles },
  {
    name: "asin",
    f: "asin(x)",
    truth: Math.asin,
    ulp: 4,
    sample: mixed(unit, tiny(-30), near(1), near(0.5)),
  },
  {
    name: "acos",
    f: "acos(x)",
    truth: Math.acos,
    ulp: 4,
    sample: mixed(unit, tiny(-30), near(1), near(0.5)),
  },
  { name: "atan", f: "atan(x)", truth: Math.atan, ulp: 4, sample: mixed(uniform(9), tiny(-37, 37), near(1)) },
  { name: "atan2", f: "atan2(x, y)", truth: Math.atan2, ulp: 4, sample: pairs(tiny(-15, 15), tiny(-15, 15)) },
  {
    name: "sinh",
    f: "sinh(x)",
    truth: Math.sinh,
    ulp: 4,
    sample: mixed(uniform(89.4), uniform(3), tiny(-37), near(1)),
  },
  {
    name: "cosh",
    f: "cosh(x)",
    truth: Math.cosh,
    ulp: 4,
    sample: mixed(uniform(89.4), uniform(3), tiny(-37)),
  },
  {
    name: "tanh",
    f: "tanh(x)",
    truth: Math.tanh,
    ulp: 4,
    sample: mixed(uniform(12), uniform(2), tiny(-37), near(0.6)),
  },
  { name: "exp", f: "exp(x)", truth: Math.exp, ulp: 4, sample: mixed(uniform(88.7), uniform(3), tiny(-37)) },
  {
    name: "log",
    f: "log(x)",
    truth: Math.log,
    ulp: 4,
    sample: positive(tiny(-37, 38), uniform(4), near(1), near(Math.SQRT1_2), aboutOne),
  },
  {
    name: "log2",
    f: "log2(x)",
    truth: Math.log2,
    ulp: 4,
    sample: positive(tiny(-37, 38), uniform(4), near(1), near(Math.SQRT1_2), aboutOne),
  },
  {
    name: "log10",
    f: "log10(x)",
    truth: Math.log10,
    ulp: 4,
    sample: positive(tiny(-37, 38), uniform(4), near(1), near(Math.SQRT1_2), aboutOne),
  },
  { name: "pow", f: "x^y", truth: Math.pow, ulp: 4, sample: powers },
  { name: "sqrt", f: "sqrt(x)", truth: Math.sqrt, ulp: 4, sample: positive(tiny(-37, 38), uniform(4)) },
  { name: "cbrt", f: "cbrt(x)", truth: Math.cbrt, ulp: 4, sample: mixed(tiny(-37, 38), uniform(9)) },
  { name: "hypot", f: "hypot(x, y)", truth: Math.hypot, ulp: 4, sample: pairs(tiny(-37, 38), tiny(-37, 38)) },
  { name: "x^5", f: "x^5", truth: (x) => x ** 5, ulp: 4, sample: mixed(uniform(9)) },
  { name: "x^6", f: "x^6", truth: (x) => x ** 6, ulp: 4, sample: mixed(uniform(9)) },
  { name: "1/x", f: "1/x", truth: (x) => 1 / x, ulp: 4, sample: mixed(tiny(-37, 37), uniform(9)) },
];

/** Errors of one function on one stack. */
export interface Errors {
  readonly name: string;
  /** Arguments whose value is a normal number. */
  readonly count: number;
  /** In units of the last place, where |f| is above `small`. */
  readonly mostUlp: number;
  readonly meanUlp: number;
  /** Where the largest is. */
  readonly at: readonly [number, number];
  /** Absolute, where |f| is small; null for functions without a separate bound there. */
  readonly mostAbsolute: number | null;
}

export function withinPromise({ name, mostUlp, mostAbsolute }: Errors): boolean {
  const promise = FUNCTIONS.find((one) => one.name === name);
  if (!promise) throw new Error(`${name} has no error bound`);
  return mostUlp <= promise.ulp && (mostAbsolute ?? 0) <= (promise.small?.absolute ?? 0);
}

type Draw = (random: () => number) => number;

/** The draws in turn, for x; y is 0. */
function mixed(...draws: Draw[]): Measured["sample"] {
  return (count, random) => {
    const values = new Float32Array(2 * count);
    for (let k = 0; k < count; k++) values[2 * k] = (draws[k % draws.length] as Draw)(random);
    return values;
  };
}

function positive(...draws: Draw[]): Measured["sample"] {
  return (count, random) => Float32Array.from(mixed(...draws)(count, random), Math.abs);
}

function pairs(x: Draw, y: Draw): Measured["sample"] {
  return (count, random) => {
    return Float32Array.from({ length: 2 * count }, (_, k) => (k % 2 ? y : x)(random));
  };
}

function uniform(most: number): Draw {
  return (random) => (2 * random() - 1) * most;
}

function unit(random: () => number): number {
  return 2 * random() - 1;
}

/** Either sign, with evenly distributed powers of ten. */
function tiny(least: number, most = 0): Draw {
  return (random) => Math.sign(random() - 0.5) * 10 ** (least + random() * (most - least));
}

/** The value or one of a few hundred neighbours, with either sign. */
function near(value: number): Draw {
  return (random) => Math.sign(random() - 0.5) * value * (1 + Math.round((random() - 0.5) * 512) * 2 ** -24);
}

function aboutOne(random: () => number): number {
  return 1 + (random() - 0.5) * 0.02;
}

/** Up to 1e4, the limit of the bounds for sin, cos and tan, with neighbours of multiples of pi/2. */
function angles(count: number, random: () => number): Float32Array<ArrayBuffer> {
  const multiple: Draw = () => {
    const k = Math.round((2 * random() - 1) * (random() < 0.5 ? 6366 : 20));
    return k * Math.PI * 0.5 * (1 + Math.round((random() - 0.5) * 6) * 2 ** -24);
  };
  return mixed(uniform(1e4), uniform(6.3), multiple, tiny(-30))(count, random);
}

/** Bases of all sizes, with exponents that take the power up to the ends of f32. */
function powers(count: number, random: () => number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    const base = [
      10 ** (6 * random() - 3),
      10 ** (74 * random() - 37),
      1 + (random() - 0.5) * 0.02,
      1 + random(),
    ][k % 4] as number;
    values[2 * k] = base;
    values[2 * k + 1] =
      (((2 * random() - 1) * 87) / Math.max(1e-6, Math.abs(Math.log(base)))) *
      (random() < 0.5 ? 1 : random());
  }
  return values;
}
