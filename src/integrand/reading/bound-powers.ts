import {
  ALL,
  above,
  below,
  excludesZero,
  highOf,
  holdsZero,
  inverse,
  isPoint,
  lowOf,
  P,
  type Pairs,
  Q,
  R,
  set,
  setOutwards,
  settle,
  times,
  ZERO,
} from "./bound-pairs.ts";
import { end, type Rule, setWhole, unary, worst } from "./bound-unary.ts";

/** Writes v^p at `at` for a constant p. */
function setPower(s: Pairs, at: number, a: number, p: number): void {
  if (Number.isInteger(p)) {
    setWhole(s, at, a, Math.abs(p));
    if (p >= 0) return;
    if (excludesZero(s, a)) inverse(s, at, at);
    else if (p % 2) set(s, at, lowOf(s, ALL), highOf(s, ALL));
    else set(s, at, 1 / highOf(s, at), highOf(s, ALL));
    return;
  }
  const [low, high] = [Math.max(lowOf(s, a), 0) ** p, Math.max(highOf(s, a), 0) ** p];
  // Rising for p > 0, falling otherwise.
  const rises = p > 0;
  set(s, at, Math.max(0, below(rises ? low : high)), above(rises ? high : low));
}

/** Writes the derivative of v^p, and says where. */
function slopeOfPower(s: Pairs, a: number, k: number, p: number): number {
  const smooth = Number.isInteger(p) ? p >= 0 || excludesZero(s, a) : lowOf(s, a) > 0;
  if (!smooth) return ALL;
  if (p === 0) return ZERO;
  set(s, P, p, p);
  if (Number.isInteger(p) && p < 0) {
    inverse(s, Q, a);
    times(s, Q, k, Q);
  } else setPower(s, Q, a, p - 1);
  times(s, P, P, Q);
  return P;
}

/** a^b. */
export const raise: Rule = (s, k, args, stride) => {
  const [a, b] = args as readonly [number, number];
  if (isPoint(s, b)) {
    const p = lowOf(s, b);
    setPower(s, k, a, p);
    const whole = Number.isInteger(p);
    const wild = whole ? p < 0 && holdsZero(s, a) : p < 0 ? lowOf(s, a) <= 0 : lowOf(s, a) < 0;
    const never = highOf(s, a) < 0 && !whole && Number.isFinite(p);
    // Anything to the power of 0 is 1.
    settle(s, k, p === 0 ? 0 : never ? 2 : worst(s, args) || Number(wild));
    end(s, k, args, slopeOfPower(s, a, k, p), ALL, stride);
    return;
  }
  const wild = Math.min(1, worst(s, args));
  if (lowOf(s, a) <= 0) {
    // A base of exactly 0 or below it: defined for some exponents only.
    if (lowOf(s, b) > 0 && lowOf(s, a) >= 0) {
      const most = Math.max(highOf(s, a) ** lowOf(s, b), highOf(s, a) ** highOf(s, b));
      set(s, k, 0, Math.max(1, above(most)));
      settle(s, k, wild);
    } else {
      set(s, k, lowOf(s, ALL), highOf(s, ALL));
      settle(s, k, 1);
    }
    end(s, k, args, ALL, ALL, stride);
    return;
  }
  setOutwards(s, R, Math.log(lowOf(s, a)), Math.log(highOf(s, a)));
  times(s, P, b, R);
  setOutwards(s, k, Math.exp(lowOf(s, P)), Math.exp(highOf(s, P)));
  settle(s, k, wild);
  inverse(s, P, a);
  times(s, P, b, P);
  times(s, P, k, P);
  times(s, Q, k, R);
  end(s, k, args, P, Q, stride);
};

/** v^n for a constant n. */
export const power = (n: number) =>
  unary({
    range: (s, k, a) => setWhole(s, k, a, n),
    slope: (s, a) => {
      setWhole(s, P, a, n - 1);
      set(s, Q, n, n);
      times(s, P, Q, P);
      return P;
    },
  });
