import type { RuleName } from "../problem/problem.ts";

/** A quadrature rule on the unit cell [0, 1], applied to every cell of an axis. */
export interface Rule {
  readonly name: RuleName;
  /** Abscissae, ascending, and weights, which add up to 1. */
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
  /** p where the error is O(h^p) for a smooth f and cells of side h. */
  readonly order: number;
}

export const RULES: Readonly<Record<RuleName, Rule>> = {
  midpoint: { name: "midpoint", nodes: [0.5], weights: [1], order: 2 },
};

/** A rule's nodes along one axis, in f64. */
export interface Axis {
  readonly count: number;
  /** Nodes first, first + 1, ..., first + count - 1; default: all. */
  nodes(first?: number, count?: number): Float64Array;
  /** The length of a cell; negative if the limits are reversed. */
  readonly step: number;
}

/** The interval [a, b] cut into cells of equal length. */
export function makeAxis({ nodes }: Rule, [a, b]: readonly [number, number], cells: number): Axis {
  const count = cells * nodes.length;
  // Scaling by a power of two is exact, and keeps the products below from overflowing.
  const scale = Math.max(Math.abs(a), Math.abs(b)) > 2 ** 980 ? 2 ** -64 : 1;
  const [from, to] = [a * scale, b * scale];
  return {
    count,
    step: (to - from) / cells / scale,
    nodes(first = 0, length = count - first) {
      const found = new Float64Array(length);
      for (let k = 0; k < length; k++) {
        const cell = Math.floor((first + k) / nodes.length);
        const at = cell + (nodes[(first + k) % nodes.length] as number);
        // A weighted mean of the limits: its rounding error does not grow along the axis.
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
