import { tapeOf } from "../language/tape.ts";
import type { Tree } from "../language/tree.ts";

/**
 * The degree k of each part of a tree that is homogeneous in the coordinates of these axes (bits): g(s d) = s^k g(d) for all
 * s > 0, the other coordinates held fixed (Euler). Null for a part that is not seen to be homogeneous.
 */
export function degreesOf(tree: Tree, axes: number): (part: Tree) => number | null {
  const tape = tapeOf(tree);
  const degrees: (number | null)[] = [];
  const known = new Map<Tree, number | null>();
  for (const { tree: part, args } of tape) {
    const own = args.map((arg) => degrees[arg] ?? null);
    const degree =
      part.kind === "number"
        ? 0
        : part.kind === "variable"
          ? (axes >> part.axis) & 1
          : own.includes(null)
            ? null
            : ofCall(part, own as number[]);
    degrees.push(degree);
    known.set(part, degree);
  }
  return (part) => known.get(part) ?? null;
}

function ofCall({ name, args }: Extract<Tree, { kind: "call" }>, degrees: readonly number[]): number | null {
  const [a = 0, b = 0] = degrees;
  if (degrees.every((degree) => degree === 0)) return 0;
  if (/^pow[2-6]$/.test(name)) return Number(name[3]) * a;
  switch (name) {
    case "+":
    case "-":
    case "min":
    case "max":
    case "hypot":
      return degrees.every((degree) => degree === a) ? a : null;
    case "*":
      return a + b;
    case "/":
      return a - b;
    case "neg":
    case "abs":
      return a;
    case "sqrt":
      return a / 2;
    case "cbrt":
      return a / 3;
    case "^": {
      const exponent = args[1] as Tree;
      return exponent.kind === "number" ? a * exponent.value : null;
    }
    case "sign":
    case "atan2":
      return degrees.every((degree) => degree === a) ? 0 : null;
    default:
      return null;
  }
}
