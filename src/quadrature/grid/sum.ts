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

/** The integral: the sum of the tiles' partial sums in tile order, times the volume of a cell. */
export function total({ x, y, z }: Pick<Plan, "x" | "y" | "z">, partials: Float64Array): number {
  const sum = new CompensatedSum();
  for (const partial of partials) sum.add(partial);
  // + 0 turns -0 into 0.
  return product([sum.value, x.step, y.step, z.step]) + 0;
}

/** The product without intermediate overflow or underflow. */
function product(factors: readonly number[]): number {
  let [plain, least] = [1, Number.POSITIVE_INFINITY];
  for (const factor of factors) {
    plain *= factor;
    least = Math.min(least, Math.abs(plain));
  }
  if (Number.isFinite(plain) && least > 2 ** -1022) return plain;
  const exponents = factors.map((v) => (Number.isFinite(v) && v ? Math.floor(Math.log2(Math.abs(v))) : 0));
  const scaledDown = factors.map((v, k) => scaled(v, -(exponents[k] as number)));
  return scaled(
    scaledDown.reduce((a, b) => a * b),
    exponents.reduce((a, b) => a + b),
  );
}

/** v 2^k in steps within the range of f64; only the last may round. */
function scaled(v: number, k: number): number {
  const step = Math.max(-1000, Math.min(1000, k));
  return step === k ? v * 2 ** k : scaled(v * 2 ** step, k - step);
}
