import { IntegrateError } from "../errors.ts";
import { OPERATIONS, operationOf } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import type { Tree } from "./tree.ts";

/** Adds f(x, y) at all these nodes to a sum. */
export type TileSum = (xs: Float64Array, ys: Float64Array, sum: { add(value: number): void }) => void;

// Columns summed plainly before a compensated addition: few enough for 1e-15, and the addition is free.
const BLOCK = 16;

/** The tree as a JavaScript function; code is made from the tree alone. */
export function compileJavaScript(tree: Tree): TileSum {
  const values = Object.fromEntries([...OPERATIONS.values()].map(({ value }, k) => [`f${k}`, value]));
  try {
    const make = new Function(...Object.keys(values), `"use strict"; return ${javaScriptText(tree)};`);
    return make(...Object.values(values)) as TileSum;
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    const by = "by --disallow-code-generation-from-strings or a Content-Security-Policy";
    const message = `the CPU backends turn f into JavaScript, which is forbidden here (${by}): allow it, or use the GPU`;
    throw new IntegrateError("worker", message, { cause });
  }
}

/** The text of that function. The meanings of the operations are f0, f1, ... in the table's order. */
function javaScriptText(tree: Tree): string {
  const { columns, rows, cell } = split(tree);
  return `function (xs, ys, sum) {
  const n = xs.length;
  ${columns.map((_, k) => `const column${k} = new Float64Array(n);`).join("\n  ")}
  for (let i = 0; i < n; i++) {
    const x = xs[i];
    ${columns.map((part, k) => `column${k}[i] = ${text(part)};`).join("\n    ")}
  }
  for (const y of ys) {
    ${rows.map((part, k) => `const row${k} = ${text(part)};`).join("\n    ")}
    for (let start = 0; start < n; start += ${BLOCK}) {
      const end = Math.min(start + ${BLOCK}, n);
      let block = 0;
      for (let i = start; i < end; i++) {
        const x = xs[i];
        block += ${text(cell)};
      }
      sum.add(block);
    }
  }
}`;
}

const POSITIONS = new Map([...OPERATIONS.keys()].map((name, k) => [name, k]));

function text(tree: Cell): string {
  if (tree.kind === "number") return Object.is(tree.value, -0) ? "-0" : `(${tree.value})`;
  if (tree.kind === "variable") return tree.name;
  if (tree.kind === "hoisted") return tree.from === "x" ? `column${tree.index}[i]` : `row${tree.index}`;
  const args = tree.args.map(text);
  const { js } = operationOf(tree.name);
  return js ? js(...args) : `f${POSITIONS.get(tree.name)}(${args.join(", ")})`;
}
