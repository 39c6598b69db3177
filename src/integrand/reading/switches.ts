import { tapeOf } from "../language/tape.ts";
import { axesOf, number, type Tree } from "../language/tree.ts";
import { COSINES, minus, type Switch, zerosOf, zerosOfTerms } from "./zeros.ts";

/** The switches of all operations in a tree, from what each does at which value of its arguments. */
export function switchesOf(tree: Tree): Switch[] {
  const found = tapeOf(tree).flatMap(({ tree: part }) => (part.kind === "call" ? ofCall(part) : []));
  return found.filter(({ g }) => axesOf(g) !== 0);
}

const WHOLE = { step: 1, offset: 0 };
const HALVES = { step: 1, offset: 0.5 };

function ofCall({ name, args }: Extract<Tree, { kind: "call" }>): Switch[] {
  const [a, b] = args as [Tree, Tree];
  switch (name) {
    case "abs":
    case "sign":
      return zerosOf(a, "break");
    case "min":
    case "max":
      return args.flatMap((one, k) =>
        args.slice(0, k).flatMap((other) => zerosOf(minus(one, other), "break")),
      );
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "==":
    case "!=":
      return zerosOf(minus(a, b), "break");
    case "&&":
    case "||":
    case "!":
    case "?:":
      // Any value but zero is true; comparisons have switches of their own.
      return args
        .slice(0, name === "&&" || name === "||" ? 2 : 1)
        .flatMap((one) => (isTruth(one) ? [] : zerosOf(one, "break")));
    case "floor":
    case "ceil":
      return [{ g: a, levels: WHOLE, kind: "break" }];
    case "round":
      return [{ g: a, levels: HALVES, kind: "break" }];
    case "atan2":
      return zerosOf(a, "break");
    case "tan":
      return [{ g: a, levels: COSINES, kind: "pole" }];
    case "sqrt":
    case "cbrt":
    case "log":
    case "ln":
    case "log2":
    case "log10":
      return zerosOf(a, "edge");
    case "asin":
    case "acos":
      return [...zerosOf(minus(a, number(1)), "edge"), ...zerosOf(minus(a, number(-1)), "edge")];
    case "/":
      return zerosOf(b, "pole");
    case "^":
    case "pow":
      if (b.kind !== "number") return zerosOf(a, "edge");
      return b.value < 0 ? zerosOf(a, "pole") : Number.isInteger(b.value) ? [] : zerosOf(a, "edge");
    case "hypot":
      return zerosOfTerms({ kind: "call", name, args }, args, "edge");
    default:
      return [];
  }
}

const TRUTHS = new Set(["<", "<=", ">", ">=", "==", "!=", "&&", "||", "!"]);
const isTruth = (tree: Tree) => tree.kind === "call" && TRUTHS.has(tree.name);
