import type { Plan } from "./plan.ts";

/**
 * A sum of doubles as high + low. `low` collects the rounding error of every addition, which Knuth's TwoSum (1969, 4.2.2,
 * theorem B) gives exactly; the relative error is about n eps^2, in any order and with any signs.
 */
export class CompensatedSum {
  high = 0;
  low = 0;

  add(value: number): void {
    const sum = this.high + value;
    const part = sum - this.high;
    this.low += this.high - (sum - part) + (value - part);
    this.high = sum;
  }

  get value(): number {
    return this.high + this.low;
  }
}

/** The integral: the sum of the tiles' partial sums in tile order, times the area of a cell. */
export function total({ x, y }: Plan, partials: Float64Array): number {
  const sum = new CompensatedSum();
  for (const partial of partials) sum.add(partial);
  // + 0 turns -0 into 0.
  return product(sum.value, x.step, y.step) + 0;
}

/** a b c without intermediate overflow or underflow. */
function product(a: number, b: number, c: number): number {
  const plain = a * b * c;
  if (Number.isFinite(plain) && Math.min(Math.abs(a * b), Math.abs(plain)) > 2 ** -1022) return plain;
  const exponents = [a, b, c].map((v) => (Number.isFinite(v) && v ? Math.floor(Math.log2(Math.abs(v))) : 0));
  const [p, q, r] = [a, b, c].map((v, k) => scaled(v, -(exponents[k] as number))) as [number, number, number];
  return scaled(
    p * q * r,
    exponents.reduce((sum, exponent) => sum + exponent),
  );
}

/** v 2^k in steps within the range of f64; only the last may round. */
function scaled(v: number, k: number): number {
  const step = Math.max(-1000, Math.min(1000, k));
  return step === k ? v * 2 ** k : scaled(v * 2 ** step, k - step);
}
