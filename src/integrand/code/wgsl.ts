import { F32_MIN_NORMAL, touchesZero } from "../language/interval.ts";
import { operationOf } from "../language/operations.ts";
import { tapeOf } from "../language/tape.ts";
import { axesOf, call, parametersIn, type Tree } from "../language/tree.ts";
import { type Cell, type Owner, split } from "../reading/split.ts";
import type { Dialect } from "./dialects.ts";
import { type Enclosures, intervalOf, type Ranges } from "./enclosure.ts";
import { type Context, evaluator, parameterName, typeOf, type Value } from "./evaluator.ts";
import { loosened } from "./loosen.ts";

/** What a tree costs to compile, in sines of f32. */
export function costOf(tree: Tree, double: boolean): number {
  return tapeOf(tree).reduce((sum, { tree: part }) => {
    if (part.kind !== "call") return sum;
    const { cost = 1 / 16, doubleCost = 5 * cost } = operationOf(part.name);
    return sum + (double ? doubleCost : cost);
  }, 0);
}

/** Whether the WGSL of a tree has a layer: it depends on axis 2 or on parameters. */
export function hasLayer(tree: Tree): boolean {
  return dependsOnZ(tree) || parametersIn(tree).length > 0;
}

/** Whether a layer has a node, and not parameters alone. */
export function dependsOnZ(tree: Tree): boolean {
  return (axesOf(tree) & 4) !== 0;
}

/** Whether a tree has the weights of an axis' nodes. */
export function isWeighted(tree: Tree, axis = 0): boolean {
  return tapeOf(tree).some(({ tree: part }) => part.kind === "variable" && part.weight && part.axis === axis);
}

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(node)`, `make_row(node)`, and
 * `f(column, row)`, which is NaN where an intermediate value overflowed that f's value depends on; in three variables
 * also `Layer`, `make_layer(node)` and the private variable `layer`, to be set first. Where the tree has weights, a
 * second argument is the node's. Parameters are the last arguments of `make_layer`, which has no node where the tree has no
 * third variable. Every operation is a `let` of its own: shader compilers limit how deep expressions
 * nest. `summed`: f's value goes into a sum alone. Throws `not-finite` for a number beyond f32.
 */
export function wgslText(tree: Tree, domain: Ranges, dialect: Dialect, summed = false): string {
  const ranges: Enclosures = new Map();
  const apart = takePowersApart(tree, domain, ranges);
  const loose =
    dialect.type === "vec2f" ? loosened(apart, summed, (part) => intervalOf(part, domain, ranges)) : apart;
  const { layers, columns, rows, cell } = split(loose);
  const context = { dialect, range: (tree: Cell) => intervalOf(tree, domain, ranges) };
  // Whether the sign of a zero counts in what is made of columns and rows, and in what is made of layers.
  const signed = hasPoles(cell, context);
  const signedLayers = signed || [...columns, ...rows].some((part) => hasPoles(part, context));
  const owners = {} as Record<Owner, ReturnType<typeof makeOwner>>;
  const hoisted = ({ from, index }: { from: Owner; index: number }) => owners[from].parts[index] as Value;
  const node = isWeighted(tree) ? ["node", "weight"] : ["node"];
  const ofLayer = [...(dependsOnZ(tree) ? node : []), ...parametersIn(tree).map(parameterName)];
  owners.layer = makeOwner("layer", layers, ofLayer, context, signedLayers, hoisted);
  owners.column = makeOwner("column", columns, node, context, signed, hoisted);
  owners.row = makeOwner("row", rows, node, context, signed, hoisted);
  const { lines, evaluate } = evaluator(context, hoisted);
  const { text, overflow } = evaluate(cell);
  return [
    ...(hasLayer(tree) ? [owners.layer.text(), "var<private> layer: Layer;\n"] : []),
    owners.column.text(),
    owners.row.text(),
    `fn f(column: Column, row: Row) -> ${dialect.type} {`,
    ...lines,
    `  return ${overflow ? `unless_overflowed(${text}, ${overflow})` : text};`,
    "}\n",
  ].join("\n");
}

function hasPoles(tree: Cell, context: Context, seen = new Set<Cell>()): boolean {
  if (tree.kind !== "call" || seen.has(tree)) return false;
  seen.add(tree);
  const { poles = [] } = operationOf(tree.name);
  return (
    poles.some((k) => touchesZero(context.range(tree.args[k] as Cell))) ||
    tree.args.some((arg) => hasPoles(arg, context, seen))
  );
}

/** Powers of what is certainly positive by their base's logarithm, which `split` may then take out. */
function takePowersApart(tree: Tree, domain: Ranges, ranges: Enclosures): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const args = part.args.map(within) as [Tree, Tree];
    const power = part.name === "^" || part.name === "pow";
    const made =
      power && (intervalOf(part.args[0] as Tree, domain, ranges)?.[0] ?? 0) >= F32_MIN_NORMAL
        ? call("exp2_product", args[1], call("log2_parts", args[0]))
        : call(part.name, ...args);
    done.set(part, made);
    return made;
  };
  return within(tree);
}

/** The struct of a layer, column or row, and the function that makes it, of which f's text may yet ask for more. */
function makeOwner(
  first: Owner,
  trees: readonly Cell[],
  given: readonly string[],
  context: Context,
  signed: boolean,
  hoisted: Parameters<typeof evaluator>[1],
) {
  const type = first[0]?.toUpperCase() + first.slice(1);
  const fields: { name: string; type: string; value: string }[] = [];
  const field = (name: string, type: string, value: string) => {
    if (!fields.some((one) => one.name === name)) fields.push({ name, type, value });
    return `${first}.${name}`;
  };
  const { dialect } = context;
  const { lines, evaluate } = evaluator(context, hoisted);
  for (const name of given) field(name, dialect.type, name);
  const values = trees.map((tree) => evaluate(tree, signed));
  const parts = values.map(({ text, overflow, underflow }, k): Value => {
    const flag = (name: string, value: string | null) => value && field(`${name}${k}`, "bool", value);
    return {
      text: field(`part${k}`, typeOf(trees[k] as Cell, dialect), text),
      overflow: flag("overflow", overflow),
      underflow: () => flag("underflow", underflow()),
    };
  });
  const text = () => {
    const blank = fields.slice(given.length).map(({ type }) => `${type}()`);
    const made = `  return ${type}(${fields.map(({ value }) => value).join(", ")});`;
    // The tree's variables are fields of it.
    const isRead = [...lines, made].some((line) => line.includes(`${first}.`));
    return [
      `struct ${type} {\n${fields.map(({ name, type }) => `  ${name}: ${type},`).join("\n")}\n}\n`,
      `fn make_${first}(${given.map((name) => `${name}: ${dialect.type}`).join(", ")}) -> ${type} {`,
      ...(isRead ? [`  let ${first} = ${type}(${[...given, ...blank].join(", ")});`] : []),
      ...lines,
      made,
      "}\n",
    ].join("\n");
  };
  return { parts, text };
}
