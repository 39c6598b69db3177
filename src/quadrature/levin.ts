/** A limit, and how far from it it may be. */
export interface Limit {
  readonly value: number;
  readonly error: number;
}

/** The difference of successive estimates is exceeded by their error by this at most. */
const SAFETY = 10;
const ROUNDING = 2e-15;

/**
 * The sum of an infinite series from its first terms, the first being the `start`-th, by Levin's u transform (Levin 1973,
 * Int. J. Comput. Math. B3, 371; recursion of Fessler, Ford and Smith 1983): good for terms that alternate, and for
 * those that fall as a power. `noise` is the error of all terms together. Null where it does not settle.
 */
export function levin(terms: readonly number[], start: number, noise: number): Limit | null {
  let partial = 0;
  const above: number[] = [];
  const below: number[] = [];
  const sizes: number[] = [];
  let best: Limit | null = null;
  let before: number[] = [];
  for (const [k, term] of terms.entries()) {
    partial += term;
    const weight = (start + k) * term;
    if (!(Math.abs(weight) > 0)) return null;
    above[k] = partial / weight;
    below[k] = 1 / weight;
    sizes[k] = Math.abs(above[k] as number);
    for (let i = k - 1; i >= 0; i--) {
      const n = k - i - 1;
      const factor = ((start + i) / (start + k)) * ((start + k - 1) / (start + k)) ** (n - 1);
      above[i] = (above[i + 1] as number) - factor * (above[i] as number);
      below[i] = (below[i + 1] as number) - factor * (below[i] as number);
      sizes[i] = (sizes[i + 1] as number) + Math.abs(factor) * (sizes[i] as number);
    }
    const value = (above[0] as number) / (below[0] as number);
    if (k >= 6 && Number.isFinite(value)) {
      const rounding = (ROUNDING * (sizes[0] as number)) / Math.abs(below[0] as number);
      const spread = Math.max(...before.map((one) => Math.abs(one - value)));
      const error = SAFETY * spread + rounding + noise;
      if (best === null || error < best.error) best = { value, error };
    }
    before = [...before.slice(-2), value];
  }
  return best;
}

/** Of a condensed term, the part of it below which others are not taken, and how many at most. */
const ENOUGH = 1e-17;
const MOST = 44;
/** Terms that are this part of their sum may be but rounding. */
const LOST = 1e-10;

/**
 * The sum of a series whose terms are of one sign and fall as a power, as an alternating one (Van Wijngaarden's
 * transform: Daniel 1969, Math. Comp. 23, 91): the sum of a(k) is that of (-1)^k b(k), b(k) = a(k) + 2 a(2k+1) + 4 a(4k+3)
 * + … for k from 0. `term` is told the weight it has.
 */
export function condensed(term: (k: number, weight: number) => number, count: number): Limit | null {
  let noise = 0;
  const terms: number[] = [];
  for (let k = 0; k < count; k++) {
    let sum = 0;
    let last = 0;
    let j = 0;
    for (; j < MOST; j++) {
      const weight = 2 ** j;
      const own = weight * term(weight * (k + 1) - 1, weight);
      const ratio = own / last;
      sum += own;
      last = own;
      if (Math.abs(own) <= ENOUGH * Math.abs(sum)) break;
      // What is left falls as a geometric series, once its ratio is known.
      if (j === MOST - 1) {
        const lost = Math.abs(own) < LOST * Math.abs(sum);
        const rest = lost ? own : ratio < 1 ? (own * ratio) / (1 - ratio) : Number.NaN;
        sum += rest;
        noise += Math.abs(rest);
      }
    }
    terms.push(k % 2 ? -sum : sum);
  }
  return levin(terms, 1, noise);
}
