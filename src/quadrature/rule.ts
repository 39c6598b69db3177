import type { RuleName } from "../problem/problem.ts";

/** A quadrature rule on the unit cell [0, 1], applied to every cell of an axis. */
export interface Rule {
  readonly name: RuleName;
  /** Abscissae, ascending, and their weights, which add up to 1. */
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
  /** p in an error that falls as h^p for a smooth f, h being the side of a cell. */
  readonly order: number;
}

export const RULES: Readonly<Record<RuleName, Rule>> = {
  midpoint: { name: "midpoint", nodes: [0.5], weights: [1], order: 2 },
};

/** A rule's nodes along one axis, which its host computes in f64. */
export interface Axis {
  readonly count: number;
  /** Nodes first, first + 1, ... */
  nodes(first?: number, count?: number): Float64Array;
  /** The length of a cell, negative where the limits are reversed. */
  readonly step: number;
}

/** The axis [a, b] cut into so many cells. */
export function makeAxis({ nodes }: Rule, [a, b]: readonly [number, number], cells: number): Axis {
  const count = cells * nodes.length;
  // Limits so large that a product below would overflow are scaled by a power of two, which is exact.
  const scale = Math.max(Math.abs(a), Math.abs(b)) > 2 ** 980 ? 2 ** -64 : 1;
  const [from, to] = [a * scale, b * scale];
  return {
    count,
    step: (to - from) / cells / scale,
    nodes(first = 0, some = count - first) {
      const found = new Float64Array(some);
      for (let k = 0; k < some; k++) {
        const cell = Math.floor((first + k) / nodes.length);
        const at = cell + (nodes[(first + k) % nodes.length] as number);
        // A weighted mean of a and b: its rounding error does not grow along the axis.
        found[k] = (from * (cells - at) + to * at) / cells / scale;
      }
      return found;
    },
  };
}

/** Midpoints of so many cells of [a, b]: nodes of a grid that looks at f, whatever rule the integral takes. */
export function midpoints(
  limits: readonly [number, number],
  cells: number,
  first?: number,
  count?: number,
): Float64Array {
  return makeAxis(RULES.midpoint, limits, cells).nodes(first, count);
}
