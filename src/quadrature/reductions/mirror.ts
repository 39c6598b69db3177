import { evaluateTimes } from "../../integrand/code/javascript.ts";
import { tapeOf } from "../../integrand/language/tape.ts";
import { call, number, type Tree } from "../../integrand/language/tree.ts";
import type { Integrand } from "../integrands/integrand-rule.ts";

/**
 * The integral over one half of each axis about whose middle f is even, times two: what is proven of the formula alone. A
 * Gaussian in six variables so takes a 64th of the values.
 */
export function mirrored(domain: Integrand): Integrand {
  let { f } = domain;
  let factor = 1;
  const box = domain.box.map((ends, axis) => {
    const [a, b] = ends;
    const middle = a + (b - a) / 2;
    if (!Number.isFinite(b - a) || a === b || b - middle !== middle - a) return ends;
    if (parityOf(domain.f, axis, middle) !== "even") return ends;
    f = call("*", number(2), f);
    factor *= 2;
    return [middle, b] as const;
  });
  if (f === domain.f) return domain;
  evaluateTimes(f, factor, domain.f);
  return { ...domain, f, box };
}

/** What becomes of a value when a variable v becomes 2 middle - v: nothing, or its opposite; null if neither is known. */
type Parity = "even" | "odd" | null;

/** A value as slope v + constant, where it is that. */
interface Line {
  readonly slope: number;
  readonly constant: number;
}

interface Part {
  readonly parity: Parity;
  readonly line: Line | null;
}

const ODD = new Set([
  ...["sin", "tan", "asin", "atan", "sinh", "tanh", "cbrt", "sign", "neg", "tangent"],
  ...["pow3", "pow5", "pow7"],
]);
const EVEN = new Set(["cos", "cosh", "abs", "pow2", "pow4", "pow6", "pow8"]);

function parityOf(f: Tree, axis: number, middle: number): Parity {
  const parts: Part[] = [];
  for (const { tree, args } of tapeOf(f)) {
    const own = args.map((arg) => parts[arg] as Part);
    const line = lineOf(tree, own, axis);
    parts.push({ line, parity: parityAt(tree, own, line, middle) });
  }
  return (parts.at(-1) as Part).parity;
}

function lineOf(tree: Tree, args: readonly Part[], axis: number): Line | null {
  if (tree.kind === "number") return { slope: 0, constant: tree.value };
  if (tree.kind === "variable") return tree.axis === axis && !tree.weight ? { slope: 1, constant: 0 } : null;
  const [a, b] = args.map(({ line }) => line) as [Line | null, Line | null];
  if (!a || (args.length > 1 && !b)) return null;
  const other = b as Line;
  switch (tree.name) {
    case "neg":
      return { slope: -a.slope, constant: -a.constant };
    case "+":
      return { slope: a.slope + other.slope, constant: a.constant + other.constant };
    case "-":
      return { slope: a.slope - other.slope, constant: a.constant - other.constant };
    case "*":
      if (a.slope !== 0 && other.slope !== 0) return null;
      return {
        slope: a.slope * other.constant + other.slope * a.constant,
        constant: a.constant * other.constant,
      };
    case "/":
      return other.slope === 0
        ? { slope: a.slope / other.constant, constant: a.constant / other.constant }
        : null;
    default:
      return null;
  }
}

function parityAt(tree: Tree, args: readonly Part[], line: Line | null, middle: number): Parity {
  if (line) {
    if (line.slope === 0) return "even";
    return line.slope * middle + line.constant === 0 ? "odd" : null;
  }
  if (tree.kind !== "call") return "even";
  const parities = args.map(({ parity }) => parity);
  if (parities.every((one) => one === "even")) return "even";
  if (parities.includes(null)) return null;
  const [a, b] = parities;
  switch (tree.name) {
    case "*":
    case "/":
      return a === b ? "even" : "odd";
    case "+":
    case "-":
      return a === b ? (a as Parity) : null;
    case "times_jacobian":
      return a === b ? "even" : "odd";
    case "hypot":
      return "even";
    default:
      if (EVEN.has(tree.name)) return "even";
      return ODD.has(tree.name) ? "odd" : null;
  }
}
