/**
 * Least and greatest value that an expression may have over a rectangle, as f32 may compute it, whatever
 * the compiler did to it. null in place of a range: it may be infinite or undefined.
 */
export type Range = readonly [low: number, high: number];

/** The nodes' ranges. */
export interface Reach {
  readonly x: Range;
  readonly y: Range;
}

/** The largest f32, and the smallest that is not flushed to zero. */
export const MOST = 2 ** 127 * (2 - 2 ** -23);
export const LEAST = 2 ** -126;

/** The range around these values, room for the rounding of an f32 left; null where f32 has no room. */
export function around(...values: number[]): Range | null {
  return within(Math.min(...values), Math.max(...values), 1e-6, 0);
}

/** The same around values of a function, for which an adapter's own may stand, good to 1e-3. */
export function aroundFunction(...values: number[]): Range | null {
  return within(Math.min(...values), Math.max(...values), 1e-3, 1e-5);
}

function within(low: number, high: number, relative: number, absolute: number): Range | null {
  // What is zero or more stays so, but may be flushed to zero.
  const least = low >= 0 ? low * (1 - relative) : low * (1 + relative) - absolute;
  const most = high <= 0 ? high * (1 - relative) : high * (1 + relative) + absolute;
  if (!(least >= -MOST && most <= MOST)) return null;
  return [least > 0 && least < LEAST ? 0 : least, most < 0 && most > -LEAST ? 0 : most];
}

export function sum([a, b]: Range, [c, d]: Range): Range | null {
  // Where terms of different signs cancel, their rounding errors do not.
  const cancels = Math.min(a, c) < 0 && Math.max(b, d) > 0;
  const error = cancels ? 1e-6 * Math.max(-a, b, -c, d) : 0;
  return around(a + c - error, b + d + error);
}

export function negative([a, b]: Range): Range {
  return [-b, -a];
}

export function product([a, b]: Range, [c, d]: Range): Range | null {
  return around(a * c, a * d, b * c, b * d);
}

export function quotient(a: Range, [c, d]: Range): Range | null {
  return c >= LEAST || d <= -LEAST ? product(a, [1 / d, 1 / c]) : null;
}

export function magnitude([a, b]: Range): Range {
  return [a > 0 ? a : b < 0 ? -b : 0, Math.max(-a, b)];
}

/** a^n for a whole n > 0, multiplied out. */
export function power(range: Range, n: number): Range | null {
  const [low, high] = n % 2 ? range : magnitude(range);
  return around(low ** n, high ** n);
}

export function hull(...ranges: Range[]): Range {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** Of a function that grows with each argument, as min and max do. */
export function eachEnd(of: (...ends: number[]) => number): (...ranges: Range[]) => Range {
  return (...ranges) => [of(...ranges.map(([low]) => low)), of(...ranges.map(([, high]) => high))];
}
