import {
  ALL,
  above,
  below,
  excludesZero,
  highOf,
  leastOf,
  lowOf,
  MINUS_ONE,
  mostOf,
  ONE,
  P,
  SIGNED,
  set,
  setOutwards,
  ZERO,
} from "./bound-pairs.ts";
import { SEVERAL_RULES } from "./bound-several.ts";
import { clamp, type Rule, rising, sloping, steepening, unary, written } from "./bound-unary.ts";
import { WAVE_RULES } from "./bound-waves.ts";

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

const slopeOfArc = written(steepening((v) => 1 / Math.sqrt((1 - v) * (1 + v))));
const slopeOfLog1p = written((s, at, a) => setOutwards(s, at, 1 / (1 + highOf(s, a)), 1 / (1 + lowOf(s, a))));
const slopeOfCubeRoot = written(sloping((v) => 1 / (3 * Math.cbrt(v) ** 2)));

const arcs = {
  tame: (low: number, high: number) => low >= -1 && high <= 1,
  never: (low: number, high: number) => low > 1 || high < -1,
};

/** The functions of the language. */
export const FUNCTION_RULES: Readonly<Record<string, Rule>> = {
  ...WAVE_RULES,
  ...SEVERAL_RULES,
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
};
