import type { Dialect } from "./dialects.ts";
import { type Domain, F32_MAX, F32_MIN_NORMAL, type Interval, touchesZero } from "./interval.ts";
import { operationOf } from "./operations.ts";
import { type Cell, split } from "./split.ts";
import { call, type Tree, type Variable } from "./tree.ts";

type Ranges = Map<Cell, Interval | null>;

/** The range of a tree's value; null where it may be infinite or NaN. `known` has those found so far. */
export function intervalOf(tree: Cell, domain: Domain, known: Ranges = new Map()): Interval | null {
  if (tree.kind === "number") return Math.abs(tree.value) <= F32_MAX ? [tree.value, tree.value] : null;
  if (tree.kind === "variable") return domain[tree.name];
  if (tree.kind === "hoisted") return intervalOf(tree.tree, domain, known);
  const found = known.get(tree);
  if (found !== undefined) return found;
  const { range, always } = operationOf(tree.name);
  const ranges = tree.args.map((arg) => intervalOf(arg, domain, known));
  const own = finite(ranges) ? range(...ranges) : (always ?? null);
  known.set(tree, own);
  return own;
}

const finite = (ranges: (Interval | null)[]): ranges is Interval[] => ranges.every((one) => one !== null);

/** What a tree costs to compile, in sines. */
export function costOf(tree: Tree): number {
  if (tree.kind !== "call") return 0;
  return tree.args.reduce((sum, arg) => sum + costOf(arg), operationOf(tree.name).cost ?? 1 / 16);
}

/**
 * The tree as WGSL: `Column` and `Row` with what is evaluated once for them, `make_column(x)`,
 * `make_row(y)`, and `f(column, row)`, which is NaN where an intermediate value overflowed that f's
 * value depends on. Every operation is a `let` of its own: shader compilers limit how deep
 * expressions nest. Throws `not-finite` for a number beyond f32.
 */
export function wgslText(tree: Tree, domain: Domain, dialect: Dialect): string {
  const ranges: Ranges = new Map();
  const { columns, rows, cell } = split(takePowersApart(tree, domain, ranges));
  const context = { dialect, range: (tree: Cell) => intervalOf(tree, domain, ranges) };
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
function takePowersApart(tree: Tree, domain: Domain, ranges: Ranges): Tree {
  if (tree.kind !== "call") return tree;
  const [base] = tree.args as [Tree];
  const args = tree.args.map((arg) => takePowersApart(arg, domain, ranges)) as [Tree, Tree];
  const power = tree.name === "^" || tree.name === "pow";
  return power && (intervalOf(base, domain, ranges)?.[0] ?? 0) >= F32_MIN_NORMAL
    ? call("exp2_product", args[1], call("log2_parts", args[0]))
    : call(tree.name, ...args);
}

interface Context {
  readonly dialect: Dialect;
  range(tree: Cell): Interval | null;
}

/** A value in WGSL, and bools that go with it; null for those that are certainly false. */
interface Value {
  readonly text: string;
  /** It comes of finite values of which one is beyond f32. */
  readonly overflow: string | null;
  /** If it is zero, that comes of a value that f32 flushes to zero. Only written where it is asked for. */
  underflow(): string | null;
}

const never = () => null;

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
      overflow: overflow && `${first}.overflow${k}`,
      underflow: () => flag("underflow", underflow()),
    };
  });
  values.forEach(({ overflow }, k) => overflow && field(`overflow${k}`, "bool", overflow));
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

const isZero = (tree: Cell) => tree.kind === "number" && Object.is(tree.value, 0);

function typeOf(tree: Cell, { type }: Dialect): string {
  return tree.kind === "call" && tree.name === "log2_parts" ? "vec2f" : type;
}

/** `evaluate` appends to `lines` the statements that evaluate a tree. */
function evaluator(
  { dialect, range }: Context,
  hoisted?: (cell: Extract<Cell, { kind: "hoisted" }>) => Value,
) {
  const lines: string[] = [];
  const named = (letter: string, text: string) => {
    lines.push(`  let ${letter}${lines.length} = ${text};`);
    return `${letter}${lines.length - 1}`;
  };
  const any = (flags: (string | null)[]) => {
    const found = [...new Set(flags.filter((flag) => flag !== null))];
    return found.length > 1 ? named("b", found.join(" | ")) : (found[0] ?? null);
  };

  /** `signed`: the sign of a zero counts. */
  function evaluate(tree: Cell, signed = false): Value {
    if (tree.kind === "number") return { text: dialect.number(tree.value), overflow: null, underflow: never };
    if (tree.kind === "variable")
      return { text: tree.name === "x" ? "column.x" : "row.y", overflow: null, underflow: never };
    if (tree.kind === "hoisted") return (hoisted as NonNullable<typeof hoisted>)(tree);
    const operation = operationOf(tree.name);
    const ranges = tree.args.map(range);
    const own = range(tree);
    const matters = (k: number) => (operation.poles?.includes(k) ? touchesZero(ranges[k] ?? null) : signed);
    const args = tree.args.map((arg, k) => evaluate(arg, matters(k) && !operation.always));
    const proven = own && finite(ranges) && !(signed && operation.zeros === "guarded" && touchesZero(own));
    const texts = args.map(({ text }, k) => (!proven && isZero(tree.args[k] as Cell) ? dialect.zero : text));
    const result = dialect.operation(tree.name, operation, texts, proven ? ranges : null);
    const kept = signed && operation.zeros === "kept" && touchesZero(ranges[0] ?? null);
    const text = named("v", kept ? `zero_kept(${result}, ${texts[0]})` : result);

    const head = (text: string, of: Cell) => (typeOf(of, dialect) === "f32" ? text : `${text}.x`);
    const heads = texts.map((text, k) => head(text, tree.args[k] as Cell));
    const where = (test: string, of: (range: Interval | null) => boolean) =>
      heads.flatMap((head, k) => (of(ranges[k] ?? null) ? [`${test}(${head})`] : []));
    /** Of the arguments' flags those that count: a branch that is not taken does not. */
    const counting = ([a = null, b = null, c = null, ...more]: (string | null)[]) => {
      const first = `is_true(${texts[0]})`;
      if (tree.name === "?:") return [a, b || c ? `select(${c ?? false}, ${b ?? false}, ${first})` : null];
      if (tree.name === "&&") return [a, b && `(${b} & ${first})`];
      if (tree.name === "||") return [a, b && `(${b} & !${first})`];
      return [a, b, c, ...more];
    };
    const overflow = () => {
      const poles = (operation.poles ?? []).filter((k) => touchesZero(ranges[k] ?? null));
      const untrue = poles.map((k) => args[k]?.underflow() ?? null);
      if (own || !(operation.overflows || untrue.some(Boolean))) return null;
      const away = poles.map((k, i) => `(!is_tiny(${heads[k]})${untrue[i] ? ` | ${untrue[i]}` : ""})`);
      const finite = where("is_finite", (range) => range === null);
      return named("b", [`is_infinite(${head(text, tree)})`, ...finite, ...away].join(" & "));
    };
    let under: string | null | undefined;
    const underflow = () => {
      if (operation.always || !touchesZero(own)) return null;
      if (under !== undefined) return under;
      const normal = where("is_normal", touchesZero);
      const here = operation.underflows
        ? named("b", [`is_tiny(${head(text, tree)})`, ...normal].join(" & "))
        : null;
      under = any([...counting(args.map((arg) => arg.underflow())), here]);
      return under;
    };
    return { text, overflow: any([...counting(args.map((arg) => arg.overflow)), overflow()]), underflow };
  }
  return { lines, evaluate };
}
