import { simplify } from "../language/simplify.ts";
import { axesOf, call, number, type Tree } from "../language/tree.ts";

/** The derivative of a tree along an axis; null for operations that are not smooth or rare. */
export function derivativeOf(tree: Tree, axis: number): Tree | null {
  if (!((axesOf(tree) >> axis) & 1)) return ZERO;
  if (tree.kind !== "call") return ONE;
  const [u, v] = tree.args as [Tree, Tree];
  const [du, dv] = tree.args.map((arg) => derivativeOf(arg, axis));
  if (!du) return null;
  const outer = chainRule(tree.name, u, tree);
  if (outer) return times(outer, du);
  if (tree.name === "neg") return times(number(-1), du);
  if (!dv) return null;
  switch (tree.name) {
    case "+":
      return plus(du, dv);
    case "-":
      return plus(du, times(number(-1), dv));
    case "*":
      return plus(times(du, v), times(u, dv));
    case "/":
      // u/v is the tree itself.
      return call("/", plus(du, times(number(-1), times(tree, dv))), v);
    case "^":
    case "pow":
      if (v.kind !== "number") return null;
      return times(times(v, simplify(call("^", u, number(v.value - 1)))), du);
    default:
      return null;
  }
}

const ZERO = number(0);
const ONE = number(1);

/** The derivative of a function of one argument by that argument. */
function chainRule(name: string, u: Tree, tree: Tree): Tree | null {
  const power = /^pow([2-6])$/.exec(name);
  if (power) {
    const n = Number(power[1]);
    return times(number(n), n === 2 ? u : call(`pow${n - 1}`, u));
  }
  switch (name) {
    case "sin":
      return call("cos", u);
    case "cos":
      return call("neg", call("sin", u));
    case "exp":
      return tree;
    case "sinh":
      return call("cosh", u);
    case "cosh":
      return call("sinh", u);
    case "log":
    case "ln":
      return call("/", ONE, u);
    case "sqrt":
      return call("/", number(0.5), tree);
    default:
      return null;
  }
}

function plus(a: Tree, b: Tree): Tree {
  if (isNumber(a) && isNumber(b)) return number(a.value + b.value);
  if (isNumber(a, 0)) return b;
  return isNumber(b, 0) ? a : call("+", a, b);
}

function times(a: Tree, b: Tree): Tree {
  if (isNumber(a) && isNumber(b)) return number(a.value * b.value);
  if (isNumber(a, 0) || isNumber(b, 0)) return ZERO;
  if (isNumber(a, 1)) return b;
  return isNumber(b, 1) ? a : call("*", a, b);
}

function isNumber(tree: Tree, value?: number): tree is Extract<Tree, { kind: "number" }> {
  return tree.kind === "number" && (value === undefined || tree.value === value);
}
