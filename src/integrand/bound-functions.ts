import {
  ALL,
  above,
  addSlopes,
  below,
  clearSlopes,
  EITHER,
  excludesZero,
  highOf,
  inverse,
  leastOf,
  lowOf,
  MINUS_ONE,
  mostOf,
  negative,
  ONE,
  P,
  type Pairs,
  plus,
  Q,
  R,
  SIGNED,
  set,
  setOutwards,
  settle,
  squared,
  times,
  WILD,
  ZERO,
} from "./bound-pairs.ts";
import { type Rule, rising, sloping, steepening, unary, worst } from "./bound-unary.ts";

const clamp = (v: number, low: number, high: number) => Math.max(low, Math.min(high, v));

/** cos over v - shift: its extremes are at multiples of pi. */
function setCosine(s: Pairs, at: number, a: number, shift: number): void {
  const from = lowOf(s, a) - shift;
  const to = highOf(s, a) - shift;
  if (!(to - from < 2 * Math.PI)) {
    set(s, at, -1, 1);
    return;
  }
  const p = Math.cos(from);
  const q = Math.cos(to);
  let low = Math.min(p, q);
  let high = Math.max(p, q);
  for (let m = Math.ceil(from / Math.PI); m * Math.PI <= to; m++) {
    if (m % 2) low = -1;
    else high = 1;
  }
  // The argument's own rounding counts, too.
  const room = 2e-16 * (2 + Math.max(Math.abs(from), Math.abs(to)));
  set(s, at, Math.max(-1, low - room), Math.min(1, high + room));
}

/** Writes the derivative at P. */
const written = (write: (s: Pairs, at: number, a: number) => void) => (s: Pairs, a: number) => {
  write(s, P, a);
  return P;
};
const cosine = (s: Pairs, at: number, a: number) => setCosine(s, at, a, 0);
const sine = (s: Pairs, at: number, a: number) => setCosine(s, at, a, Math.PI / 2);

function logarithm(f: (v: number) => number, base: number): Rule {
  return unary({
    range: (s, k, a) => setOutwards(s, k, f(Math.max(lowOf(s, a), 0)), f(Math.max(highOf(s, a), 0))),
    slope: (s, a) => {
      if (!(lowOf(s, a) > 0)) return ALL;
      setOutwards(s, P, 1 / (base * highOf(s, a)), 1 / (base * lowOf(s, a)));
      return P;
    },
    tame: (low) => low > 0,
    never: (_, high) => high < 0,
  });
}

const stepwise = (f: (v: number) => number): Rule =>
  unary({
    range: (s, k, a) => set(s, k, f(lowOf(s, a)), f(highOf(s, a))),
    slope: (s, _, k) => (lowOf(s, k) === highOf(s, k) ? ZERO : ALL),
  });

const betweenPoles = (low: number, high: number) =>
  Math.floor(low / Math.PI + 0.5) === Math.floor(high / Math.PI + 0.5) && high - low < Math.PI;

/** 1 + value^2. */
function slopeOfTangent(s: Pairs, _: number, k: number): number {
  squared(s, P, k);
  plus(s, P, ONE, P);
  return P;
}

const slopeOfArc = written(steepening((v) => 1 / Math.sqrt((1 - v) * (1 + v))));
const slopeOfLog1p = written((s, at, a) => setOutwards(s, at, 1 / (1 + highOf(s, a)), 1 / (1 + lowOf(s, a))));
const slopeOfCubeRoot = written(sloping((v) => 1 / (3 * Math.cbrt(v) ** 2)));

const arcs = {
  tame: (low: number, high: number) => low >= -1 && high <= 1,
  never: (low: number, high: number) => low > 1 || high < -1,
};

/** Of the second argument, the size of the terms, nothing is wanted. */
const positivePart = unary({
  range: (s, k, a) => set(s, k, Math.max(lowOf(s, a), 0), Math.max(highOf(s, a), 0)),
  slope: (s, a) => (lowOf(s, a) >= 0 ? ONE : EITHER),
});

const atan2: Rule = (s, k, args, stride) => {
  const [y, x] = args as readonly [number, number];
  if (lowOf(s, x) > 0) {
    // y/x is least over the least or the most of x.
    const [low, high] = [lowOf(s, y), highOf(s, y)];
    const least = low / (low >= 0 ? highOf(s, x) : lowOf(s, x));
    const most = high / (high >= 0 ? lowOf(s, x) : highOf(s, x));
    setOutwards(s, k, Math.atan(below(least)), Math.atan(above(most)));
  } else setOutwards(s, k, lowOf(s, y) >= 0 ? 0 : -Math.PI, highOf(s, y) < 0 ? 0 : Math.PI);
  settle(s, k, worst(s, args));
  squared(s, P, x);
  squared(s, Q, y);
  plus(s, R, P, Q);
  clearSlopes(s, k, stride);
  const cut = lowOf(s, x) <= 0 && lowOf(s, y) <= 0 && highOf(s, y) >= 0;
  const smooth = !cut && lowOf(s, R) > 0;
  if (smooth) {
    inverse(s, R, R);
    times(s, P, x, R);
    times(s, Q, y, R);
    negative(s, Q, Q);
  }
  addSlopes(s, k, y, smooth ? P : ALL, stride);
  addSlopes(s, k, x, smooth ? Q : ALL, stride);
};

