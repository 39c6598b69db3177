import { expect } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import type { useGpu } from "./gpu.ts";
import { promised } from "./truth.ts";

export type Rectangle = readonly [readonly [number, number], readonly [number, number]];

/** Every function of the language at least once. */
export const INTEGRANDS = [
  ..."sin(x+y) cos(x*y) tan(x/4) asin(x/4) acos(y/4) atan(x*y) atan2(y,x+2) sinh(x/3)+y cosh(x-y)".split(" "),
  ..."tanh(x+y) exp(-x^2-y^2) log(x^2+y^2+1) log2(3+(x*y)^2) log10(x^2+2) pow(x^2+1,y) (x+y+9)^(x/3)".split(
    " ",
  ),
  ..."sqrt(x^2+y^2) cbrt(x-y) hypot(x,y+1) 1/(1+x^2+y^2) x^5-y^6 1-cos(x) abs(x-y) x*y>0.3?x:y".split(" "),
  ..."min(x,y,1) max(x,-y) round(3*x)*y floor(x*2)+ceil(y*3) sign(x-1/2)*y 1/3".split(" "),
];

/** The lesson's square, rectangles on which f32 loses digits or cancels, and one with reversed limits. */
export const RECTANGLES: readonly Rectangle[] = [
  [
    [0, Math.PI],
    [0, Math.PI],
  ],
  [
    [1000, 1001],
    [-1, 1],
  ],
  [
    [3, -2],
    [1, 2],
  ],
  [
    [-1e-3, 1e-3],
    [-1e-3, 1e-3],
  ],
  [
    [0, 0.01],
    [0, 0.01],
  ],
];

/** Expects f32 to keep its promised distance from f64 on the same grid. */
export async function expectPromised(
  gpu: ReturnType<typeof useGpu>,
  f: string,
  [x, y]: Rectangle,
  n: number,
) {
  const problem = prepare({ f, x, y, n });
  const truth = await integrate(problem, (plan) => openSerial(plan, host), host);
  const { integral } = await gpu.run(problem, "f32");
  expect(Math.abs(integral - truth.integral)).toBeLessThanOrEqual(promised(problem));
}
