import { OPERATIONS, operationOf } from "../language/operations.ts";
import { axesOf, PARAMETERS, type Tree } from "../language/tree.ts";
import { type Cell, split } from "../reading/split.ts";

/** Columns summed plainly before a compensated addition: few enough for 1e-15, and the addition is free. */
const BLOCK = 16;

/** The operations' meanings, which the texts call f0, f1, ... in the table's order. */
export const MEANINGS = [...OPERATIONS.values()].map(({ value }) => value);
const POSITIONS = new Map([...OPERATIONS.keys()].map((name, k) => [name, k]));

/** What a text calls an operation's meaning. */
export const MEANING = (name: string) => `f${POSITIONS.get(name)}`;

/** A `Point` of javascript.ts. */
export function pointText(tree: Tree): string {
  const { lines, texts } = statements([tree], "part");
  return `function (v0, v1, v2, parameters) { ${parametersText(tree)} ${lines.join(" ")} return ${texts[0]}; }`;
}

/** `Block` of javascript.ts. */
export function blockText(tree: Tree): string {
  const { lines, texts } = statements([tree], "part");
  const used = [...Array(PARAMETERS).keys()].filter((axis) => (axesOf(tree) >> axis) & 1);
  return `function (points, stride, count, out) {
  for (let i = 0; i < count; i++) {
    ${used.map((axis) => `const v${axis} = points[i + ${axis} * stride];`).join(" ")}
    ${lines.join("\n    ")}
    out[i] = ${texts[0]};
  }
}`;
}

/** `Values`. */
export function valuesText(tree: Tree): string {
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

/** A `TileSum`. */
export function sumText(tree: Tree): string {
  const { layers, columns, rows, cell } = split(tree);
  const { lines, texts } = statements([cell], "cell");
  return `function (xs, ys, { nodes: [v2], weights: zw, parameters }, sum) {
  const n = xs.nodes.length, xn = xs.nodes, xw = xs.weights, yn = ys.nodes, yw = ys.weights;
  const w2 = zw ? zw[0] : 1;
  ${parametersText(tree)}
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

/** The values of the parameters that a tree depends on. */
export function parametersText(tree: Tree): string {
  const axes = axesOf(tree);
  const used = [...Array(32).keys()].filter((axis) => axis >= PARAMETERS && (axes >> axis) & 1);
  return used.map((axis) => `const v${axis} = parameters[${axis - PARAMETERS}];`).join(" ");
}

function each(name: string, parts: readonly Cell[], value: (text: string, k: number) => string): string[] {
  const { lines, texts } = statements(parts, name);
  return [...lines, ...texts.map(value)];
}

/** The expressions of these trees; a part that occurs more than once is a constant, which a line declares. */
export function statements(trees: readonly Cell[], name: string): { lines: string[]; texts: string[] } {
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
    const own = js ? js(...args) : `${MEANING(tree.name)}(${args.join(", ")})`;
    if (uses.get(tree) === 1) return own;
    named.set(tree, `${name}_${lines.length}`);
    lines.push(`const ${name}_${lines.length} = ${own};`);
    return named.get(tree) as string;
  };
  return { lines, texts: trees.map(text) };
}
