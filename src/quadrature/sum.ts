import type { Plan } from "./plan.ts";

/**
 * A sum of doubles as high + low: the rounding error of every addition, exact by Knuth's TwoSum (1969,
 * 4.2.2, theorem B), is gathered in `low`. Good to about n eps^2, whatever the order and the signs.
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

/** The integral: partial sums of f, one a tile, folded in tile order, times the area of a cell. */
export function total({ problem: { x, y, nx, ny } }: Plan, partials: Float64Array): number {
  const sum = new CompensatedSum();
  for (const partial of partials) sum.add(partial);
  // Plus zero, so that no integral is -0.
  return sum.value * ((x[1] - x[0]) / nx) * ((y[1] - y[0]) / ny) + 0;
}
