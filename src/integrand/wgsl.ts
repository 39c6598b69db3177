import type { Dialect } from "./dialects.ts";
import { type Domain, F32_MAX, F32_MIN_NORMAL, type Interval } from "./interval.ts";
import type { Operation } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import { call, type Tree } from "./tree.ts";

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(x)`,
 * `make_row(y)`, and `f(column, row)`. Every operation is a `let` of its own: shader compilers limit
 * how deep expressions nest. Throws `not-finite` for a number beyond f32.
 */
export function wgslText(tree: Tree, domain: Domain, dialect: Dialect): string {
  const { columns, rows, cell } = split(takePowersApart(tree, domain));
  return [
    maker("Column", "x", columns, domain, dialect),
    maker("Row", "y", rows, domain, dialect),
    `fn f(column: Column, row: Row) -> ${dialect.type} {`,
    ...body([cell], domain, dialect, ([value]) => `return ${value};`),
    "}\n",
  ].join("\n");
}

/** What a tree costs to compile, in sines. */
export function costOf(tree: Tree): number {
  if (tree.kind !== "call") return 0;
  const own = OPERATIONS.get(tree.name)?.cost ?? 1 / 16;
  return tree.args.reduce((sum, arg) => sum + costOf(arg), own);
}

/** Powers of what is certainly positive by their base's logarithm, which `split` may then take out. */
function takePowersApart(tree: Tree, domain: Domain): Tree {
  if (tree.kind !== "call") return tree;
  const args = tree.args.map((arg) => takePowersApart(arg, domain));
  const [base, exponent] = args as [Tree, Tree];
  const positive = (intervalOf(base, domain)?.[0] ?? 0) >= F32_MIN_NORMAL;
  return (tree.name === "^" || tree.name === "pow") && positive
    ? call("exp2_product", exponent, call("log2_head", base), call("log2_rest", base))
    : call(tree.name, ...args);
}

function maker(type: string, name: string, parts: readonly Tree[], domain: Domain, dialect: Dialect): string {
  const fields = [name, ...parts.map((_, k) => `part${k}`)];
  const first = type.toLowerCase();
  return [
    `struct ${type} {\n${fields.map((field) => `  ${field}: ${dialect.type},`).join("\n")}\n}\n`,
    `fn make_${first}(${name}: ${dialect.type}) -> ${type} {`,
    `  let ${first} = ${type}(${[name, ...parts.map(() => `${dialect.type}()`)].join(", ")});`,
    ...body(parts, domain, dialect, (values) => `return ${type}(${[name, ...values].join(", ")});`),
    "}\n",
  ].join("\n");
}

/** Statements that evaluate the trees, and one made of their values. */
function body(
  trees: readonly Cell[],
  domain: Domain,
  dialect: Dialect,
  end: (values: string[]) => string,
): string[] {
  const lines: string[] = [];
  const evaluate = (tree: Cell): { text: string; range: Interval | null } => {
    if (tree.kind === "number") return { text: dialect.number(tree.value), range: intervalOf(tree, domain) };
    if (tree.kind === "variable")
      return { text: tree.name === "x" ? "column.x" : "row.y", range: domain[tree.name] };
    if (tree.kind === "hoisted") {
      const owner = tree.from === "x" ? "column" : "row";
      return { text: `${owner}.part${tree.index}`, range: intervalOf(tree.tree, domain) };
    }
    const args = tree.args.map(evaluate);
    const ranges = args.map((arg) => arg.range);
    const operation = operationOf(tree.name);
    const range = valueInterval(operation, ranges);
    const texts = args.map((arg) => arg.text);
    const text = dialect.operation(tree.name, operation, texts, ranges, range);
    lines.push(`  let v${lines.length} = ${text};`);
    return { text: `v${lines.length - 1}`, range };
  };
  const values = trees.map((tree) => evaluate(tree).text);
  return [...lines, `  ${end(values)}`];
}

/** The range of a tree's value; null where it may be infinite or undefined. */
export function intervalOf(tree: Tree, domain: Domain): Interval | null {
  if (tree.kind === "number") return Math.abs(tree.value) <= F32_MAX ? [tree.value, tree.value] : null;
  if (tree.kind === "variable") return domain[tree.name];
  return valueInterval(
    operationOf(tree.name),
    tree.args.map((arg) => intervalOf(arg, domain)),
  );
}

function valueInterval({ range, always }: Operation, ranges: (Interval | null)[]): Interval | null {
  return ranges.every((one) => one !== null) ? range(...ranges) : (always ?? null);
}

function operationOf(name: string): Operation {
  const operation = OPERATIONS.get(name);
  if (!operation) throw new Error(`${name} is not in the table of operations`);
  return operation;
}
