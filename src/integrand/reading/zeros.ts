import { axesOf, call, isSame, number, type Tree } from "../language/tree.ts";

/** A place where f is not smooth: where g is `offset` plus a whole multiple of `step`, or 0 without one. */
export interface Switch {
  readonly g: Tree;
  readonly levels: { readonly step: number; readonly offset: number } | null;
  /**
   * break: f jumps or kinks there. edge: f is a root or a logarithm of what vanishes there, pole: it is divided by that;
   * both may be infinite or have infinite derivatives.
   */
  readonly kind: "break" | "edge" | "pole";
  /** Where g is 0 only if each of several trees is, the zeros of each: f is singular where they meet. */
  readonly meeting?: readonly (readonly Switch[])[];
}

type Kind = Switch["kind"];

const NO_LEVELS = null;
export const SINES = { step: Math.PI, offset: 0 };
export const COSINES = { step: Math.PI, offset: Math.PI / 2 };

/** Where a tree is zero, as the union of simpler zero sets: those of its factors, and levels of what is periodic. */
export function zerosOf(tree: Tree, kind: Kind): Switch[] {
  if (tree.kind !== "call") return [{ g: tree, levels: NO_LEVELS, kind }];
  const { name, args } = tree;
  const [a, b] = args as [Tree, Tree];
  switch (name) {
    case "*":
    case "times_jacobian":
      return [...zerosOf(a, kind), ...zerosOf(b, kind)];
    case "/":
    case "neg":
    case "abs":
    case "sqrt":
    case "cbrt":
    case "sign":
    case "edge":
    case "asin":
    case "atan":
    case "sinh":
    case "tanh":
      return zerosOf(a, kind);
    case "^":
    case "pow":
      return b.kind === "number" ? zerosOf(a, kind) : [{ g: tree, levels: NO_LEVELS, kind }];
    case "log":
    case "ln":
    case "log2":
    case "log10":
      return zerosOf(minus(a, number(1)), kind);
    case "exp":
    case "cosh":
      return [];
    case "sin":
    case "tan":
      return [{ g: a, levels: SINES, kind }];
    case "cos":
      return [{ g: a, levels: COSINES, kind }];
    case "min":
    case "max":
      return args.flatMap((one) => zerosOf(one, kind));
    case "hypot":
      return zerosOfTerms(tree, args, kind);
    case "+":
      return zerosOfTerms(tree, termsOf(tree), kind);
    case "-":
      return zerosOfDifference(a, b, kind) ?? [{ g: tree, levels: NO_LEVELS, kind }];
    default:
      if (/^pow[2-6]$/.test(name)) return zerosOf(a, kind);
      return [{ g: tree, levels: NO_LEVELS, kind }];
  }
}

/** Of |u| − c: u = c and u = −c; of u − 0: those of u; of minima and maxima: those of any two of their arguments. Null where nothing simpler is known. */
function zerosOfDifference(a: Tree, b: Tree, kind: Kind): Switch[] | null {
  if (isNumber(b, 0)) return zerosOf(a, kind);
  if (isNumber(a, 0)) return zerosOf(b, kind);
  const [chosen, others] = [choicesOf(a), choicesOf(b)];
  if (chosen.length + others.length > 2)
    return chosen.flatMap((one) =>
      others.flatMap((other) => (isSame(one, other) ? [] : zerosOf(minus(one, other), kind))),
    );
  const [u, c] = a.kind === "number" ? [b, a] : [a, b];
  if (u.kind !== "call" || c.kind !== "number") return null;
  const [v] = u.args as [Tree];
  if (u.name === "abs" || u.name === "pow2") {
    const level = u.name === "abs" ? c.value : Math.sqrt(c.value);
    return level > 0
      ? [...zerosOf(minus(v, number(level)), kind), ...zerosOf(minus(v, number(-level)), kind)]
      : [];
  }
  return null;
}

/** What a nest of minima and maxima may be. */
function choicesOf(tree: Tree): Tree[] {
  const isNest = tree.kind === "call" && (tree.name === "min" || tree.name === "max");
  return isNest ? tree.args.flatMap(choicesOf) : [tree];
}

/** The terms of a sum that are never negative, as what they are powers of; null where one may be. */
function termsOf(tree: Tree): Tree[] | null {
  if (tree.kind === "number") return tree.value >= 0 ? [tree] : null;
  if (tree.kind !== "call") return null;
  const { name, args } = tree;
  const [a, b] = args as [Tree, Tree];
  if (name === "+") {
    const [left, right] = [termsOf(a), termsOf(b)];
    return left && right && [...left, ...right];
  }
  if (name === "*" && a === b) return [a];
  if (name === "*" && a.kind === "number" && a.value > 0) return termsOf(b);
  if ((name === "*" || name === "/") && b.kind === "number" && b.value > 0) return termsOf(a);
  if (/^(pow[246]|abs)$/.test(name)) return [a];
  return name === "^" && b.kind === "number" && b.value > 0 && b.value % 2 === 0 ? [a] : null;
}

/** Of a sum of such terms. */
export function zerosOfTerms(tree: Tree, terms: readonly Tree[] | null, kind: Kind): Switch[] {
  const whole = [{ g: tree, levels: NO_LEVELS, kind }];
  if (!terms) return whole;
  if (terms.some((term) => term.kind === "number" && term.value !== 0)) return [];
  const meeting = terms.filter((term) => term.kind !== "number").map((term) => zerosOf(term, "break"));
  if (meeting.length < 2) return terms.flatMap((term) => zerosOf(term, kind));
  if (meeting.some((own) => own.some(({ g }) => !Number.isInteger(Math.log2(axesOf(g)))))) return whole;
  return [{ g: tree, levels: NO_LEVELS, kind, meeting }];
}

const isNumber = (tree: Tree, value: number) => tree.kind === "number" && tree.value === value;

/** a - b, without zeros. */
export function minus(a: Tree, b: Tree): Tree {
  if (isNumber(b, 0)) return a;
  if (isNumber(a, 0)) return b;
  return call("-", a, b);
}
