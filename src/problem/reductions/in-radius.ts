import { tapeOf } from "../../integrand/language/tape.ts";
import { call, number, type Tree } from "../../integrand/language/tree.ts";
import {
  constant,
  constantIn,
  type Polynomial,
  product,
  scaled,
  sum,
} from "../../integrand/reading/polynomial.ts";
import { constantly, type Mixed, ONE, plus, pure, spelledOut, times, treeIn, withTrees } from "./mixed.ts";

/** A polynomial of the variables, its root, which is one of a sum of squares, or a polynomial with coefficients in r. */
type Value =
  | { readonly kind: "polynomial" | "root"; readonly p: Polynomial }
  | { readonly kind: "mixed"; readonly terms: Mixed };

/** A tree in r of a polynomial; null if it does not depend on r alone. */
export interface Radius {
  (p: Polynomial): Tree | null;
  /** Whether all variables are positive, so that they may have any power. */
  readonly isPositive?: boolean;
}

/** Highest power that is multiplied out. */
const POWERS = 12;
const ZERO = number(0);

/**
 * f as a polynomial of which the coefficients depend on r alone, `leaves` being the variables; null where it is none.
 * `radius` is asked for every polynomial that a function is applied to.
 */
export function polynomialInRadius(f: Tree, leaves: readonly Polynomial[], radius: Radius): Mixed | null {
  const values: (Value | null)[] = [];
  for (const { tree, args } of tapeOf(f)) {
    if (tree.kind === "number") values.push(polynomial(constant(tree.value)));
    else if (tree.kind === "variable") values.push(polynomial(leaves[tree.axis] ?? null));
    else {
      const own = args.map((arg) => values[arg] ?? null);
      values.push(algebraic(tree.name, own, radius) ?? applied(tree.name, own, radius));
    }
  }
  const last = values.at(-1);
  return last ? mixedOf(last, radius) : null;
}

/** Sums, products and powers; null for other operations, and where the polynomial gets too long. */
function algebraic(name: string, [a, b, c]: readonly (Value | null)[], radius: Radius): Value | null {
  if (!a) return null;
  const [p, q] = [polynomialIn(a), polynomialIn(b)];
  const terms = (one: Value | null | undefined) => (one ? mixedOf(one, radius) : null);
  switch (name) {
    case "edge":
      return a;
    case "neg":
      return p ? polynomial(scaled(p, -1)) : mixed(times(terms(a), constantly(-1)));
    case "+":
      return p && q ? polynomial(sum(p, q)) : mixed(plus(terms(a), terms(b)));
    case "-":
      if (p && q) return polynomial(sum(p, scaled(q, -1)));
      return mixed(plus(terms(a), times(terms(b), constantly(-1))));
    case "*":
      return p && q ? multiplied(p, q, radius) : mixed(times(terms(a), terms(b)));
    case "/": {
      const divisor = q && constantIn(q);
      if (p && divisor) return polynomial(scaled(p, 1 / divisor));
      const below = treeOf(b, radius);
      if (below && treeOf(a, radius)) return null;
      return mixed(times(terms(a), below ? pure(call("/", ONE, below)) : monomial(b, -1, radius)));
    }
    case "?:": {
      const condition = treeOf(a, radius);
      if (!condition || (treeOf(b, radius) && treeOf(c, radius))) return null;
      const [yes, no] = [terms(b), terms(c)];
      return mixed(
        plus(
          yes && withTrees(yes, (tree) => call("?:", condition, tree, ZERO)),
          no && withTrees(no, (tree) => call("?:", condition, ZERO, tree)),
        ),
      );
    }
    default: {
      const exponent = exponentOf(name, q) ?? (name === "sqrt" ? 0.5 : null);
      if (exponent === 1) return a;
      if (exponent === 2 && a.kind === "root") return polynomial(a.p);
      const isWhole = exponent !== null && Number.isInteger(exponent) && exponent > 1 && exponent <= POWERS;
      if (exponent === null || treeOf(a, radius)) return null;
      return isWhole ? powerOf(a, exponent, radius) : mixed(monomial(a, exponent, radius));
    }
  }
}

