/** Nodes next to something singular are piled up by these powers: towards it, and along it towards its ends. */
export interface Pile {
  readonly towards: number;
  readonly along: number;
  /** That f grows as distance^-p; 0 where it may be a logarithm or a root. */
  readonly p: number;
  /** What such nodes may miss, as a part of what they have. */
  readonly missing: number;
  /** Where f is only steep: the first of parts that grow by a factor. */
  readonly width?: number;
}

/** Logarithms and roots become smooth enough by these. */
export const USUAL: Pile = { towards: 6, along: 4, p: 0, missing: 0 };
const MOST_PILED = 40;
/** A power of t that need not be whole. */
const SMOOTH = 6;
/** A power is whole but for this. */
const WHOLE = 1e-6;

/** For an f that grows as distance^-p: with q = towards, t^(q (1 - p) - 1) is to be a polynomial in t, or nearly so. */
export function pileFor(p: number): Pile {
  if (!(p > WHOLE && p < 1 - WHOLE)) return USUAL;
  const nearly = MOST_PILED * (1 - p);
  if (nearly < 1) return { towards: MOST_PILED, along: MOST_PILED, p, missing: 1 / nearly };
  const powers = Array.from({ length: MOST_PILED - USUAL.along + 1 }, (_, k) => USUAL.along + k);
  const off = (q: number) => Math.abs(q * (1 - p) - Math.round(q * (1 - p)));
  const isWhole = (q: number, least: number) => off(q) < WHOLE && Math.round(q * (1 - p)) >= least;
  const least = Math.min(SMOOTH, Math.floor(nearly));
  const smooth = powers.filter((q) => q >= USUAL.towards && q * (1 - p) >= least);
  const nearest = smooth.reduce((a, b) => (off(b) < off(a) ? b : a));
  const towards = powers.find((q) => q >= USUAL.towards && isWhole(q, 2)) ?? nearest;
  return { towards, along: powers.find((q) => isWhole(q, 1)) ?? towards, p, missing: 0 };
}
