import { call, number, type Tree, variable } from "../integrand/language/tree.ts";

/** The limits of a variable: trees in terms of others. */
export interface LimitTrees {
  readonly from: Tree;
  readonly to: Tree;
}

/** A variable v in terms of a coordinate u of its own: the integral over v is that of f v'(u) over the box. */
export interface Change {
  readonly value: Tree;
  /** v'(u); null where v is u. */
  readonly jacobian: Tree | null;
  readonly box: readonly [number, number];
}

const UNIT = [0, 1] as const;
const SYMMETRIC = [-1, 1] as const;

/** The change of variables for these limits. `tail` is asked how f falls towards an infinite limit. */
export function changeOf({ from, to }: LimitTrees, axis: number, tail: () => number): Change {
  const u = variable(axis);
  const [a, b] = [from, to].map((one) => (one.kind === "number" ? one.value : Number.NaN)) as [
    number,
    number,
  ];
  if (Number.isFinite(a) && Number.isFinite(b)) return { value: u, jacobian: null, box: [a, b] };
  const [below, above] = [isInfinite(a), isInfinite(b)];
  if (!below && !above) return between(from, to, u);
  const { value, jacobian } = stretched(u, tail());
  // From the finite limit outwards, where there is one; reversed limits change the sign.
  const signed = (upwards: boolean) => (upwards ? jacobian : call("neg", jacobian));
  if (below && above) return { value, jacobian: signed(a < b), box: SYMMETRIC };
  const start = above ? from : to;
  const upwards = (above ? b : a) > 0;
  return {
    value: upwards ? plus(start, value) : call("-", start, value),
    jacobian: signed(above === upwards),
    box: UNIT,
  };
}

const isInfinite = (value: number) => Math.abs(value) === Number.POSITIVE_INFINITY;

/** v = A + (B − A) u; a limit of 0 keeps the distance to it exact, and symmetric ones that to the middle. */
function between(from: Tree, to: Tree, u: Tree): Change {
  if (isZero(from)) return { value: call("*", to, u), jacobian: to, box: UNIT };
  // From B = 0 to A, so with the opposite sign.
  if (isZero(to)) return { value: call("*", from, u), jacobian: call("neg", from), box: UNIT };
  if (isNegative(from, to)) return { value: call("*", to, u), jacobian: to, box: SYMMETRIC };
  if (isNegative(to, from)) return { value: call("*", to, u), jacobian: to, box: SYMMETRIC };
  const width = call("-", to, from);
  return { value: call("+", from, call("*", width, u)), jacobian: width, box: UNIT };
}

/**
 * v = t (1 + t²)^((p−1)/2) with t = tan(πu/2). p = 1 makes the integrand of a rational function that falls as an even
 * power a smooth periodic one, for which midpoints converge exponentially, and keeps v within the number of cells, so
 * that powers of it stay within f32. Where f falls more slowly than 1/v², a larger p keeps the integrand bounded.
 */
function stretched(u: Tree, p: number): { value: Tree; jacobian: Tree } {
  const t = call("tangent", call("*", number(Math.PI / 2), u));
  const square = call("pow2", t);
  const rest = (p - 1) / 2;
  const onePlus = call("+", number(1), square);
  const power = rest > 1 ? call(`pow${rest}`, onePlus) : onePlus;
  const slope = call("+", number(1), p === 1 ? square : call("*", number(p), square));
  const scaled = call("*", number(Math.PI / 2), slope);
  return rest === 0
    ? { value: t, jacobian: scaled }
    : { value: call("*", t, power), jacobian: call("*", scaled, power) };
}

const isZero = (tree: Tree) => tree.kind === "number" && tree.value === 0;

function plus(a: Tree, b: Tree): Tree {
  return isZero(a) ? b : call("+", a, b);
}

/** Whether a is written as −b. */
function isNegative(a: Tree, b: Tree): boolean {
  return a.kind === "call" && a.name === "neg" && JSON.stringify(a.args[0]) === JSON.stringify(b);
}