/** Roots, and functions of what depends on r alone. */
function applied(name: string, args: readonly (Value | null)[], radius: Radius): Value | null {
  const [a] = args;
  const squares = args.map((one) => (one ? squareOf(one) : null));
  const isRoot = name === "hypot" || (name === "abs" && args.length === 1);
  if (isRoot && squares.every((one) => one !== null && constantIn(one) === null))
    return root((squares as Polynomial[]).reduce(sum));
  const p = polynomialIn(a);
  if (name === "sqrt" && p && isSumOfSquares(p)) return root(p);
  const inside = args.map((one) => treeOf(one, radius));
  if (inside.includes(null)) return null;
  return mixed(pure(name === "sqrt" ? rootOf(inside[0] as Tree) : call(name, ...(inside as Tree[]))));
}

/** A power of a single term, of which all factors are positive or depend on r alone. */
function monomial(base: Value | null | undefined, exponent: number, radius: Radius): Mixed | null {
  const [term, ...more] = (radius.isPositive && base && mixedOf(base, radius)) || [];
  if (!term || more.length || !(term.coefficient > 0)) return null;
  const coefficient = term.coefficient ** exponent;
  const tree = term.tree === ONE ? ONE : call("^", term.tree, number(exponent));
  return [{ powers: term.powers.map((power) => power * exponent), coefficient, size: coefficient, tree }];
}

/** What depends on r alone is not multiplied out. */
function multiplied(p: Polynomial, q: Polynomial, radius: Radius): Value | null {
  const [c, d] = [constantIn(p), constantIn(q)];
  if (c !== null) return polynomial(scaled(q, c));
  if (d !== null) return polynomial(scaled(p, d));
  const [s, t] = [radius(p), radius(q)];
  const own = s || t ? null : product(p, q);
  return own ? polynomial(own) : mixed(times(s ? pure(s) : spelledOut(p), t ? pure(t) : spelledOut(q)));
}

function powerOf(base: Value, exponent: number, radius: Radius): Value | null {
  let all: Value | null = base;
  for (let k = 1; k < exponent && all; k++) all = algebraic("*", [all, base], radius);
  return all;
}

function treeOf(value: Value | null | undefined, radius: Radius): Tree | null {
  if (!value) return null;
  if (value.kind === "mixed") return treeIn(value.terms);
  const own = constantIn(value.p);
  const inside = own === null ? radius(value.p) : number(own);
  return inside && value.kind === "root" ? rootOf(inside) : inside;
}

function mixedOf(value: Value, radius: Radius): Mixed | null {
  if (value.kind === "mixed") return value.terms;
  const tree = value.kind === "polynomial" && constantIn(value.p) !== null ? null : treeOf(value, radius);
  return tree ? pure(tree) : value.kind === "polynomial" ? spelledOut(value.p) : null;
}

const polynomial = (p: Polynomial | null): Value | null => p && { kind: "polynomial", p };
const root = (p: Polynomial): Value => ({ kind: "root", p });
const mixed = (terms: Mixed | null): Value | null => terms && { kind: "mixed", terms };
const polynomialIn = (one: Value | null | undefined) => (one?.kind === "polynomial" ? one.p : null);

function squareOf(value: Value): Polynomial | null {
  return value.kind === "mixed" ? null : value.kind === "root" ? value.p : product(value.p, value.p);
}

/** A root of others may be undefined, and its square with it. */
const isSumOfSquares = (p: Polynomial) =>
  constantIn(p) === null &&
  [...p.values()].every(
    ({ powers, coefficient }) => coefficient >= 0 && powers.every((own) => own % 2 === 0),
  );

function exponentOf(name: string, q: Polynomial | null): number | null {
  if (/^pow[2-6]$/.test(name)) return Number(name[3]);
  return (name === "^" || name === "pow") && q ? constantIn(q) : null;
}

/** The root of a r², or of another tree. */
function rootOf(tree: Tree): Tree {
  const [factor, square] = tree.kind === "call" && tree.name === "*" ? tree.args : [ONE, tree];
  return factor?.kind === "number" && square?.kind === "call" && square.name === "pow2"
    ? call("*", number(Math.sqrt(factor.value)), square.args[0] as Tree)
    : call("sqrt", tree);
}
