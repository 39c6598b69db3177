import { evaluate } from "../../integrand/language/tape.ts";
import { axesOf, type Tree } from "../../integrand/language/tree.ts";

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Values at a few places that are nowhere special. */
export function samplesOf(
  g: Tree,
  ends: readonly (readonly [number, number])[],
  fixed?: { axis: number; at: number },
): number[] {
  return Array.from({ length: 6 }, (_, k) => {
    const point = ends.map(([a, b], axis) => a + (b - a) * ((0.31 + (k + 1) * GOLDEN * (axis + 1.3)) % 1));
    if (fixed) point[fixed.axis] = fixed.at;
    return evaluate(g, point);
  });
}

/** Whether samples are those of the same function but for a factor. */
export function proportional(a: readonly number[], b: readonly number[]): boolean {
  const factor = (a[0] as number) / (b[0] as number);
  return (
    Number.isFinite(factor) &&
    a.every((value, k) => Math.abs(value - factor * (b[k] as number)) <= 1e-13 * Math.abs(value))
  );
}

/** An end that stands for infinity is singular where f is not smooth in the distance from it. */
export function markTails(
  f: Tree,
  axis: number,
  ends: readonly (readonly [number, number])[],
  places: Map<number, boolean>,
): void {
  const [a, b] = ends[axis] as readonly [number, number];
  for (const [end, inwards] of [
    [a, 1],
    [b, -1],
  ] as const) {
    const at = (distance: number) =>
      samplesOf(f, ends, { axis, at: end + inwards * distance * (b - a) }).reduce(
        (sum, value) => sum + value,
        0,
      );
    const values = [1e-2, 1e-3, 1e-4, 1e-5].map(at) as [number, number, number, number];
    const [first, second] = [values[2] - values[1], values[3] - values[2]].map(Math.abs) as [number, number];
    // A smooth function's differences fall as the distances do, by ten.
    const size = Math.max(...values.map(Math.abs));
    if (second > 0.15 * first && second > 1e-10 * size) places.set(end, true);
  }
}

/** A whole side of the box on which g vanishes, as that of 1/sqrt(x y) at x = 0, is singular. */
export function markFaces(
  g: Tree,
  ends: readonly (readonly [number, number])[],
  cuts: readonly Map<number, boolean>[],
): void {
  const axes = axesOf(g);
  if (Number.isInteger(Math.log2(axes))) return;
  const size = Math.max(...samplesOf(g, ends).map(Math.abs));
  ends.forEach((both, axis) => {
    if (!((axes >> axis) & 1)) return;
    for (const at of both) {
      const here = samplesOf(g, ends, { axis, at });
      if (here.every((value) => Math.abs(value) <= 1e-13 * size))
        (cuts[axis] as Map<number, boolean>).set(at, true);
    }
  });
}
