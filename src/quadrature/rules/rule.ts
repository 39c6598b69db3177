import { hasEdgeNodes, RULE_NAMES, type RuleName } from "../../problem/grid.ts";
import { gaussLegendre } from "./gauss.ts";

/** A quadrature rule on the unit cell [0, 1], applied to every cell of an axis. */
export interface Rule {
  readonly name: RuleName;
  /** Abscissae, ascending, and weights, which add up to 1. */
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
  /** p where the error is O(h^p) for a smooth f and cells of side h. */
  readonly order: number;
  /** Whether a cell shares its first and last node with its neighbours. */
  readonly closed: boolean;
}

/** By name; Gauss's rules are exact for polynomials of degree 2K - 1, so of order 2K. */
export const RULES = Object.fromEntries(RULE_NAMES.map((name) => [name, ruleOf(name)])) as Readonly<
  Record<RuleName, Rule>
>;

function ruleOf(name: RuleName): Rule {
  const closed = hasEdgeNodes(name);
  if (name === "midpoint") return { name, nodes: [0.5], weights: [1], order: 2, closed };
  if (name === "trapezoid") return { name, nodes: [0, 1], weights: [0.5, 0.5], order: 2, closed };
  if (name === "simpson")
    return { name, nodes: [0, 0.5, 1], weights: [1 / 6, 2 / 3, 1 / 6], order: 4, closed };
  const count = Number(name.slice("gauss".length));
  return { name, ...gaussLegendre(count), order: 2 * count, closed };
}

/** A rule's nodes along one axis, in f64. */
export interface Axis {
  readonly count: number;
  /** Nodes first, first + 1, ..., first + count - 1; default: all. */
  nodes(first?: number, count?: number): Float64Array;
  /** Their weights, in units of `step`; null if all are 1. */
  weights(first?: number, count?: number): Float64Array | null;
  /** What a weight of 1 stands for, by default the length of a cell; negative if the limits are reversed. */
  readonly step: number;
}

/** The interval [a, b] cut into cells of equal length. */
export function makeAxis(
  { nodes, weights, closed }: Rule,
  [a, b]: readonly [number, number],
  cells: number,
): Axis {
  const each = nodes.length - Number(closed);
  const count = cells * each + Number(closed);
  // Scaling by a power of two is exact, and keeps the products below from overflowing.
  const scale = Math.max(Math.abs(a), Math.abs(b)) > 2 ** 980 ? 2 ** -64 : 1;
  const [from, to] = [a * scale, b * scale];
  // So that Simpson's weights are 1, 4 and 2 halves, which f32 holds exactly.
  const unit = closed ? 2 * (weights[0] as number) : 1;
  return {
    count,
    step: ((to - from) / cells / scale) * unit,
    nodes(first = 0, length = count - first) {
      const found = new Float64Array(length);
      let [cell, within] = [Math.floor(first / each), first % each];
      for (let k = 0; k < length; k++) {
        const at = cell + (nodes[within] as number);
        // A weighted mean of the limits: its rounding error does not grow along the axis.
        found[k] = (from * (cells - at) + to * at) / cells / scale;
        if (++within === each) [cell, within] = [cell + 1, 0];
      }
      return found;
    },
    weights(first = 0, length = count - first) {
      if (nodes.length === 1) return null;
      const found = new Float64Array(length);
      for (let k = 0; k < length; k++) {
        const own = (weights[(first + k) % each] as number) / unit;
        const shared = closed && (first + k) % each === 0 && first + k > 0 && first + k < count - 1;
        found[k] = shared ? 2 * own : own;
      }
      return found;
    },
  };
}

/** The axis of a variable that is not there: one node of weight 1. */
export const NO_AXIS: Axis = { count: 1, step: 1, nodes: () => Float64Array.of(0), weights: () => null };

/** Midpoints of so many cells of [a, b]: nodes of a grid that looks at f, whatever rule the integral takes. */
export function midpoints(
  limits: readonly [number, number],
  cells: number,
  first?: number,
  count?: number,
): Float64Array {
  return makeAxis(RULES.midpoint, limits, cells).nodes(first, count);
}
