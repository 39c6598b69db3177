/** A limit, and how far from it it may be. */
export interface Limit {
  readonly value: number;
  readonly error: number;
}

/** The difference of successive estimates is exceeded by their error by this at most, and by their number if it falls as a power. */
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
      const error = (SAFETY + k) * spread + rounding + noise;
      if (best === null || error < best.error) best = { value, error };
    }
    before = [...before.slice(-2), value];
  }
  return best;
}

/** Of a condensed term, the part of it below which others are not taken, and how many at most. */
const ENOUGH = 1e-17;
const MOST = 44;
/** What is not added is known well enough to this part of the sum. */
const KNOWN = 1e-14;
/** What follows one that is lost in rounding is no more than so many of it. */
const LOST = 10;
const NOTHING: Limit = { value: 0, error: 0 };
/** Terms after which rounding in them has the better of it. */
const PATIENCE = 4;

/**
 * The sum of a series whose terms are of one sign and fall as a power, as an alternating one (Van Wijngaarden's
 * transform: Daniel 1969, Math. Comp. 23, 91): the sum of a(k) is that of (-1)^k b(k), b(k) = a(k) + 2 a(2k+1) + 4 a(4k+3)
 * + … for k from 0. `term` is told the weight it has. Terms below `least` are lost in rounding.
 */
export function condensed(
  term: (k: number, weight: number) => number,
  count: number,
  least: (k: number) => number = () => 0,
): Limit | null {
  let noise = 0;
  const terms: number[] = [];
  for (let k = 0; k < count; k++) {
    const parts: number[] = [];
    let [sum, lost] = [0, 0];
    let best: Limit = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
    let since = 0;
    for (let j = 0; j < MOST && since < PATIENCE; j++, since++) {
      const weight = 2 ** j;
      const at = weight * (k + 1) - 1;
      const own = weight * term(at, weight);
      parts.push(own);
      sum += own;
      const isOver = Math.abs(own) <= ENOUGH * Math.abs(sum);
      const rounding = weight * least(at);
      lost = Math.abs(own) <= rounding ? lost + 1 : 0;
      // One may be so small by chance.
      const isLost = lost > 1;
      const rest = isOver ? NOTHING : isLost ? { value: 0, error: LOST * rounding } : geometric(parts);
      if (best.error === Number.POSITIVE_INFINITY) since = 0;
      if (!rest || !(rest.error < best.error)) continue;
      best = { value: sum + rest.value, error: rest.error };
      if (isLost || rest.error <= KNOWN * Math.abs(sum)) break;
      since = 0;
    }
    if (!Number.isFinite(best.error)) return null;
    noise += best.error;
    terms.push(k % 2 ? -best.value : best.value);
  }
  return levin(terms, 1, noise);
}

/** The drift of a ratio in as many steps as there were, as a part of what it is below 1, of a series that is geometric. */
const STEADY = 0.01;

/** What follows terms whose ratio has become a constant; null where it has not. */
function geometric(parts: readonly number[]): Limit | null {
  if (parts.length < 8) return null;
  const [p, q, r, s] = parts.slice(-4) as [number, number, number, number];
  const ratio = s / r;
  const drift = Math.max(Math.abs(ratio - r / q), Math.abs(ratio - q / p));
  if (!(ratio > 0 && drift * parts.length < STEADY * (1 - ratio))) return null;
  const value = (s * ratio) / (1 - ratio);
  return { value, error: (Math.abs(value) * 4 * drift) / (1 - ratio) / ratio };
}
