import { compileSensitivity } from "../../integrand/code/family-code.ts";
import { evaluate } from "../../integrand/language/tape.ts";
import { number, substitute, type Tree } from "../../integrand/language/tree.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { STEPWISE, sensitivity } from "../../integrand/reading/sensitivity.ts";

export type Ends = readonly [number, number];

/** A curve or a surface g = 0 along which f is not smooth. */
export interface Curve {
  readonly g: Tree;
  /** Whether f or a derivative may be infinite there. */
  readonly singular: boolean;
  /** Of one along which f is steep, how far from it: nodes next to it are to be as close as this. */
  readonly width?: number | undefined;
  /** Whether f is only that. */
  readonly isSmooth?: boolean;
}

/** A curve or surface g = 0 on the axes of a box that are not degenerate. */
export interface Crossing {
  readonly g: Tree;
  readonly at: (x: number, y: number, z: number) => number;
  /** The range of dg along each axis; null where g itself is not 0 in the box. */
  readonly slopes: (box: readonly Ends[]) => readonly Ends[] | null;
  /** What it is a part of: parts of one never meet. */
  readonly origin: object;
}

export function crossingOf(g: Tree, at: Crossing["at"], axes: number, origin: object): Crossing {
  const bound = bounder(g, axes);
  return {
    g,
    at,
    origin,
    slopes(box) {
      const { low, high, wild, slopes } = bound(
        box.map(([a]) => a),
        box.map(([, b]) => b),
      );
      if (low > 0 || high < 0) return null;
      // A constant has no curve.
      if (!wild && slopes.every((slope) => slope.low === 0 && slope.high === 0)) return null;
      return slopes.map(
        (slope): Ends =>
          wild ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [slope.low, slope.high],
      );
    },
  };
}

/** A crossing within one side of a box. */
export function restricted(crossing: Crossing, side: readonly Ends[]): Crossing {
  const within = (box: readonly Ends[]) =>
    box.map((ends, k) => (isPoint(side[k] as Ends) ? (side[k] as Ends) : ends));
  const place = (own: readonly number[]) =>
    own.map((v, k) => (isPoint(side[k]) ? (side[k] as Ends)[0] : v)) as [number, number, number];
  return {
    g: substitute(crossing.g, (leaf) =>
      isPoint(side[leaf.axis]) ? number((side[leaf.axis] as Ends)[0]) : leaf,
    ),
    at: (x, y, z) => crossing.at(...place([x, y, z])),
    slopes: (box) => crossing.slopes(within(box)),
    origin: crossing.origin,
  };
}

const isPoint = ([a, b]: Ends = [0, 1]) => a === b;

/** Calls of an interpreted tree that take as long as compiling it. */
const OFTEN = 50;

/** The sensitivity of a tree at a point, compiled once that has been asked for often. */
export function costOf(g: Tree): (point: readonly number[]) => number {
  let calls = 0;
  let compiled: ReturnType<typeof compileSensitivity> | null = null;
  return (point) => {
    if (++calls > OFTEN) compiled ??= compileSensitivity(g, STEPWISE);
    const [x = 0, y = 0, z = 0] = point;
    return compiled ? compiled(x, y, z, []) : sensitivity(g, point, STEPWISE).rounding;
  };
}

/** Whether two functions differ by a constant, so that their zeros never meet. */
export function areLevels(a: Tree, b: Tree, axes: number): boolean {
  const apart = Array.from({ length: 7 }, (_, k) => {
    const place = Array.from({ length: axes }, (_, axis) => 0.17 + 0.26 * axis + (0.618 - 0.337 * axis) * k);
    return evaluate(a, place) - evaluate(b, place);
  });
  const [least, most] = [Math.min(...apart), Math.max(...apart)];
  return most - least <= 1e-12 * Math.max(Math.abs(least), Math.abs(most)) && least !== 0;
}
