import type { Dialect } from "./dialects.ts";
import { type Enclosures, intervalOf } from "./enclosure.ts";
import { type Context, evaluator, typeOf, type Value } from "./evaluator.ts";
import { type Domain, F32_MIN_NORMAL, touchesZero } from "./interval.ts";
import { operationOf } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import { call, type Tree, type Variable } from "./tree.ts";

/** What a tree costs to compile, in sines of f32. */
export function costOf(tree: Tree, double: boolean): number {
  if (tree.kind !== "call") return 0;
  const { cost = 1 / 16, doubleCost = 5 * cost } = operationOf(tree.name);
  return tree.args.reduce((sum, arg) => sum + costOf(arg, double), double ? doubleCost : cost);
}

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(x)`,
 * `make_row(y)`, and `f(column, row)`, which is NaN where an intermediate value overflowed that f's
 * value depends on. Every operation is a `let` of its own: shader compilers limit how deep
 * expressions nest. Throws `not-finite` for a number beyond f32.
 */
export function wgslText(tree: Tree, domain: Domain, dialect: Dialect): string {
  const ranges: Enclosures = new Map();
  const { columns, rows, cell } = split(takePowersApart(tree, domain, ranges));
  const context = { dialect, range: (tree: Cell) => intervalOf(tree, domain, ranges) };
  // Whether the sign of a zero counts in what is made of columns and rows.
  const poles = (tree: Cell): boolean =>
    tree.kind === "call" &&
    (tree.args.some(poles) ||
      (operationOf(tree.name).poles ?? []).some((k) => touchesZero(context.range(tree.args[k] as Cell))));
  const signed = poles(cell);
  const owners = {
    x: owner("Column", "x", columns, context, signed),
    y: owner("Row", "y", rows, context, signed),
  };
  const { lines, evaluate } = evaluator(context, ({ from, index }) => owners[from].parts[index] as Value);
  const { text, overflow } = evaluate(cell);
  return [
    owners.x.text(),
    owners.y.text(),
    `fn f(column: Column, row: Row) -> ${dialect.type} {`,
    ...lines,
    `  return ${overflow ? `unless_overflowed(${text}, ${overflow})` : text};`,
    "}\n",
  ].join("\n");
}

/** Powers of what is certainly positive by their base's logarithm, which `split` may then take out. */
function takePowersApart(tree: Tree, domain: Domain, ranges: Enclosures): Tree {
  if (tree.kind !== "call") return tree;
  const [base] = tree.args as [Tree];
  const args = tree.args.map((arg) => takePowersApart(arg, domain, ranges)) as [Tree, Tree];
  const power = tree.name === "^" || tree.name === "pow";
  return power && (intervalOf(base, domain, ranges)?.[0] ?? 0) >= F32_MIN_NORMAL
    ? call("exp2_product", args[1], call("log2_parts", args[0]))
    : call(tree.name, ...args);
}

/** The struct of a column or row, and the function that makes it, of which f's text may yet ask for more. */
function owner(type: string, name: Variable, trees: readonly Tree[], context: Context, signed: boolean) {
  const first = type.toLowerCase();
  const fields: { name: string; type: string; value: string }[] = [];
  const field = (name: string, type: string, value: string) => {
    if (!fields.some((one) => one.name === name)) fields.push({ name, type, value });
    return `${first}.${name}`;
  };
  const { dialect } = context;
  const { lines, evaluate } = evaluator(context);
  field(name, dialect.type, name);
  const values = trees.map((tree) => evaluate(tree, signed));
  const parts = values.map(({ text, overflow, underflow }, k): Value => {
    const flag = (name: string, value: string | null) => value && field(`${name}${k}`, "bool", value);
    return {
      text: field(`part${k}`, typeOf(trees[k] as Tree, dialect), text),
      overflow: flag("overflow", overflow),
      underflow: () => flag("underflow", underflow()),
    };
  });
  const text = () => {
    const blank = fields.slice(1).map(({ type }) => `${type}()`);
    return [
      `struct ${type} {\n${fields.map(({ name, type }) => `  ${name}: ${type},`).join("\n")}\n}\n`,
      `fn make_${first}(${name}: ${dialect.type}) -> ${type} {`,
      `  let ${first} = ${type}(${[name, ...blank].join(", ")});`,
      ...lines,
      `  return ${type}(${fields.map(({ value }) => value).join(", ")});`,
      "}\n",
    ].join("\n");
  };
  return { parts, text };
}
