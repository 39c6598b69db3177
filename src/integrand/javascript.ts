import { IntegrateError } from "../errors.ts";
import { MEANINGS, pointText, sumText, valuesText } from "./javascript-text.ts";
import { evaluate } from "./tape.ts";
import type { Tree } from "./tree.ts";

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

/** The tree as a JavaScript function that writes its values; compiled once. Interpreted where code may not be made. */
export const compileValues = once((tree) =>
  orElse(
    () => compiled(valuesText(tree)) as Values,
    (xs, ys, zs, out) => {
      let at = 0;
      for (let l = 0; l < zs.length; l++)
        for (let j = 0; j < ys.length; j++)
          for (let i = 0; i < xs.length; i++)
            out[at++] = evaluate(tree, [xs[i] as number, ys[j] as number, zs[l] as number]);
    },
  ),
);

export type Point = (x: number, y: number, z: number) => number;

/** The same of one point. */
export const compilePoint = once((tree) =>
  orElse(
    () => compiled(pointText(tree)) as Point,
    (...point) => evaluate(tree, point),
  ),
);

function orElse<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof IntegrateError && error.code === "worker") return otherwise;
    throw error;
  }
}

function once<T>(compile: (tree: Tree) => T): (tree: Tree) => T {
  const known = new WeakMap<Tree, T>();
  return (tree) => {
    const made = known.get(tree) ?? compile(tree);
    known.set(tree, made);
    return made;
  };
}

function compiled(text: string): unknown {
  // Only the meanings that it calls: each name costs time to compile.
  const names = [...new Set(text.match(/\bf\d+\b/g))];
  const values = names.map((name) => MEANINGS[Number(name.slice(1))]);
  try {
    return new Function("room", ...names, `"use strict"; return ${text};`)(makeRoom(), ...values);
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    const by = "by --disallow-code-generation-from-strings or a Content-Security-Policy";
    const message = `the CPU backends turn f into JavaScript, which is forbidden here (${by}): allow it, or use the GPU`;
    throw new IntegrateError("worker", message, { cause });
  }
}

/** Arrays that a function keeps from call to call, by their numbers. */
function makeRoom(): (k: number, length: number) => Float64Array {
  const kept: Float64Array[] = [];
  return (k, length) => {
    const found = kept[k];
    if (found && found.length >= length) return found;
    kept[k] = new Float64Array(length);
    return kept[k];
  };
}
