import { IntegrateError } from "../errors.ts";
import { OPERATIONS } from "./operations.ts";
import { LEAST, MOST, type Range, type Reach } from "./ranges.ts";
import { type Cell, split } from "./split.ts";
import { call, type Tree } from "./tree.ts";

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(x)`,
 * `make_row(y)`, and `f(column, row)`. Every operation is a `let` of its own: shader compilers limit
 * how deep expressions nest. Throws `not-finite` for a number beyond f32.
 */
export function wgslText(tree: Tree, reach: Reach): string {
  const { columns, rows, cell } = split(takePowersApart(tree, reach));
  return [
    maker("Column", "x", columns, reach),
    maker("Row", "y", rows, reach),
    `fn f(column: Column, row: Row) -> f32 {`,
    ...body([cell], reach, ([value]) => `return ${value};`),
    "}\n",
  ].join("\n");
}

/** What a tree costs to compile, in sines. */
export function costOf(tree: Tree): number {
  if (tree.kind !== "call") return 0;
  const own = OPERATIONS.get(tree.name)?.cost ?? 1 / 16;
  return tree.args.reduce((sum, arg) => sum + costOf(arg), own);
}

export function beyondF32(value: number): IntegrateError {
  return new IntegrateError("not-finite", `${value} is beyond f32, which ends at 3.4e38: use -b threads`);
}

/** Powers of what is certainly positive by their base's logarithm, which `split` may then take out. */
function takePowersApart(tree: Tree, reach: Reach): Tree {
  if (tree.kind !== "call") return tree;
  const args = tree.args.map((arg) => takePowersApart(arg, reach));
  const [base, exponent] = args as [Tree, Tree];
  const positive = (rangeOf(base, reach)?.[0] ?? 0) >= LEAST;
  return (tree.name === "^" || tree.name === "pow") && positive
    ? call("exp2_product", exponent, call("log2_head", base), call("log2_rest", base))
    : call(tree.name, ...args);
}

function maker(type: string, name: string, parts: readonly Tree[], reach: Reach): string {
  const fields = [name, ...parts.map((_, k) => `part${k}`)];
  const first = type.toLowerCase();
  return [
    `struct ${type} {\n${fields.map((field) => `  ${field}: f32,`).join("\n")}\n}\n`,
    `fn make_${first}(${name}: f32) -> ${type} {`,
    `  let ${first} = ${type}(${[name, ...parts.map(() => "0.0")].join(", ")});`,
    ...body(parts, reach, (values) => `return ${type}(${[name, ...values].join(", ")});`),
    "}\n",
  ].join("\n");
}

/** Statements that evaluate the trees, and one made of their values. */
function body(trees: readonly Cell[], reach: Reach, end: (values: string[]) => string): string[] {
  const lines: string[] = [];
  const evaluate = (tree: Cell): { text: string; range: Range | null } => {
    if (tree.kind === "number") return { text: literal(tree.value), range: rangeOf(tree, reach) };
    if (tree.kind === "variable")
      return { text: tree.name === "x" ? "column.x" : "row.y", range: reach[tree.name] };
    if (tree.kind === "hoisted") {
      const owner = tree.from === "x" ? "column" : "row";
      return { text: `${owner}.part${tree.index}`, range: rangeOf(tree.tree, reach) };
    }
    const args = tree.args.map(evaluate);
    const { text, range } = operation(
      tree.name,
      args.map((arg) => arg.text),
      args.map((arg) => arg.range),
    );
    lines.push(`  let v${lines.length} = ${text};`);
    return { text: `v${lines.length - 1}`, range };
  };
  const values = trees.map((tree) => evaluate(tree).text);
  return [...lines, `  ${end(values)}`];
}

/** An operation's text, and the range of its value. */
function operation(name: string, args: string[], ranges: (Range | null)[]) {
  const found = OPERATIONS.get(name);
  if (!found) throw new Error(`${name} is not in the table of operations`);
  const { wgsl, plain, inside, always = null } = found;
  if (!ranges.every((range) => range !== null)) return { text: wgsl(...args), range: always };
  const range = found.range(...ranges);
  const simple = plain && range && (inside?.(...ranges) ?? true);
  return { text: (simple ? plain : wgsl)(...args), range };
}

/** The range of a tree's value; null where it may be infinite or undefined. */
export function rangeOf(tree: Tree, reach: Reach): Range | null {
  if (tree.kind === "number") return Math.abs(tree.value) <= MOST ? [tree.value, tree.value] : null;
  if (tree.kind === "variable") return reach[tree.name];
  return operation(
    tree.name,
    tree.args.map(() => ""),
    tree.args.map((arg) => rangeOf(arg, reach)),
  ).range;
}

function literal(value: number): string {
  if (Number.isNaN(value)) return "special(UNDEFINED)";
  if (Object.is(value, -0)) return "special(SIGN)";
  if (!Number.isFinite(value)) return `special(INFINITE${value < 0 ? " | SIGN" : ""})`;
  if (Math.abs(value) > MOST) throw beyondF32(value);
  const digits = String(Math.fround(value));
  return `f32(${/[.e]/.test(digits) ? digits : `${digits}.0`})`;
}
