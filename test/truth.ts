import { sensitivity } from "../src/integrand/reading/sensitivity.ts";
import { type Precision, type Prepared, prepare } from "../src/problem/problem.ts";
import { midpoints } from "../src/quadrature/rules/rule.ts";
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

const wide = { x: "0,1", y: "0,1", z: "0,1", nx: 150, ny: 600, nz: 5 };
const simplex = { x: "0,1", y: "0,1-x", z: "0,1-x-y", nx: 50, ny: 200, nz: 2, rule: "gauss3" } as const;

/** Grids in one and three variables with a few tiles, ragged at the edges, and the exact sums over their nodes. */
export const GRIDS: readonly Truth[] = [
  {
    name: "one variable",
    problem: prepare({ f: "cos(t)", variables: { t: "0,1" }, n: 70_000 }),
    sum: unitCosine(70_000),
  },
  {
    name: "three variables",
    problem: prepare({ f: "cos(x)*cos(y)*cos(z)", ...wide }),
    sum: unitCosine(150) * unitCosine(600) * unitCosine(5),
  },
  {
    name: "three variables with limits and weights",
    problem: prepare({ f: "x*y*z", ...simplex }),
    sum: 1 / 720,
  },
];

/** The midpoint sum of cos over [0, 1]: sin(1) (h/2) / sin(h/2), h = 1 / n. */
export function unitCosine(n: number): number {
  return Math.sin(1) / (2 * n) / Math.sin(1 / (2 * n));
}

/**
 * Largest allowed distance of an f32 integral from the sum over the same nodes: 1e-7 times the volume times the mean
 * sensitivity of f, on a coarse grid. The documented bound has the maximum instead, which is infinite if f has a
 * singular corner.
 */
export function promised(problem: Prepared): number {
  return 1e-7 * meanOver(problem, COARSE, (point) => sensitivity(problem.f, point).sum) * volumeOf(problem);
}

/** Nodes along each axis, by the number of axes: a few thousand in all. */
const COARSE = [0, 2500, 50, 14];

/** The mean of a function over a grid of midpoints of the problem's box. */
export function meanOver(
  { box }: Pick<Prepared, "box">,
  sides: readonly number[],
  value: (point: number[]) => number,
): number {
  const side = sides[box.length] as number;
  const axes = box.map((limits) => midpoints(limits, side));
  let sum = 0;
  for (let k = 0; k < side ** box.length; k++) {
    sum += value(axes.map((nodes, axis) => nodes[Math.floor(k / side ** axis) % side] as number));
  }
  return sum / side ** box.length;
}

/** The volume of the problem's box. */
export function volumeOf({ box }: Pick<Prepared, "box">): number {
  return Math.abs(box.reduce((product, [a, b]) => product * (b - a), 1));
}
