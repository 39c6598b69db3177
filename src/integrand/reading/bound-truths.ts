import {
  ALL,
  addSlopes,
  clearSlopes,
  EITHER,
  excludesZero,
  highOf,
  hull,
  isPoint,
  isZero,
  lowOf,
  ONE,
  type Pairs,
  SLOPES,
  set,
  WILD,
  ZERO,
} from "./bound-pairs.ts";
import { type Rule, worst } from "./bound-unary.ts";

/** A pair of truths: whether it may be true, as 0 or 1, at least and at most. */
export type Truth = (s: Pairs, a: number, b: number) => number;

/** Of a number. */
export const truthOf: Truth = (s, a) => (excludesZero(s, a) ? ONE : isZero(s, a) ? ZERO : EITHER);
export const opposite = (truth: number) => (truth === ONE ? ZERO : truth === ZERO ? ONE : EITHER);
export const less: Truth = (s, a, b) =>
  highOf(s, a) < lowOf(s, b) ? ONE : lowOf(s, a) >= highOf(s, b) ? ZERO : EITHER;
export const lessOrEqual: Truth = (s, a, b) =>
  highOf(s, a) <= lowOf(s, b) ? ONE : lowOf(s, a) > highOf(s, b) ? ZERO : EITHER;
export const equal: Truth = (s, a, b) =>
  highOf(s, a) < lowOf(s, b) || highOf(s, b) < lowOf(s, a)
    ? ZERO
    : isPoint(s, a) && isPoint(s, b)
      ? ONE
      : EITHER;
export const both: Truth = (s, a, b) => {
  const [p, q] = [truthOf(s, a, a), truthOf(s, b, b)];
  return p === ZERO || q === ZERO ? ZERO : p === ONE && q === ONE ? ONE : EITHER;
};
export const either: Truth = (s, a, b) => {
  const [p, q] = [truthOf(s, a, a), truthOf(s, b, b)];
  return p === ONE || q === ONE ? ONE : p === ZERO && q === ZERO ? ZERO : EITHER;
};

/** `decided` says which outcome the ranges settle. */
export function comparison(decided: Truth): Rule {
  return (s, k, args, stride) => {
    const [a, b = a] = args as readonly [number, number];
    const truth = worst(s, args) ? EITHER : decided(s, a, b);
    set(s, k, lowOf(s, truth), highOf(s, truth));
    s[k + WILD] = 0;
    clearSlopes(s, k, stride);
    // Its jumps are found by themselves.
    if (truth === EITHER) for (const arg of args) addSlopes(s, k, arg, ALL, stride);
  };
}

export const conditional: Rule = (s, k, args, stride) => {
  const [c, a, b] = args as readonly [number, number, number];
  const truth = s[c + WILD] ? EITHER : truthOf(s, c, c);
  const taken = truth === ZERO ? b : a;
  for (let i = 0; i < stride; i++) s[k + i] = s[taken + i] as number;
  if (truth !== EITHER) return;
  hull(s, k, b);
  const [p, q] = [s[a + WILD] as number, s[b + WILD] as number];
  s[k + WILD] = p === 2 && q === 2 ? 2 : Math.min(1, Math.max(p, q));
  // Across the jump between different branches there is no slope.
  for (let i = SLOPES; i < stride; i += 2)
    if (!isZero(s, a + i) || !isZero(s, b + i) || !isZero(s, c + i))
      set(s, k + i, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
};
