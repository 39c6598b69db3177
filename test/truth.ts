import { sensitivity } from "../src/integrand/sensitivity.ts";
import { type Precision, type Prepared, prepare } from "../src/problem/problem.ts";
import { midpoints } from "../src/quadrature/rule.ts";
import published from "./integrands.json" with { type: "json" };

/** A problem, the exact midpoint sum on its own grid, and how it is written. */
export interface Truth {
  readonly name: string;
  readonly problem: Prepared;
  readonly sum: number;
}

/** Area of the lesson's square, over which all of these are taken. */
export const AREA = Math.PI ** 2;

/**
 * Largest distance from the exact midpoint sum, for n >= 1,000, over the square [0, pi]^2: what the
 * project aims for. `fast` is as good as the adapter's own sine: SwiftShader's is off by 1.9e-4, and
 * its sum over cos(x+y) by 2.8e-4.
 */
export const TOLERANCE: Readonly<Record<Precision, number>> = {
  fast: 1e-4 * AREA,
  f32: 3e-8 * AREA,
  df64: 1e-14 * AREA,
  f64: 1e-15 * AREA,
};

/** Midpoint sums with known values at n cells a side. All but the lesson's own are far from zero. */
export function truths(n: number): Truth[] {
  const problem = (f: string) => prepare({ f, n });
  const cosine = published.midpointSums.find(({ f }) => f === "cos(x+y)")?.values as Record<string, string>;
  return [
    { name: "sin(x+y)", problem: problem("sin(x+y)"), sum: 0 },
    { name: "cos(x+y)", problem: problem("cos(x+y)"), sum: Number(cosine[n] ?? cosineSum(n)) },
    { name: "0.1", problem: problem("0.1"), sum: 0.1 * AREA },
    { name: "1/3", problem: problem("1/3"), sum: AREA / 3 },
  ];
}

/** The midpoint sum of cos(x+y) over [0, pi]^2: -(h / sin(h/2))^2, h = pi / n. */
export function cosineSum(n: number): number {
  const h = Math.PI / n;
  return -((h / Math.sin(h / 2)) ** 2);
}

/**
 * How far an f32 integral may be from the sum over the same nodes: 1e-7 times the area times the mean
 * sensitivity of f over the domain, taken on a coarse grid. The promise itself has the largest in place of
 * the mean, which is infinite where f has a singular corner.
 */
export function promised({ f: tree, problem: { x, y } }: Prepared): number {
  const [xs, ys] = [midpoints(x, 50), midpoints(y, 50)];
  let sum = 0;
  for (const a of xs) for (const b of ys) sum += sensitivity(tree, a, b).sum;
  return 1e-7 * Math.abs((x[1] - x[0]) * (y[1] - y[0])) * (sum / 2500);
}

/** Area of the rectangle. */
export function areaOf({ problem: { x, y } }: Prepared): number {
  return Math.abs((x[1] - x[0]) * (y[1] - y[0]));
}
