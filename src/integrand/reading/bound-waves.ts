import {
  ALL,
  highOf,
  lowOf,
  negative,
  ONE,
  P,
  type Pairs,
  plus,
  set,
  setOutwards,
  squared,
} from "./bound-pairs.ts";
import { clamp, type Rule, rising, unary, written } from "./bound-unary.ts";

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

const cosine = (s: Pairs, at: number, a: number) => setCosine(s, at, a, 0);
const sine = (s: Pairs, at: number, a: number) => setCosine(s, at, a, Math.PI / 2);

const betweenPoles = (low: number, high: number) =>
  Math.floor(low / Math.PI + 0.5) === Math.floor(high / Math.PI + 0.5) && high - low < Math.PI;

/** 1 + value^2. */
function slopeOfTangent(s: Pairs, _: number, k: number): number {
  squared(s, P, k);
  plus(s, P, ONE, P);
  return P;
}

/** Waves and their quotient. */
export const WAVE_RULES: Readonly<Record<string, Rule>> = {
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
};
