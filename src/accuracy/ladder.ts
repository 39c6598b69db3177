import { compileJavaScript, type Nodes } from "../integrand/code/javascript.ts";
import { costOf } from "../integrand/code/wgsl.ts";
import { call, weight } from "../integrand/language/tree.ts";
import type { Prepared } from "../problem/problem.ts";
import { CompensatedSum } from "../quadrature/grid/sum.ts";
import { type Axis, makeAxis, NO_AXIS, RULES } from "../quadrature/rules/rule.ts";

/** Sums of the run's own rule over small grids: what its error is, and how it falls. */
export interface Ladder {
  /** Cells along each axis: the run's, or as large a part of them as is cheap. */
  readonly cells: readonly number[];
  /** The sum over these, and what changes with twice as many along every axis, or from half as many. */
  readonly sum: number;
  readonly finer: number;
  readonly coarser: number;
  /** The sum over one cell more along every axis, less the finest: its corners lie elsewhere. */
  readonly elsewhere: number;
}

/** Most values of an f that costs two sines. */
const VALUES = 500_000;

/** Along the axes that f depends on. Null for midpoints, and where a sum is not finite. */
export function ladderOf(prepared: Prepared, axes: readonly number[]): Ladder | null {
  const cells = cellsFor(prepared, axes);
  if (!cells) return null;
  const sum = makeSum(prepared, axes);
  const over = (of: (own: number) => number) => sum(cells.map(of));
  const [half, here, twice] = [over((own) => own / 2), over((own) => own), over((own) => 2 * own)];
  const [finer, coarser, elsewhere] = [twice - here, here - half, over((own) => own + 1) - twice];
  return Number.isFinite(finer + coarser + elsewhere)
    ? { cells, sum: here, finer, coarser, elsewhere }
    : null;
}

/** How many values of f that takes. */
export function ladderValues(prepared: Prepared, axes: readonly number[]): number {
  const cells = cellsFor(prepared, axes);
  return cells ? valuesFor(prepared, cells) : 0;
}

function valuesFor({ problem }: Prepared, cells: readonly number[]): number {
  const { nodes, closed } = RULES[problem.method.rule];
  const each = nodes.length - Number(closed);
  const grids = 2 ** -cells.length + 2 + 2 ** cells.length;
  return grids * cells.reduce((product, side) => product * side * each, 1);
}

/** The run's cells, even ones, halved along every axis until the sums are cheap. */
function cellsFor(prepared: Prepared, axes: readonly number[]): number[] | null {
  const { rule, n } = prepared.problem.method;
  if (rule === "midpoint") return null;
  const most = VALUES / Math.max(1, costOf(prepared.f, false) / 2);
  for (let part = 2; ; part *= 2) {
    const cells = axes.map((axis) => 2 * Math.ceil((n[axis] as number) / part));
    if (valuesFor(prepared, cells) <= most || cells.every((side) => side === 2)) return cells;
  }
}

/** The integral by the run's rule on a grid of so many cells. */
function makeSum(
  { f, box, problem }: Prepared,
  axes: readonly number[],
): (cells: readonly number[]) => number {
  const rule = RULES[problem.method.rule];
  const weighted = axes.reduce((product, axis) => call("*", product, weight(axis)), f);
  const add = compileJavaScript(weighted);
  const rest = box.reduce((product, [a, b], axis) => (axes.includes(axis) ? product : product * (b - a)), 1);
  return (cells) => {
    const own = box.map((limits, axis) => {
      const k = axes.indexOf(axis);
      return k < 0 ? NO_AXIS : makeAxis(rule, limits, cells[k] as number);
    });
    const [x = NO_AXIS, y = NO_AXIS, z = NO_AXIS] = own;
    const sum = new CompensatedSum();
    const [columns, rows] = [all(x), all(y)];
    for (let k = 0; k < z.count; k++) {
      add(columns, rows, { nodes: z.nodes(k, 1), weights: z.weights(k, 1) }, sum);
    }
    return own.reduce((product, { step }) => product * step, rest * sum.value);
  };
}

function all(axis: Axis): Nodes {
  return { nodes: axis.nodes(), weights: axis.weights() };
}