const hypot: Rule = (s, k, args, stride) => {
  set(
    s,
    k,
    Math.hypot(...args.map((arg) => leastOf(s, arg))),
    Math.hypot(...args.map((arg) => mostOf(s, arg))),
  );
  setOutwards(s, k, lowOf(s, k), highOf(s, k));
  settle(s, k, worst(s, args));
  clearSlopes(s, k, stride);
  for (const arg of args) {
    if (lowOf(s, k) > 0) {
      inverse(s, P, k);
      times(s, P, arg, P);
    }
    addSlopes(s, k, arg, lowOf(s, k) > 0 ? P : SIGNED, stride);
  }
};

/** The functions of the language. */
export const FUNCTION_RULES: Readonly<Record<string, Rule>> = {
  sin: unary({ range: sine, slope: written(cosine) }),
  cos: unary({
    range: cosine,
    slope: (s, a) => {
      sine(s, P, a);
      negative(s, P, P);
      return P;
    },
  }),
  tan: unary({
    range: (s, k, a) => {
      const tame = betweenPoles(lowOf(s, a), highOf(s, a));
      if (tame) setOutwards(s, k, Math.tan(lowOf(s, a)), Math.tan(highOf(s, a)));
      else set(s, k, lowOf(s, ALL), highOf(s, ALL));
    },
    slope: (s, a, k) => (betweenPoles(lowOf(s, a), highOf(s, a)) ? slopeOfTangent(s, a, k) : ALL),
    tame: betweenPoles,
  }),
  // Between its poles; f64's pi/2 is just below the true one.
  tangent: unary({
    range: rising((v) => Math.tan(clamp(v, -Math.PI / 2, Math.PI / 2))),
    slope: slopeOfTangent,
  }),
  asin: unary({
    range: rising((v) => Math.asin(clamp(v, -1, 1))),
    slope: (s, a) => (lowOf(s, a) > -1 && highOf(s, a) < 1 ? slopeOfArc(s, a) : ALL),
    ...arcs,
  }),
  acos: unary({
    range: (s, k, a) =>
      setOutwards(s, k, Math.acos(clamp(highOf(s, a), -1, 1)), Math.acos(clamp(lowOf(s, a), -1, 1))),
    ...arcs,
  }),
  atan: unary({ range: rising(Math.atan), slope: written(sloping((v) => 1 / (1 + v * v))) }),
  atan2,
  sinh: unary({ range: rising(Math.sinh), slope: written(steepening(Math.cosh)) }),
  cosh: unary({ range: steepening(Math.cosh), slope: written(rising(Math.sinh)) }),
  tanh: unary({ range: rising(Math.tanh), slope: written(sloping((v) => 1 / Math.cosh(v) ** 2)) }),
  exp: unary({
    range: (s, k, a) => set(s, k, Math.max(0, below(Math.exp(lowOf(s, a)))), above(Math.exp(highOf(s, a)))),
    slope: (_s, _a, k) => k,
  }),
  log: logarithm(Math.log, 1),
  ln: logarithm(Math.log, 1),
  log2: logarithm(Math.log2, Math.LN2),
  log10: logarithm(Math.log10, Math.LN10),
  log1p: unary({
    range: rising((v) => Math.log1p(Math.max(v, -1))),
    slope: (s, a) => (lowOf(s, a) > -1 ? slopeOfLog1p(s, a) : ALL),
    tame: (low) => low > -1,
    never: (_, high) => high < -1,
  }),
  sqrt: unary({
    range: (s, k, a) => {
      set(
        s,
        k,
        Math.max(0, below(Math.sqrt(Math.max(lowOf(s, a), 0)))),
        above(Math.sqrt(Math.max(highOf(s, a), 0))),
      );
    },
    slope: (s, a, k) => {
      if (!(lowOf(s, a) > 0)) return ALL;
      setOutwards(s, P, 0.5 / highOf(s, k), 0.5 / lowOf(s, k));
      return P;
    },
    tame: (low) => low >= 0,
    never: (_, high) => high < 0,
  }),
  edge: (s, k, args, stride) => {
    const [w, size] = args as readonly [number, number];
    positivePart(s, k, args, stride);
    // By more than rounding may make it negative.
    if (highOf(s, w) < -1e-12 * highOf(s, size)) s[k + WILD] = 2;
  },
  cbrt: unary({
    range: rising(Math.cbrt),
    slope: (s, a) => (excludesZero(s, a) ? slopeOfCubeRoot(s, a) : ALL),
  }),
  abs: unary({
    range: (s, k, a) => set(s, k, leastOf(s, a), mostOf(s, a)),
    slope: (s, a) => (lowOf(s, a) >= 0 ? ONE : highOf(s, a) <= 0 ? MINUS_ONE : SIGNED),
  }),
  sign: stepwise(Math.sign),
  floor: stepwise(Math.floor),
  ceil: stepwise(Math.ceil),
  round: stepwise(Math.round),
  hypot,
};
