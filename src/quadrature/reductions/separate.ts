import { simplify } from "../../integrand/language/simplify.ts";
import { evaluate } from "../../integrand/language/tape.ts";
import { axesOf, call, number, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import type { Domain } from "../../problem/domain.ts";

/** A factor of an integral: an integral of its own over some of the axes. */
export interface Group extends Pick<Domain, "f" | "box" | "infinite"> {
  /** Which axes of the whole these are. */
  readonly axes: readonly number[];
}

/** An integral as a product of integrals over fewer axes, constants being in the first; null where it is none. */
export function separate(whole: Pick<Domain, "f" | "box" | "infinite">): readonly Group[] | null {
  const { box, infinite } = whole;
  if (box.length < 2) return null;
  const { f } = whole;
  const parts = joined(factorsOf(f));
  const first = (part: Tree) => [...box.keys()].findIndex((axis) => (axesOf(part) >> axis) & 1);
  const used = parts.filter((part) => axesOf(part) !== 0).sort((a, b) => first(a) - first(b));
  const unused = box.flatMap((ends, axis) =>
    used.some((part) => (axesOf(part) >> axis) & 1) ? [] : [{ axis, ends }],
  );
  if (!used.length || (used.length === 1 && !unused.length)) return null;
  const constants = [
    ...parts.filter((part) => axesOf(part) === 0),
    // Along an axis that f does not depend on its integral is a multiple.
    ...unused.map(({ ends: [a, b] }) => number(b - a)),
  ];
  return used.map((part, k): Group => {
    const axes = [...box.keys()].filter((axis) => (axesOf(part) >> axis) & 1);
    const own = substitute(k === 0 ? product([...constants, part]) : part, (leaf) =>
      variable(axes.indexOf(leaf.axis)),
    );
    return {
      f: simplify(own),
      axes,
      box: axes.map((axis) => box[axis] as Domain["box"][number]),
      infinite: axes.map((axis) => infinite[axis] as boolean),
    };
  });
}

const ZERO = number(0);
const ONE = number(1);
const isExp = (tree: Tree) => tree.kind === "call" && tree.name === "exp";

/** With one exponential of a sum: bounds of exp(x y) alone know nothing of exp(-x^2), by which it is multiplied. */
function product(parts: readonly Tree[]): Tree {
  const exponents = parts.filter(isExp).map((part) => (part as { args: readonly Tree[] }).args[0] as Tree);
  const rest = parts.filter((part) => !isExp(part));
  const all = exponents.length
    ? [
        ...rest,
        call(
          "exp",
          exponents.reduce((a, b) => call("+", a, b)),
        ),
      ]
    : rest;
  return all.reduce((one, other) => call("*", one, other));
}

/** The products of those that share axes, directly or by others. */
function joined(parts: readonly Tree[]): Tree[] {
  return componentsOf(parts).map(product);
}

function componentsOf(parts: readonly Tree[]): Tree[][] {
  return parts.reduce<Tree[][]>((groups, part) => {
    const meets = (group: readonly Tree[]) => group.some((other) => axesOf(other) & axesOf(part));
    return [...groups.filter((group) => !meets(group)), [...groups.filter(meets).flat(), part]];
  }, []);
}

/** Trees whose product a tree is. */
function factorsOf(tree: Tree): Tree[] {
  if (tree.kind !== "call") return [tree];
  const { name, args } = tree;
  const [a, b, c] = args as [Tree, Tree, Tree];
  switch (name) {
    case "*":
    case "times_jacobian":
      return [...factorsOf(a), ...factorsOf(b)];
    case "/":
      return [...factorsOf(a), ...factorsOf(b).map((part) => call("/", ONE, part))];
    case "neg":
      return [number(-1), ...factorsOf(a)];
    case "exp": {
      const terms = termsOf(a);
      return isLarge(terms) ? [tree] : terms.map((term) => call("exp", term));
    }
    case "abs":
      return factorsOf(a).map((part) => call("abs", part));
    case "&&":
      return conditionsOf(tree).map((part) => call("?:", part, ONE, ZERO));
    case "?:":
      if (isZero(c)) return conditional(conditionsOf(a), factorsOf(b));
      return isZero(b) ? conditional([call("!", a)], factorsOf(c)) : [tree];
    case "^":
    case "pow":
      return b.kind === "number" && Number.isInteger(b.value)
        ? factorsOf(a).map((part) => call(name, part, b))
        : [tree];
    default:
      return /^pow[2-6]$/.test(name) ? factorsOf(a).map((part) => call(name, part)) : [tree];
  }
}

/** Without such a constant, as in exp(60 x - x^2 - 900), the other terms may be large, and exp of them infinite. */
const MOST_CONSTANT = 300;

const isLarge = (terms: readonly Tree[]) =>
  terms.some((term) => axesOf(term) === 0 && Math.abs(evaluate(term)) > MOST_CONSTANT);

const isZero = (tree: Tree) => tree.kind === "number" && tree.value === 0;

/** What has to be true together. */
function conditionsOf(tree: Tree): Tree[] {
  return tree.kind === "call" && tree.name === "&&" ? tree.args.flatMap(conditionsOf) : [tree];
}

/** Every factor stays behind the conditions that share its axes: elsewhere it may be undefined. */
function conditional(conditions: readonly Tree[], factors: readonly Tree[]): Tree[] {
  return componentsOf([...conditions, ...factors]).map((group) => {
    const own = group.filter((part) => conditions.includes(part));
    const rest = group.filter((part) => !conditions.includes(part));
    const value = rest.length ? product(rest) : ONE;
    return own.length
      ? call(
          "?:",
          own.reduce((all, one) => call("&&", all, one)),
          value,
          ZERO,
        )
      : value;
  });
}

/** Trees whose sum a tree is. */
function termsOf(tree: Tree): Tree[] {
  if (tree.kind !== "call") return [tree];
  const [a, b] = tree.args as [Tree, Tree];
  if (tree.name === "+") return [...termsOf(a), ...termsOf(b)];
  if (tree.name === "-") return [...termsOf(a), ...termsOf(b).map((term) => call("neg", term))];
  if (tree.name === "neg") return termsOf(a).map((term) => call("neg", term));
  // A factor or divisor of all terms is one of each.
  if (tree.name === "*" && axesOf(a) === 0) return termsOf(b).map((term) => call("*", a, term));
  if ((tree.name === "*" || tree.name === "/") && axesOf(b) === 0)
    return termsOf(a).map((term) => call(tree.name, term, b));
  return [tree];
}
