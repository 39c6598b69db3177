import { finite, type Interval, touchesZero } from "../language/interval.ts";
import { operationOf } from "../language/operations.ts";
import { PARAMETERS, type Variable } from "../language/tree.ts";
import type { Cell } from "../reading/split.ts";
import type { Dialect } from "./dialects.ts";

export interface Context {
  readonly dialect: Dialect;
  range(tree: Cell): Interval | null;
}

/** A WGSL expression and the names of its flags (bools); null for a flag that is certainly false. */
export interface Value {
  readonly text: string;
  /** An intermediate value exceeded the f32 range although its arguments were finite, or an argument its domain. */
  readonly overflow: string | null;
  /** The value, if zero, comes from an operand that f32 flushed to zero. Emitted only on request. */
  underflow(): string | null;
}

const certain = { overflow: null, underflow: () => null };

/** `evaluate` appends to `lines` the statements that evaluate a tree. */
export function evaluator(
  { dialect, range }: Context,
  hoisted: (cell: Extract<Cell, { kind: "hoisted" }>) => Value,
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

  /** Of shared subtrees, by whether the sign of a zero matters. */
  const known = [new Map<Cell, Value>(), new Map<Cell, Value>()] as const;

  function evaluate(tree: Cell, signed = false): Value {
    if (tree.kind === "number") return { text: dialect.number(tree.value), ...certain };
    if (tree.kind === "variable") return { text: variableText(tree), ...certain };
    if (tree.kind === "hoisted") return hoisted(tree);
    const values = known[signed ? 1 : 0];
    const value = values.get(tree) ?? evaluateCall(tree, signed);
    values.set(tree, value);
    return value;
  }

  function evaluateCall(tree: Extract<Cell, { kind: "call" }>, signed: boolean): Value {
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
    /** The arguments' flags that count: those of a branch not taken do not. */
    const counting = ([a = null, b = null, c = null, ...more]: (string | null)[]) => {
      const first = `is_true(${texts[0]})`;
      if (tree.name === "?:")
        return [a, b || c ? named("b", `select(${c ?? false}, ${b ?? false}, ${first})`) : null];
      if (tree.name === "&&") return [a, b && named("b", `${b} & ${first}`)];
      if (tree.name === "||") return [a, b && named("b", `${b} & !${first}`)];
      if (tree.name === "times_jacobian" && touchesZero(ranges[1] ?? null))
        return [a && named("b", `${a} & !is_tiny(${heads[1]})`), b];
      return [a, b, c, ...more];
    };
    const overflow = () => {
      if (operation.domain && (ranges[0]?.[0] ?? -1) < 0) {
        return named("b", operation.domain(heads[0] as string, heads[1] as string, dialect.epsilon));
      }
      const poles = (operation.poles ?? []).filter((k) => touchesZero(ranges[k] ?? null));
      const untrue = poles.map((k) => args[k]?.underflow() ?? null);
      if (own || !(operation.overflows || untrue.some(Boolean))) return null;
      const away = poles.map((k, i) => `(!is_tiny(${heads[k]})${untrue[i] ? ` | ${untrue[i]}` : ""})`);
      const finite = where("is_finite", (range) => range === null);
      return named("b", [`is_infinite(${head(text, tree)})`, ...finite, ...away].join(" & "));
    };
    let under: string | null | undefined;
    const underflow = () => {
      // If a term cannot be small, the sum is zero only through cancellation.
      const cancels = /^([-+]|loose_add|loose_subtract)$/.test(tree.name) && !ranges.every(touchesZero);
      if (operation.always || cancels || !touchesZero(own)) return null;
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

const OWNERS = ["column", "row", "layer"];

/** Of an axis' node or its weight, or of a parameter, in the struct of its owner. */
export function variableText({ axis, weight }: Pick<Variable, "axis" | "weight">): string {
  if (axis >= PARAMETERS) return `layer.${parameterName(axis - PARAMETERS)}`;
  return `${OWNERS[axis]}.${weight ? "weight" : "node"}`;
}

/** Of the parameter at this position. */
export const parameterName = (position: number) => `p${position}`;

const isZero = (tree: Cell) => tree.kind === "number" && Object.is(tree.value, 0);

export function typeOf(tree: Cell, { type }: Dialect): string {
  return tree.kind === "call" && tree.name === "log2_parts" ? "vec2f" : type;
}
