import { compileJavaScript } from "../../src/integrand/javascript.ts";
import type { Plan } from "../../src/quadrature/plan.ts";
import { CompensatedSum } from "../../src/quadrature/sum.ts";

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
export function sumsOf(plan: Plan): Sums {
  const compiled = compileJavaScript(plan.f);
  const [xs, ys] = [plan.x.nodes(), plan.y.nodes()];
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
  // Column by column, so that values arrive one at a time.
  for (let i = 0; i < xs.length; i++) compiled(xs.subarray(i, i + 1), ys, all);
  const cell = plan.x.step * plan.y.step;
  return { running: running * cell, compensated: (high + low) * cell, double: double.value * cell };
}
