import { IntegrateError } from "../errors.ts";
import { OPERATIONS, operationOf } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import type { Tree } from "./tree.ts";

/** Nodes along an axis, and their weights where the tree has any. */
export interface Nodes {
  readonly nodes: Float64Array;
  readonly weights?: Float64Array | null;
}

/** Adds f, weighted where the tree is, at all these nodes of one layer to a sum; `z` has one node. */
export type TileSum = (x: Nodes, y: Nodes, z: Nodes, sum: { add(value: number): void }) => void;

// Columns summed plainly before a compensated addition: few enough for 1e-15, and the addition is free.
const BLOCK = 16;

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

/** The tree as a JavaScript function that writes its values; compiled once. */
export const compileValues = once((tree) => compiled(valuesText(tree)) as Values);

export type Point = (x: number, y: number, z: number) => number;

/** The tree as a JavaScript function of one point; compiled once. */
export const compilePoint = once((tree) => {
  const { lines, texts } = statements([tree], "part");
  return compiled(`function (v0, v1, v2) { ${lines.join(" ")} return ${texts[0]}; }`) as Point;
});

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

function each(name: string, parts: readonly Cell[], value: (text: string, k: number) => string): string[] {
  const { lines, texts } = statements(parts, name);
  return [...lines, ...texts.map(value)];
}

function valuesText(tree: Tree): string {
  const { layers, columns, rows, cell } = split(tree);
  const { lines, texts } = statements([cell], "cell");
  return `function (xs, ys, zs, out) {
  const n = xs.length;
  ${columns.map((_, k) => `const column${k} = room(${k}, n);`).join("\n  ")}
  for (let l = 0, at = 0; l < zs.length; l++) {
    const v2 = zs[l];
    ${each("layer", layers, (text, k) => `const layer${k} = ${text};`).join("\n    ")}
    for (let i = 0; i < n; i++) {
      const v0 = xs[i];
      ${each("column", columns, (text, k) => `column${k}[i] = ${text};`).join("\n      ")}
    }
    for (let j = 0; j < ys.length; j++) {
      const v1 = ys[j];
      ${each("row", rows, (text, k) => `const row${k} = ${text};`).join("\n      ")}
      for (let i = 0; i < n; i++) {
        const v0 = xs[i];
        ${lines.join("\n        ")}
        out[at++] = ${texts[0]};
      }
    }
  }
}`;
}

/** The meanings of the operations are f0, f1, ... in the table's order. */
function sumText(tree: Tree): string {
  const { layers, columns, rows, cell } = split(tree);
  const { lines, texts } = statements([cell], "cell");
  return `function (xs, ys, { nodes: [v2], weights: zw }, sum) {
  const n = xs.nodes.length, xn = xs.nodes, xw = xs.weights, yn = ys.nodes, yw = ys.weights;
  const w2 = zw ? zw[0] : 1;
  ${each("layer", layers, (text, k) => `const layer${k} = ${text};`).join("\n  ")}
  ${columns.map((_, k) => `const column${k} = new Float64Array(n);`).join("\n  ")}
  for (let i = 0; i < n; i++) {
    const v0 = xn[i], w0 = xw ? xw[i] : 1;
    ${each("column", columns, (text, k) => `column${k}[i] = ${text};`).join("\n    ")}
  }
  for (let j = 0; j < yn.length; j++) {
    const v1 = yn[j], w1 = yw ? yw[j] : 1;
    ${each("row", rows, (text, k) => `const row${k} = ${text};`).join("\n    ")}
    for (let start = 0; start < n; start += ${BLOCK}) {
      const end = Math.min(start + ${BLOCK}, n);
      let block = 0;
      for (let i = start; i < end; i++) {
        const v0 = xn[i], w0 = xw ? xw[i] : 1;
        ${lines.join("\n        ")}
        block += ${texts[0]};
      }
      sum.add(block);
    }
  }
}`;
}

const MEANINGS = [...OPERATIONS.values()].map(({ value }) => value);
const POSITIONS = new Map([...OPERATIONS.keys()].map((name, k) => [name, k]));

/** The expressions of these trees; a part that occurs more than once is a constant, which a line declares. */
function statements(trees: readonly Cell[], name: string): { lines: string[]; texts: string[] } {
  const uses = new Map<Cell, number>();
  const count = (tree: Cell) => {
    const before = uses.get(tree) ?? 0;
    uses.set(tree, before + 1);
    if (tree.kind === "call" && before === 0) tree.args.forEach(count);
  };
  trees.forEach(count);
  const lines: string[] = [];
  const named = new Map<Cell, string>();
  const text = (tree: Cell): string => {
    if (tree.kind === "number") return Object.is(tree.value, -0) ? "-0" : `(${tree.value})`;
    if (tree.kind === "variable") return `${tree.weight ? "w" : "v"}${tree.axis}`;
    if (tree.kind === "hoisted") return `${tree.from}${tree.index}${tree.from === "column" ? "[i]" : ""}`;
    const known = named.get(tree);
    if (known) return known;
    const args = tree.args.map(text);
    const { js } = operationOf(tree.name);
    const own = js ? js(...args) : `f${POSITIONS.get(tree.name)}(${args.join(", ")})`;
    if (uses.get(tree) === 1) return own;
    named.set(tree, `${name}_${lines.length}`);
    lines.push(`const ${name}_${lines.length} = ${own};`);
    return named.get(tree) as string;
  };
  return { lines, texts: trees.map(text) };
}
