import { IntegrateError } from "../errors.ts";
import type { GpuPrecision } from "../problem.ts";
import { OPERATIONS, type Operation } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import type { Tree } from "./tree.ts";

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(x)`,
 * `make_row(y)`, and `f(column, row)`. Every operation is a `let` of its own: shader compilers limit
 * how deep expressions nest.
 */
export function wgslText(tree: Tree, precision: GpuPrecision): string {
  const { columns, rows, cell } = split(tree);
  return [
    maker("Column", "x", columns, precision),
    maker("Row", "y", rows, precision),
    `fn f(column: Column, row: Row) -> f32 {`,
    ...body([cell], precision, ([value]) => `return ${value};`),
    "}\n",
  ].join("\n");
}

function maker(type: string, name: string, parts: readonly Tree[], precision: GpuPrecision): string {
  const fields = [name, ...parts.map((_, k) => `part${k}`)];
  const first = type.toLowerCase();
  return [
    `struct ${type} {\n${fields.map((field) => `  ${field}: f32,`).join("\n")}\n}\n`,
    `fn make_${first}(${name}: f32) -> ${type} {`,
    `  let ${first} = ${type}(${[name, ...parts.map(() => "0.0")].join(", ")});`,
    ...body(parts, precision, (values) => `return ${type}(${[name, ...values].join(", ")});`),
    "}\n",
  ].join("\n");
}

/** Statements that evaluate the trees, and one made of their values. */
function body(trees: readonly Cell[], precision: GpuPrecision, end: (values: string[]) => string): string[] {
  const lines: string[] = [];
  const evaluate = (tree: Cell): string => {
    if (tree.kind === "number") return literal(tree.value);
    if (tree.kind === "variable") return tree.name === "x" ? "column.x" : "row.y";
    if (tree.kind === "hoisted") return `${tree.from === "x" ? "column" : "row"}.part${tree.index}`;
    const args = tree.args.map(evaluate);
    lines.push(
      `  let v${lines.length} = ${operation(tree.name, args, tree.args.map(mayBeSpecial), precision)};`,
    );
    return `v${lines.length - 1}`;
  };
  const values = trees.map(evaluate);
  return [...lines, `  ${end(values)}`];
}

function operation(name: string, args: string[], special: boolean[], precision: GpuPrecision): string {
  const { atSpecial, ...found } = OPERATIONS.get(name) as Operation;
  const text = found[precision](...args);
  return atSpecial && special.includes(true) ? atSpecial(text, ...args) : text;
}

/** Whether a value may be infinite or undefined although x and y are finite. */
function mayBeSpecial(tree: Cell): boolean {
  if (tree.kind === "number") return !Number.isFinite(tree.value);
  if (tree.kind === "hoisted") return mayBeSpecial(tree.tree);
  if (tree.kind === "variable") return false;
  return OPERATIONS.get(tree.name)?.partial === true || tree.args.some(mayBeSpecial);
}

const MOST = 2 ** 127 * (2 - 2 ** -23);

function literal(value: number): string {
  if (Number.isNaN(value)) return "special(UNDEFINED)";
  if (!Number.isFinite(value)) return `special(INFINITE${value < 0 ? " | 0x80000000u" : ""})`;
  if (Math.abs(value) > MOST) {
    throw new IntegrateError("not-finite", `${value} is beyond f32, which ends at 3.4e38: use -b threads`);
  }
  const digits = String(Math.fround(value));
  return `f32(${/[.e]/.test(digits) ? digits : `${digits}.0`})`;
}
