import { evaluate } from "../language/tape.ts";
import type { Tree } from "../language/tree.ts";
import { compiled, once, orElse } from "./compiled.ts";
import { compileFamily, compileFamilyPoint, familyOf, familyPoints, gridOf } from "./family-code.ts";
import { blockText, pointText, sumText, valuesText } from "./javascript-text.ts";

/** Nodes along an axis, and their weights where the tree has any. */
export interface Nodes {
  readonly nodes: Float64Array;
  readonly weights?: Float64Array | null;
}

/** A layer: one node, and the values of a tree's parameters. */
export interface Layer extends Nodes {
  readonly parameters?: ArrayLike<number>;
}

/** Adds f, weighted where the tree is, at all these nodes of one layer to a sum. */
export type TileSum = (x: Nodes, y: Nodes, layer: Layer, sum: { add(value: number): void }) => void;

/** Writes f at all these nodes, columns first, then rows, then layers. */
export type Values = (
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  zs: ArrayLike<number>,
  out: Float64Array,
) => void;

/** The tree as a JavaScript function that sums it; code is made from the tree alone. */
export function compileJavaScript(tree: Tree): TileSum {
  return compiled(sumText(tree)) as TileSum;
}

/** From now on this function evaluates the tree, wherever many of its values are wanted. */
export function evaluateBy(tree: Tree, block: Block): void {
  blocks.set(tree, block);
}

/** Has a tree that is a multiple of another evaluated as that one is, where that is so. */
export function evaluateTimes(tree: Tree, factor: number, other: Tree): void {
  const block = blocks.get(other);
  if (!block) return;
  blocks.set(tree, (points, stride, count, out) => {
    block(points, stride, count, out);
    for (let i = 0; i < count; i++) out[i] = factor * (out[i] as number);
  });
}

const blocks = new WeakMap<Tree, Block>();

/** The tree as a JavaScript function that writes its values; compiled once. Interpreted where code may not be made. */
export const compileValues = once((tree): Values => {
  const block = blocks.get(tree);
  if (block) return valuesBy(block);
  const family = familyOf(tree);
  if (family) {
    const { parameters } = family;
    const at = familyPoints(family.tree);
    if (at) return valuesBy((points, stride, count, out) => at(points, stride, count)(parameters, out));
    const values = compileFamily(family.tree);
    return (xs, ys, zs, out) => values(xs, ys, zs)(parameters, out);
  }
  return orElse<Values>(
    () => compiled(valuesText(tree)) as Values,
    (xs, ys, zs, out) => {
      let at = 0;
      for (let l = 0; l < zs.length; l++)
        for (let j = 0; j < ys.length; j++)
          for (let i = 0; i < xs.length; i++)
            out[at++] = evaluate(tree, [xs[i] as number, ys[j] as number, zs[l] as number]);
    },
  );
});

/** A grid's values point by point. */
function valuesBy(block: Block): Values {
  let points: Float64Array | null = null;
  return (xs, ys, zs, out) => {
    points = gridOf([xs, ys, zs], points);
    block(points, points.length / 3, points.length / 3, out);
  };
}

export type Point = (x: number, y: number, z: number) => number;

/** The same of one point. */
export const compilePoint = once((tree): Point => {
  const family = familyOf(tree);
  if (family) {
    const point = compileFamilyPoint(family.tree);
    return (x, y, z) => point(x, y, z, family.parameters);
  }
  return orElse<Point>(
    () => compiled(pointText(tree)) as Point,
    (...point) => evaluate(tree, point),
  );
});

/** Writes f at so many points, whose coordinates along axis k start at k times `stride`. */
export type Block = (points: Float64Array, stride: number, count: number, out: Float64Array) => void;

/** The tree as a JavaScript function of a block of points, in any number of variables. Interpreted likewise. */
export const compileBlock = once(
  (tree): Block =>
    blocks.get(tree) ??
    orElse<Block>(
      () => compiled(blockText(tree)) as Block,
      (points, stride, count, out) => {
        const axes = Math.floor(points.length / stride);
        for (let i = 0; i < count; i++) {
          const point = Array.from({ length: axes }, (_, axis) => points[i + axis * stride] as number);
          out[i] = evaluate(tree, point);
        }
      },
    ),
);

/** f at one point, in any number of variables. */
export function pointOf(tree: Tree, axes: number): (point: readonly number[]) => number {
  if (axes <= 3) {
    const at = compilePoint(tree);
    return ([x = 0, y = 0, z = 0]) => at(x, y, z);
  }
  const block = compileBlock(tree);
  const at = new Float64Array(axes);
  const out = new Float64Array(1);
  return (point) => {
    at.set(point);
    block(at, 1, 1, out);
    return out[0] as number;
  };
}
