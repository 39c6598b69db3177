/** f(d) d = factor (k + shift)^-power at the distance d = 2^-k. */
export interface LogPower {
  readonly factor: number;
  readonly shift: number;
  readonly power: number;
  /** How far f may be from it nearer to the place, as a part of itself. */
  readonly error: number;
}

/** Halvings of the distance after which a smooth factor is a constant. */
export const SMOOTH = 40;
/** Between places; few enough for what infinite axes' maps can hold. */
const STEP = 12;
const COUNT = 5;
/** Powers that are looked for. */
const [LEAST, MOST] = [1 / 16, 16];
const FITS = 1e-9;
const ROUNDING = 1e-15;

/**
 * The power of the logarithm by which f differs from 1/d, as 2 for 1/(x log(x)^2): that for which (f d)^(-1/power) is linear
 * in the logarithm. Null for other functions. `product` is f(d) d, looked at from `start` on.
 */
export function logPowerOf(product: (halvings: number) => number, start = SMOOTH): LogPower | null {
  const all = Array.from({ length: COUNT }, (_, n) => product(start + STEP * n));
  const sign = Math.sign(all[0] as number);
  if (!all.every((one) => one * sign > 0 && Number.isFinite(one))) return null;
  const [a, , b, , c] = all.map((one) => one / (all[0] as number)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const bend = (power: number) => b ** (-1 / power) * 2 - c ** (-1 / power) - a ** (-1 / power);
  let [low, high] = [LEAST, MOST];
  // Concave if the power is too large.
  if (!(b < a && bend(low) < 0 && bend(high) > 0)) return null;
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (bend(middle) < 0) low = middle;
    else high = middle;
  }
  const power = (low + high) / 2;
  const slope = (c ** (-1 / power) - a ** (-1 / power)) / (4 * STEP);
  const shift = 1 / slope - start;
  const factor = (all[0] as number) * (start + shift) ** power;
  const at = (halvings: number) => factor * (halvings + shift) ** -power;
  const misfit = Math.max(...[1, 3].map((n) => Math.abs(at(start + STEP * n) / (all[n] as number) - 1)));
  // Farther out the same difference counts for more.
  const error = (misfit + ROUNDING) * Math.max(1, (start + shift) / STEP) ** 4;
  return misfit < FITS ? { factor, shift, power, error } : null;
}
