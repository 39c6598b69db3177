import { call, number, type Tree, type Variable, variable } from "../../integrand/language/tree.ts";

/** factor t^power, of a t from 0 to 1 that is the coordinate on an axis. */
export interface Monomial {
  readonly factor: number;
  readonly axis: number;
  readonly power: number;
}

/** The tree with monomials in place of some variables; their powers, roots and products are monomials again. */
export function withMonomials(tree: Tree, monomial: (leaf: Variable) => Monomial | null): Tree {
  return treeOf(rewritten(tree, monomial));
}

function monomialIn(tree: Tree, monomial: (leaf: Variable) => Monomial | null): Monomial | null {
  const found = rewritten(tree, monomial);
  return isMonomial(found) ? found : null;
}

function rewritten(tree: Tree, monomial: (leaf: Variable) => Monomial | null): Tree | Monomial {
  const done = new Map<Tree, Tree | Monomial>();
  const within = (part: Tree): Tree | Monomial => {
    if (part.kind === "number") return part;
    if (part.kind === "variable") return monomial(part) ?? part;
    const known = done.get(part);
    if (known) return known;
    const args = part.args.map(within);
    const made =
      product(part.name, args) ?? logarithm(part.name, args[0]) ?? call(part.name, ...args.map(treeOf));
    done.set(part, made);
    return made;
  };
  return within(tree);
}

/** A tree that is 0 where the difference of two monomials is, as t - s is for t^8 - s^8; null where it is no such. */
export function rootsAlike(tree: Tree, monomial: (leaf: Variable) => Monomial | null): Tree | null {
  if (tree.kind !== "call" || (tree.name !== "-" && tree.name !== "+")) return null;
  const [a, b] = tree.args.map((arg) => monomialIn(arg, monomial));
  if (!a || !b || a.power !== b.power) return null;
  const sign = tree.name === "-" ? 1 : -1;
  const ratio = (sign * b.factor) / a.factor;
  if (!(ratio > 0)) return null;
  const other = variable(b.axis);
  const factor = ratio ** (1 / b.power);
  return call("-", variable(a.axis), factor === 1 ? other : call("*", number(factor), other));
}

/** Of a monomial, whose value may be too small for a number. */
function logarithm(name: string, a: Tree | Monomial | undefined): Tree | null {
  if (!a || !isMonomial(a) || !(a.factor > 0) || (name !== "log" && name !== "ln")) return null;
  return call("+", number(Math.log(a.factor)), call("*", number(a.power), call("log", variable(a.axis))));
}

/** What an operation makes of a monomial, if that is one. */
function product(name: string, [a, b]: readonly (Tree | Monomial)[]): Monomial | null {
  if (!a) return null;
  if (isMonomial(a)) {
    const { factor, axis, power } = a;
    if (name === "abs") return { ...a, factor: Math.abs(factor) };
    if (name === "neg") return { ...a, factor: -factor };
    const exponent = exponentOf(name, b);
    // Of a negative base only whole powers are real.
    if (exponent !== null && exponent > 0 && (factor > 0 || Number.isInteger(exponent)))
      return { factor: factor ** exponent, axis, power: power * exponent };
    if (name === "*" && b && isNumber(b)) return { ...a, factor: factor * b.value };
    if (name === "/" && b && isNumber(b)) return { ...a, factor: factor / b.value };
    if (name === "*" && b && isMonomial(b) && b.axis === axis)
      return { factor: factor * b.factor, axis, power: power + b.power };
  }
  return name === "*" && b && isMonomial(b) && isNumber(a) ? { ...b, factor: b.factor * a.value } : null;
}

function exponentOf(name: string, b: Tree | Monomial | undefined): number | null {
  if (name === "sqrt") return 0.5;
  if (name === "cbrt") return 1 / 3;
  if (/^pow[2-6]$/.test(name)) return Number(name[3]);
  return (name === "^" || name === "pow") && b && isNumber(b) ? b.value : null;
}

const isMonomial = (one: Tree | Monomial): one is Monomial => !("kind" in one);
const isNumber = (one: Tree | Monomial): one is Extract<Tree, { kind: "number" }> =>
  "kind" in one && one.kind === "number";

function treeOf(one: Tree | Monomial): Tree {
  if (!isMonomial(one)) return one;
  const { factor, axis, power } = one;
  const raised = powerOf(variable(axis), power);
  return factor === 1 ? raised : call("*", number(factor), raised);
}

/** By multiplications where the power is whole. */
function powerOf(t: Tree, power: number): Tree {
  if (power === 1) return t;
  if (!Number.isInteger(power)) return call("^", t, number(power));
  if (power <= 6) return call(`pow${power}`, t);
  if (power % 2 === 0) return call("pow2", powerOf(t, power / 2));
  return call("*", t, powerOf(t, power - 1));
}
