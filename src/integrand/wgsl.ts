import { IntegrateError } from "../errors.ts";
import type { GpuPrecision } from "../problem.ts";
import { bound, type Reach } from "./bounds.ts";
import { OPERATIONS, type Operation } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import type { Tree } from "./tree.ts";

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(x)`,
 * `make_row(y)`, and `f(column, row)`. Every operation is a `let` of its own: shader compilers limit
 * how deep expressions nest.
 */
export function wgslText(tree: Tree, precision: GpuPrecision, reach: Reach): string {
  const { columns, rows, cell } = split(tree);
  const context = { precision, reach };
  return [
    maker("Column", "x", columns, context),
    maker("Row", "y", rows, context),
    `fn f(column: Column, row: Row) -> f32 {`,
    ...body([cell], context, ([value]) => `return ${value};`),
    "}\n",
  ].join("\n");
}

interface Context {
  readonly precision: GpuPrecision;
  readonly reach: Reach;
}

type Call = Extract<Cell, { kind: "call" }>;

function maker(type: string, name: string, parts: readonly Tree[], context: Context): string {
  const fields = [name, ...parts.map((_, k) => `part${k}`)];
  const first = type.toLowerCase();
  return [
    `struct ${type} {\n${fields.map((field) => `  ${field}: f32,`).join("\n")}\n}\n`,
    `fn make_${first}(${name}: f32) -> ${type} {`,
    `  let ${first} = ${type}(${[name, ...parts.map(() => "0.0")].join(", ")});`,
    ...body(parts, context, (values) => `return ${type}(${[name, ...values].join(", ")});`),
    "}\n",
  ].join("\n");
}

/** Statements that evaluate the trees, and one made of their values. */
function body(trees: readonly Cell[], context: Context, end: (values: string[]) => string): string[] {
  const lines: string[] = [];
  const evaluate = (tree: Cell): string => {
    if (tree.kind === "number") return literal(tree.value);
    if (tree.kind === "variable") return tree.name === "x" ? "column.x" : "row.y";
    if (tree.kind === "hoisted") return `${tree.from === "x" ? "column" : "row"}.part${tree.index}`;
    const args = tree.args.map(evaluate);
    lines.push(`  let v${lines.length} = ${operation(tree, args, context)};`);
    return `v${lines.length - 1}`;
  };
  const values = trees.map(evaluate);
  return [...lines, `  ${end(values)}`];
}

function operation(tree: Call, args: string[], { precision, reach }: Context): string {
  const { atSpecial, ...found } = OPERATIONS.get(tree.name) as Operation;
  const text = found[precision](...args);
  if (OVERFLOWS.has(tree.name)) {
    const [a, b = a] = args;
    return bound(tree, reach) > MOST ? `in_range(${text}, ${a}, ${b})` : text;
  }
  const reduced = precision === "f32" && PERIODIC.has(tree.name);
  const safe =
    reduced && bound(tree.args[0] as Cell, reach) > REDUCIBLE ? `where_reducible(${text}, ${args[0]})` : text;
  return atSpecial && tree.args.some((arg) => mayBeSpecial(arg, reach)) ? atSpecial(safe, ...args) : safe;
}

const OVERFLOWS = new Set(["+", "-", "*", "pow2", "pow3", "pow4"]);
const PERIODIC = new Set(["sin", "cos", "tan"]);

/** Where the f32 functions' reduction of large arguments ends. */
const REDUCIBLE = 1e7;

/** Whether a value may be infinite or undefined in f32 although x and y are finite. */
function mayBeSpecial(tree: Cell, reach: Reach): boolean {
  if (tree.kind === "number") return !Number.isFinite(tree.value);
  if (tree.kind === "hoisted") return mayBeSpecial(tree.tree, reach);
  if (tree.kind === "variable") return false;
  if (OVERFLOWS.has(tree.name) && bound(tree, reach) > MOST) return true;
  return OPERATIONS.get(tree.name)?.partial === true || tree.args.some((arg) => mayBeSpecial(arg, reach));
}

/** The largest f32. */
export const MOST = 2 ** 127 * (2 - 2 ** -23);

function literal(value: number): string {
  if (Number.isNaN(value)) return "special(UNDEFINED)";
  if (Object.is(value, -0)) return "special(0x80000000u)";
  if (!Number.isFinite(value)) return `special(INFINITE${value < 0 ? " | 0x80000000u" : ""})`;
  if (Math.abs(value) > MOST) {
    throw beyondF32(value);
  }
  const digits = String(Math.fround(value));
  return `f32(${/[.e]/.test(digits) ? digits : `${digits}.0`})`;
}

export function beyondF32(value: number): IntegrateError {
  return new IntegrateError("not-finite", `${value} is beyond f32, which ends at 3.4e38: use -b threads`);
}
