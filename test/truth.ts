import { sensitivity } from "../src/integrand/sensitivity.ts";
import { type Precision, type Prepared, prepare } from "../src/problem/problem.ts";
import { midpoints } from "../src/quadrature/rule.ts";
import published from "./integrands.json" with { type: "json" };

/** A problem, its name, and the exact midpoint sum on its grid. */
export interface Truth {
  readonly name: string;
  readonly problem: Prepared;
  readonly sum: number;
}

/** Area of the lesson's square. */
export const AREA = Math.PI ** 2;

/**
 * Largest allowed distance from the exact midpoint sum over the square [0, pi]^2 for n >= 1,000. `fast` is as accurate as
 * the adapter's own sine: SwiftShader's is off by 1.9e-4, and its sum over cos(x+y) by 2.8e-4.
 */
export const TOLERANCE: Readonly<Record<Precision, number>> = {
  fast: 1e-4 * AREA,
  f32: 3e-8 * AREA,
  df64: 1e-14 * AREA,
  f64: 1e-15 * AREA,
};

/** Midpoint sums with known values, at n cells per side. All but the lesson's are far from zero. */
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
 * Largest allowed distance of an f32 integral from the sum over the same nodes: 1e-7 times the area times the mean
 * sensitivity of f, on a coarse grid. The documented promise has the maximum instead, which is infinite if f has a
 * singular corner.
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
