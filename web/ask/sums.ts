import { compileJavaScript } from "../../src/integrand/code/javascript.ts";
import type { Plan } from "../../src/quadrature/grid/plan.ts";
import { CompensatedSum } from "../../src/quadrature/grid/sum.ts";

/** The midpoint sum of the same f64 values of f, added in three ways. */
export interface Sums {
  /** A running sum in one f32. */
  readonly running: number;
  /** The same with the rounding errors summed in a second f32 (Knuth 1969, 4.2.2). */
  readonly compensated: number;
  /** A compensated sum in f64. */
  readonly double: number;
}

/** Adds one cell after another, as a plain loop would. */
export function sumsOf({ f, x, y, z }: Plan): Sums {
  const compiled = compileJavaScript(f);
  const [xs, ys, zs] = [x.nodes(), y.nodes(), z.nodes()];
  const double = new CompensatedSum();
  let running = 0;
  let high = 0;
  let low = 0;
  const all = Object.assign(new CompensatedSum(), {
    add(value: number) {
      const single = Math.fround(value);
      running = Math.fround(running + single);
      const sum = Math.fround(high + single);
      const part = Math.fround(sum - high);
      const error = Math.fround(Math.fround(high - Math.fround(sum - part)) + Math.fround(single - part));
      high = sum;
      low = Math.fround(low + error);
      double.add(value);
    },
  });
  const only = (nodes: Float64Array, k: number) => ({ nodes: nodes.subarray(k, k + 1) });
  // Column by column, so that values arrive one at a time.
  for (let k = 0; k < zs.length; k++) {
    for (let i = 0; i < xs.length; i++) compiled(only(xs, i), { nodes: ys }, only(zs, k), all);
  }
  const cell = x.step * y.step * z.step;
  return { running: running * cell, compensated: (high + low) * cell, double: double.value * cell };
}
