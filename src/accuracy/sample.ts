import { IntegrateError } from "../errors.ts";
import { compileJavaScript } from "../integrand/code/javascript.ts";
import { substitute, type Tree, variable } from "../integrand/language/tree.ts";
import { placeOf } from "../problem/place.ts";
import type { Prepared } from "../problem/problem.ts";

/** f on a grid. */
export interface Grid {
  /** The nodes along each axis. */
  readonly nodes: readonly Float64Array[];
  /** Of f; a step along an axis skips that many. */
  readonly values: Float64Array;
  readonly strides: readonly number[];
}

/** Values of f along one axis, at fixed coordinates on the others. */
export type Line = (nodes: Float64Array, point: readonly number[], add: (value: number) => void) => void;

/** Lines along any axis, each compiled once. */
export type Lines = (axis: number) => Line;

export function linesOf(tree: Tree): Lines {
  const known = new Map<number, Line>();
  return (axis) => {
    const line = known.get(axis) ?? lineAlong(tree, axis);
    known.set(axis, line);
    return line;
  };
}

/** With one column per call, values are not summed in blocks: so the line goes along axis 1. */
function lineAlong(tree: Tree, axis: number): Line {
  const sums = compileJavaScript(exchanged(tree, axis));
  const one = (value = 0) => ({ nodes: Float64Array.of(value) });
  return (nodes, point, add) => {
    const [x, z] =
      axis === 0 ? [point[1], point[2]] : axis === 2 ? [point[0], point[1]] : [point[0], point[2]];
    sums(one(x), { nodes }, one(z), { add });
  };
}

/** f with an axis and axis 1 exchanged. */
function exchanged(tree: Tree, axis: number): Tree {
  if (axis === 1) return tree;
  return substitute(tree, (leaf) =>
    leaf.axis === 1 ? variable(axis) : leaf.axis === axis ? variable(1) : leaf,
  );
}

/** Throws `not-finite`, with the place. */
export function sample(prepared: Prepared, nodes: readonly Float64Array[], lines: Lines): Grid {
  // Along the longest axis, which is the last of equals.
  const fast = nodes.reduce(
    (best, one, axis) => (one.length >= (nodes[best] as Float64Array).length ? axis : best),
    0,
  );
  const others = [...nodes.keys()].filter((axis) => axis !== fast);
  const strides = nodes.map(() => 1);
  let count = (nodes[fast] as Float64Array).length;
  for (const axis of [...others].reverse()) {
    strides[axis] = count;
    count *= (nodes[axis] as Float64Array).length;
  }
  const values = new Float64Array(count);
  const grid = { nodes, values, strides };
  const line = lines(fast);
  let at = 0;
  const add = (value: number) => {
    values[at++] = value;
  };
  while (at < count) line(nodes[fast] as Float64Array, pointOf(grid, at), add);
  const lost = values.findIndex((value) => !Number.isFinite(value));
  if (lost < 0) return grid;
  throw new IntegrateError("not-finite", `f is not finite at ${placeOf(prepared, pointOf(grid, lost))}`);
}

/** All points of a grid. */
export function pointsOf(sides: readonly Float64Array[]): number[][] {
  let points: number[][] = [[]];
  for (const side of sides) points = points.flatMap((point) => [...side].map((at) => [...point, at]));
  return points;
}

/** The coordinates of a value, by its position. */
export function pointOf(grid: Pick<Grid, "nodes" | "strides">, position: number): number[] {
  return grid.nodes.map((own, axis) => own[indexOn(grid, axis, position)] as number);
}

/** Which of an axis' nodes the value at a position is taken at. */
export function indexOn(
  { nodes, strides }: Pick<Grid, "nodes" | "strides">,
  axis: number,
  position: number,
): number {
  return Math.floor(position / (strides[axis] as number)) % (nodes[axis] as Float64Array).length;
}

/** Where a line begins whose values are `step` apart. */
export function startOf(line: number, step: number, nodes: number): number {
  return Math.floor(line / step) * step * nodes + (line % step);
}
