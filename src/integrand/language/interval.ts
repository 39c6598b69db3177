/**
 * Least and greatest value that an expression may have over a box, as f32 may compute it, whatever
 * the compiler did to it. null: it may be infinite or NaN.
 */
export type Interval = readonly [low: number, high: number];

/** The nodes' range along each axis. */
export type Domain = readonly Interval[];

/** The largest f32, and the smallest that is not flushed to zero. */
export const F32_MAX = 2 ** 127 * (2 - 2 ** -23);
export const F32_MIN_NORMAL = 2 ** -126;

/** The range around these values, with room for f32 rounding; null beyond the f32 range. */
export function around(...values: number[]): Interval | null {
  return within(Math.min(...values), Math.max(...values), 1e-6, 0);
}

/** The same around values of a function, for which an adapter's own may stand, good to 1e-3. */
export function aroundFunction(...values: number[]): Interval | null {
  return within(Math.min(...values), Math.max(...values), 1e-3, 1e-5);
}

function within(low: number, high: number, relative: number, absolute: number): Interval | null {
  // A bound of zero or more stays so, but may be flushed to zero.
  const least = low >= 0 ? low * (1 - relative) : low * (1 + relative) - absolute;
  const most = high <= 0 ? high * (1 - relative) : high * (1 + relative) + absolute;
  if (!(least >= -F32_MAX && most <= F32_MAX)) return null;
  return [least > 0 && least < F32_MIN_NORMAL ? 0 : least, most < 0 && most > -F32_MIN_NORMAL ? 0 : most];
}

export function sum([a, b]: Interval, [c, d]: Interval): Interval | null {
  // Where terms of different signs cancel, their rounding errors do not.
  const cancels = Math.min(a, c) < 0 && Math.max(b, d) > 0;
  const error = cancels ? 1e-6 * Math.max(-a, b, -c, d) : 0;
  return around(a + c - error, b + d + error);
}

export function negative([a, b]: Interval): Interval {
  return [-b, -a];
}

export function product([a, b]: Interval, [c, d]: Interval): Interval | null {
  return around(a * c, a * d, b * c, b * d);
}

export function quotient(a: Interval, [c, d]: Interval): Interval | null {
  return c >= F32_MIN_NORMAL || d <= -F32_MIN_NORMAL ? product(a, [1 / d, 1 / c]) : null;
}

export function magnitude([a, b]: Interval): Interval {
  return [a > 0 ? a : b < 0 ? -b : 0, Math.max(-a, b)];
}

/** a^n for a whole n > 0, multiplied out. */
export function power(range: Interval, n: number): Interval | null {
  const [low, high] = n % 2 ? range : magnitude(range);
  return around(low ** n, high ** n);
}

/** Whether it has zero in it, or what f32 flushes to zero. */
export function touchesZero(range: Interval | null): boolean {
  return range === null || (range[0] < F32_MIN_NORMAL && range[1] > -F32_MIN_NORMAL);
}

export function finite(ranges: (Interval | null)[]): ranges is Interval[] {
  return ranges.every((one) => one !== null);
}

export function hull(...ranges: Interval[]): Interval {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** Of a function that grows with each argument, as min and max do. */
export function eachEnd(of: (...ends: number[]) => number): (...ranges: Interval[]) => Interval {
  return (...ranges) => [of(...ranges.map(([low]) => low)), of(...ranges.map(([, high]) => high))];
}
