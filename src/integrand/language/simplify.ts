import { OPERATIONS, operationOf } from "./operations.ts";
import { tapeOf } from "./tape.ts";
import { call, isSame, number, type Tree } from "./tree.ts";

/** A tree of the same meaning: constant subtrees folded, small powers multiplied out. Shared subtrees stay shared. */
export function simplify(tree: Tree): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const made = simplified(part.name, part.args.map(within));
    done.set(part, made);
    return made;
  };
  return within(tree);
}

/** An integrand's tree likewise; 0 where it is 0 for all real numbers. */
export function simplifyIntegrand(tree: Tree): Tree {
  const made = simplify(tree);
  return isNothing(made) ? number(0) : made;
}

function simplified(name: string, args: readonly Tree[]): Tree {
  const [first, second] = args as [Tree, Tree];
  if (args.every((arg) => arg.kind === "number")) {
    const values = args.map((arg) => (arg as { value: number }).value);
    const value = operationOf(name).value(...values);
    // A constant that underflows is kept: exp(-1000) may be multiplied by exp(1000 - x).
    const isBelow =
      value === 0 && /^([*/^]|exp|pow)$/.test(name) && values.every((one) => one && Number.isFinite(one));
    if (!isBelow) return number(value);
  }
  if (name === "?:" && first.kind === "number") return args[first.value !== 0 ? 1 : 2] as Tree;
  if ((name === "^" || name === "pow") && second.kind === "number") {
    return power(first, second.value) ?? call(name, ...args);
  }
  return call(name, ...args);
}

/** Whether a tree is 0 though numbers may overflow on the way; as a part of another it may be -0. */
function isNothing(tree: Tree): boolean {
  if (tree.kind !== "call") return tree.kind === "number" && tree.value === 0;
  const [first, second] = tree.args as [Tree, Tree];
  if (tree.name === "-") return isSame(first, second) && isTotal(first);
  // A Jacobian is finite within the limits.
  if (tree.name === "times_jacobian") return isNothing(first);
  const isProduct = tree.name === "*";
  return isProduct && ((isNothing(first) && isTotal(second)) || (isNothing(second) && isTotal(first)));
}

/** Of real numbers they are real numbers; of a tangent it is known that its argument is within the limits. */
const TOTAL =
  /^([-+*]|neg|exp|sin|cos|atan|sinh|cosh|tanh|abs|sign|floor|ceil|round|min|max|hypot|cbrt|pow[2-6]|tangent)$/;

const isTotal = (tree: Tree): boolean =>
  tapeOf(tree).every(({ tree: step }) =>
    step.kind === "call" ? TOTAL.test(step.name) : step.kind === "variable" || Number.isFinite(step.value),
  );

/** Exponents that need no logarithm; null for the others. */
function power(base: Tree, exponent: number): Tree | null {
  if (exponent < 0) {
    const positive = power(base, -exponent);
    return positive && call("/", number(1), positive);
  }
  if (exponent === 0) return number(1);
  if (exponent === 0.5) return call("sqrt", base);
  if (exponent === 1) return base;
  return OPERATIONS.has(`pow${exponent}`) ? call(`pow${exponent}`, base) : null;
}
