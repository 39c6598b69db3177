import { tapeOf } from "./tape.ts";
import type { Tree } from "./tree.ts";

/**
 * The k for which g(s d) = s^k g(d) at all s > 0, the coordinates of these axes (bits) being scaled together and the others
 * held (Euler); null for a tree that is no such by its form.
 */
export function degreeOf(g: Tree, axes: number): number | null {
  const tape = tapeOf(g);
  const degrees: (number | null)[] = [];
  for (const { tree, args } of tape) {
    const own = args.map((arg) => degrees[arg] ?? null);
    if (tree.kind === "number") degrees.push(0);
    else if (tree.kind === "variable") degrees.push((axes >> tree.axis) & 1);
    else if (own.includes(null)) degrees.push(null);
    else degrees.push(ofCall(tree, own as number[]));
  }
  return degrees.at(-1) ?? null;
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
