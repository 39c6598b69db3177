import { IntegrateError } from "../../errors.ts";
import { F32_MAX, type Interval } from "../language/interval.ts";
import type { Operation } from "../language/operation.ts";

/** How a precision's WGSL is written: its type, its numbers, and its operations. */
export interface Dialect {
  readonly type: "f32" | "vec2f";
  number(value: number): string;
  /** Relative rounding errors that a sum may have, with room. */
  readonly epsilon: string;
  /** A zero that compilers do not know, since they take its product with infinity or NaN for 0. */
  readonly zero: string;
  /** `ranges` are the arguments', where they and the value are proven finite. */
  operation(name: string, operation: Operation, args: string[], ranges: Interval[] | null): string;
}

/** f32, and `fast`. */
export const SINGLE: Dialect = {
  type: "f32",
  number: single,
  epsilon: "1e-6",
  zero: "special(0u)",
  operation(name, { wgsl, plain, inside }, args, ranges) {
    const angle = isWave(name) && ranges?.[0];
    if (angle && most(angle) <= NEAR) return `near_${name}(${args[0]})`;
    return (plain && ranges && (inside?.(...ranges) ?? true) ? plain : wgsl)(...args);
  },
};

/** Double-single: everything is a function. */
export const DOUBLE: Dialect = {
  type: "vec2f",
  number(value) {
    const high = Math.fround(value);
    return Number.isFinite(value) && value !== 0
      ? `vec2f(${single(value)}, ${single(value - high)})`
      : `vec2f(${single(value)}, 0.0)`;
  },
  epsilon: "1e-12",
  zero: "vec2f(special(0u), 0.0)",
  operation(name, { inside }, args, ranges) {
    const [a = "", b = "", c = ""] = args;
    switch (name) {
      case "neg":
        return `negative(${a})`;
      case "abs":
        return `absolute(${a})`;
      case "?:":
        return `select(${c}, ${b}, is_true(${a}))`;
      case "!":
        return `truth(!is_true(${a}))`;
      case "&&":
        return `truth(is_true(${a}) & is_true(${b}))`;
      case "||":
        return `truth(is_true(${a}) | is_true(${b}))`;
      case ">":
        return `total_less(${b}, ${a})`;
      case ">=":
        return `total_less_equal(${b}, ${a})`;
      case "min":
      case "max":
      case "hypot":
        return args.reduce((left, right) => `total_${name}(${left}, ${right})`);
      case "edge":
        return `select(${a}, vec2f(), ${a}.x < 0.0)`;
      case "times_jacobian":
        return ranges
          ? `plain_multiply(${a}, ${b})`
          : `select(total_multiply(${a}, ${b}), vec2f(), is_tiny(${b}.x))`;
      case "log2_parts":
        return `${name}(${a})`;
      case "loose_add":
      case "loose_subtract":
      case "loose_sin":
      case "loose_cos":
        return `${ranges ? name : name.replace("loose", "total")}(${args.join(", ")})`;
    }
    const first = ranges?.[0];
    if (isWave(name) && first) return `${reduction(first)}_${name}(${a})`;
    const word = WORDS[name] ?? name;
    const plain = PLAIN.has(word) && ranges && (inside?.(...ranges) ?? true);
    return `${plain ? "plain" : "total"}_${word}(${args.join(", ")})`;
  },
};

const isWave = (name: string) => name === "sin" || name === "cos";
const most = ([low, high]: Interval) => Math.max(-low, high);

/** Which sine does: as in f32/trigonometry.wgsl, where multiples of pi up to 5/2 are taken off, ... */
const NEAR = 7.85;

/** ... and as in df64/trigonometry.wgsl. */
export function reduction(angle: Interval): "plain" | "reduced" | "total" {
  return most(angle) < 6.6 ? "plain" : most(angle) < 1e5 ? "reduced" : "total";
}

const WORDS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "<": "less",
  "<=": "less_equal",
  "==": "equal",
  "!=": "not_equal",
  "^": "pow",
  tangent: "tan",
  ln: "log",
};

const PLAIN = new Set("add subtract multiply divide sqrt exp log exp2_product pow2".split(" "));

function single(value: number): string {
  if (Number.isNaN(value)) return "special(NAN)";
  if (Object.is(value, -0)) return "special(SIGN)";
  if (!Number.isFinite(value)) return `special(INFINITY${value < 0 ? " | SIGN" : ""})`;
  if (Math.abs(value) > F32_MAX) throw beyondF32(value);
  const digits = String(Math.fround(value));
  return `f32(${/[.e]/.test(digits) ? digits : `${digits}.0`})`;
}

export function beyondF32(value: number): IntegrateError {
  return new IntegrateError("not-finite", `${value} exceeds the f32 range (3.4e38): use -b threads`);
}
