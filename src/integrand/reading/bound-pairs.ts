/**
 * Pairs of ends (intervals) in one array, each named by its position, so that nothing is allocated. What is written is
 * rounded outwards unless it is exact: it encloses what f64 computes as well as the truth (Moore 1966).
 */
export type Pairs = Float64Array;

/** Pairs that never change, and places for intermediate ones. */
export const ZERO = 0;
export const ONE = 2;
export const MINUS_ONE = 4;
export const EITHER = 6;
export const SIGNED = 8;
export const ALL = 10;
export const P = 12;
export const Q = 14;
export const R = 16;
/** For `addSlopes` alone. */
const TERM = 18;
export const FIRST_FREE = 20;

const CONSTANTS = [0, 0, 1, 1, -1, -1, 0, 1, -1, 1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** Room for these pairs, those above, and no more. */
export function makePairs(length: number): Pairs {
  const made = new Float64Array(FIRST_FREE + length);
  made.set(CONSTANTS);
  return made;
}

/** Where a step has its value's range, whether that is wild, its value in the middle of the box, and its slopes. */
export const WILD = 2;
export const MIDDLE = 3;
export const SLOPES = 4;

/** Room for the rounding of a few operations, and for functions that are not correctly rounded. */
const MORE = 1 + 6e-16;
const LESS = 1 - 6e-16;
const TINY = 1e-320;

export const below = (end: number) => (end > 0 ? end * LESS : end * MORE) - TINY;
export const above = (end: number) => (end < 0 ? end * LESS : end * MORE) + TINY;

export function set(s: Pairs, at: number, low: number, high: number): void {
  s[at] = low;
  s[at + 1] = high;
}

// Written out, since calls are slow until they are compiled, and most integrals are done by then.
export function setOutwards(s: Pairs, at: number, low: number, high: number): void {
  s[at] = (low > 0 ? low * LESS : low * MORE) - TINY;
  s[at + 1] = (high < 0 ? high * LESS : high * MORE) + TINY;
}

export const lowOf = (s: Pairs, a: number) => s[a] as number;
export const highOf = (s: Pairs, a: number) => s[a + 1] as number;
export const isZero = (s: Pairs, a: number) => s[a] === 0 && s[a + 1] === 0;
export const isPoint = (s: Pairs, a: number) => s[a] === s[a + 1];
export const excludesZero = (s: Pairs, a: number) => lowOf(s, a) > 0 || highOf(s, a) < 0;
export const isUnbounded = (s: Pairs, a: number) => !Number.isFinite(highOf(s, a) - lowOf(s, a));

/** The least and the greatest |v| of a pair. */
export function leastOf(s: Pairs, a: number): number {
  const low = s[a] as number;
  const high = s[a + 1] as number;
  return low > 0 ? low : high < 0 ? -high : 0;
}
export const mostOf = (s: Pairs, a: number) => Math.max(-lowOf(s, a), highOf(s, a));

export function plus(s: Pairs, at: number, a: number, b: number): void {
  setOutwards(s, at, (s[a] as number) + (s[b] as number), (s[a + 1] as number) + (s[b + 1] as number));
}

export function minus(s: Pairs, at: number, a: number, b: number): void {
  setOutwards(s, at, (s[a] as number) - (s[b + 1] as number), (s[a + 1] as number) - (s[b] as number));
}

export function negative(s: Pairs, at: number, a: number): void {
  const low = s[a] as number;
  s[at] = -(s[a + 1] as number);
  s[at + 1] = -low;
}

export function times(s: Pairs, at: number, a: number, b: number): void {
  const p = s[a] as number;
  const q = s[a + 1] as number;
  const r = s[b] as number;
  const t = s[b + 1] as number;
  let low: number;
  let high: number;
  if (p >= 0) {
    low = (r >= 0 ? p : q) * r;
    high = (t >= 0 ? q : p) * t;
  } else if (q <= 0) {
    low = (t >= 0 ? p : q) * t;
    high = (r >= 0 ? q : p) * r;
  } else if (r >= 0) {
    low = p * t;
    high = q * t;
  } else if (t <= 0) {
    low = q * r;
    high = p * r;
  } else {
    low = Math.min(p * t, q * r);
    high = Math.max(p * r, q * t);
  }
  // 0 times infinity is 0: a factor that is exactly 0 stays so.
  if (low <= high) setOutwards(s, at, low, high);
  else setOutwards(s, at, low || 0, high || 0);
}

export function inverse(s: Pairs, at: number, a: number): void {
  if (!excludesZero(s, a)) set(s, at, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  else setOutwards(s, at, 1 / highOf(s, a), 1 / lowOf(s, a));
}

export function squared(s: Pairs, at: number, a: number): void {
  const least = leastOf(s, a);
  const most = mostOf(s, a);
  set(s, at, Math.max(0, below(least * least)), above(most * most));
}

/** Ends the value of a step: an end that is not a number is not known. */
export function settle(s: Pairs, k: number, wild: number): void {
  const low = s[k] as number;
  const high = s[k + 1] as number;
  s[k + WILD] = wild;
  if (low <= high) return;
  if (Number.isNaN(low)) s[k] = Number.NEGATIVE_INFINITY;
  if (Number.isNaN(high)) s[k + 1] = Number.POSITIVE_INFINITY;
  s[k + WILD] = wild || 1;
}

/** Adds the slopes of an argument, times the derivative by it, to those of a step, which begin as 0. */
export function addSlopes(s: Pairs, k: number, arg: number, derivative: number, stride: number): void {
  // What is exactly 0 stays so.
  if (s[derivative] === 0 && s[derivative + 1] === 0) return;
  for (let i = SLOPES; i < stride; i += 2) {
    const own = arg + i;
    if (s[own] === 0 && s[own + 1] === 0) continue;
    let term = own;
    if (s[own] === 1 && s[own + 1] === 1) term = derivative;
    else if (derivative !== ONE) {
      term = TERM;
      if (derivative === MINUS_ONE) negative(s, TERM, own);
      else times(s, TERM, derivative, own);
    }
    const sum = k + i;
    if (s[sum] === 0 && s[sum + 1] === 0) {
      s[sum] = s[term] as number;
      s[sum + 1] = s[term + 1] as number;
    } else plus(s, sum, sum, term);
    if ((s[sum] as number) <= (s[sum + 1] as number)) continue;
    s[sum] = Number.NEGATIVE_INFINITY;
    s[sum + 1] = Number.POSITIVE_INFINITY;
  }
}

export function clearSlopes(s: Pairs, k: number, stride: number): void {
  for (let i = SLOPES; i < stride; i++) s[k + i] = 0;
}

export const holdsZero = (s: Pairs, a: number) => !excludesZero(s, a);

/** Widens the pair at `at` to hold that at `a`. */
export function hull(s: Pairs, at: number, a: number): void {
  set(s, at, Math.min(lowOf(s, at), lowOf(s, a)), Math.max(highOf(s, at), highOf(s, a)));
}
