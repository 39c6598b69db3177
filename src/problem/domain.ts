import { UsageError } from "../errors.ts";
import { limitOf } from "../integrand/language/integrand.ts";
import { simplify, simplifyIntegrand } from "../integrand/language/simplify.ts";
import { axesOf, call, PARAMETERS, substitute, type Tree, variable } from "../integrand/language/tree.ts";
import { changeOf, type LimitTrees } from "./change.ts";
import { atEdges } from "./edges.ts";
import { namesByAxis } from "./family.ts";
import { radialOf } from "./reductions/radial.ts";
import { overSimplex } from "./reductions/simplex.ts";
import { makeTail } from "./tail.ts";
import type { Variable } from "./variables.ts";

/** An integral over a box: what the variables and limits as written come to. */
export interface Domain {
  /** The integrand in the coordinates of the box, times the Jacobian. */
  readonly f: Tree;
  /** The limits along each axis. An axis is its variable's own, unless that has an infinite limit or one that depends. */
  readonly box: readonly (readonly [number, number])[];
  /** The variables in the coordinates of the box. */
  readonly at: readonly Tree[];
  /** The axes, innermost integral first. */
  readonly order: readonly number[];
  /** Whether a limit of the variable is infinite. */
  readonly infinite: readonly boolean[];
  /** The same over a distance, where f is a polynomial with coefficients that depend on that alone; absent where it is not. */
  readonly radial?: RadialDomain;
  /** Of a family whose limits have no parameters, from which that is made for each member. */
  readonly written?: Written;
  /** Whether any coordinate differs from its variable. */
  readonly mapped: boolean;
}

/** An integral before any change of variables. */
export interface Written {
  readonly f: Tree;
  readonly limits: readonly { readonly from: Tree; readonly to: Tree }[];
}

export interface RadialDomain extends Domain {
  /** What rounding may have done to it, as a part of the integral of |f|. */
  readonly rounding: number;
  /** The variables at a distance r are centre + r direction. */
  readonly centre: readonly number[];
  readonly direction: readonly number[];
}

/**
 * Changes the variables, innermost first, until all limits are constants: ∫ f dv over [A, B] is ∫ f(v(u)) v'(u) du over
 * [0, 1], and likewise for infinite limits. `edges`: whether roots of what rounding made negative are 0 in a domain that
 * is no other, too. Limits may depend on `parameters`, some values of which are `samples`. Throws `usage` for limits that
 * are wrong.
 */
export function domainOf(
  written: Tree,
  variables: readonly Variable[],
  edges = false,
  parameters: readonly string[] = [],
  samples: readonly ArrayLike<number>[] = [[]],
): Domain {
  const names = variables.map(({ name }) => name);
  const limits = variables.map((one, axis) => limitsOf(one, axis, namesByAxis(names, parameters)));
  const order = orderOf(limits, names);
  const integrand = edges ? atEdges(written) : written;
  const mapped = limits.some(({ from, to }) => !isFiniteConstant(from) || !isFiniteConstant(to));
  if (!mapped) {
    const box = limits.map(({ from, to }) => [constantIn(from), constantIn(to)] as const);
    const at = names.map((_, axis) => variable(axis));
    return { f: simplifyIntegrand(integrand), box, at, order, infinite: names.map(() => false), mapped };
  }
  const tail = makeTail(limits, order, samples);
  let f = edges ? integrand : atEdges(integrand);
  let at: Tree[] = names.map((_, axis) => variable(axis));
  const box = names.map(() => [0, 1] as readonly [number, number]);
  for (const axis of order) {
    const { from, to } = limits[axis] as LimitTrees;
    const change = changeOf({ from: atEdges(from), to: atEdges(to) }, axis, () => tail(f, axis));
    const changed = (tree: Tree) => substitute(tree, (leaf) => (leaf.axis === axis ? change.value : leaf));
    f = changed(f);
    if (change.jacobian) f = call("times_jacobian", f, change.jacobian);
    at = at.map(changed);
    box[axis] = change.box;
  }
  const infinite = limits.map(({ from, to }) =>
    [from, to].some((one) => Math.abs(constantIn(one)) === Infinity),
  );
  const whole = { f: simplifyIntegrand(f), box, at: at.map(simplify), order, infinite, mapped };
  if (names.length < 2) return whole;
  const own = { f: integrand, limits };
  // Whether a distance is bounded depends on no parameter.
  const isFixed = limits.every(({ from, to }) => (axesOf(from) | axesOf(to)) >> PARAMETERS === 0);
  if (parameters.length) return isFixed ? { ...whole, written: own } : whole;
  const radial = radialDomain(own);
  return radial ? { ...whole, radial } : whole;
}

/** The same integral over a distance; null where that is not possible. */
export function radialDomain({ f, limits }: Written): RadialDomain | null {
  const radial = overSimplex(f, limits) ?? radialOf(f, limits);
  if (!radial) return null;
  const { end, rounding, centre, direction } = radial;
  const to = end === Number.POSITIVE_INFINITY ? "inf" : `${end}`;
  return { ...domainOf(radial.f, [{ name: "r", from: "0", to }]), rounding, centre, direction };
}

/** The value of a constant; NaN for what depends on variables. */
function constantIn(tree: Tree): number {
  return tree.kind === "number" ? tree.value : Number.NaN;
}

function isFiniteConstant(tree: Tree): boolean {
  return Number.isFinite(constantIn(tree));
}

function limitsOf({ name, from, to }: Variable, axis: number, names: readonly string[]): LimitTrees {
  const limit = (text: string): Tree => {
    const parsed = limitOf(text, names, name);
    if (axesOf(parsed) & (1 << axis))
      throw new UsageError(name, text, `a limit of ${name} cannot depend on ${name}`);
    const tree = simplify(parsed);
    if (tree.kind === "number" && parsed.kind !== "number" && !Number.isFinite(tree.value)) {
      throw new UsageError(name, text, `the limit is ${tree.value}; it must be finite, inf or -inf`);
    }
    return tree;
  };
  const both = { from: limit(from), to: limit(to) };
  const [a, b] = [constantIn(both.from), constantIn(both.to)];
  if (a === b && !Number.isFinite(a)) {
    throw new UsageError(
      name,
      `${from},${to}`,
      "both limits are the same infinity; use -inf,inf, or one finite limit",
    );
  }
  return both;
}

/** Innermost first; among those that may come next, by name. Throws `usage` where limits depend on each other. */
function orderOf(limits: readonly LimitTrees[], names: readonly string[]): number[] {
  const needs = limits.map(({ from, to }) => axesOf(from) | axesOf(to));
  const left = new Set(names.keys());
  const order: number[] = [];
  while (left.size) {
    const next = [...left].find((axis) => ![...left].some((other) => ((needs[other] as number) >> axis) & 1));
    if (next === undefined) throw circle([...left], needs, names);
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Each of the remaining variables is in another one's limits, so going from one to the next ends in a circle. */
function circle(left: readonly number[], needs: readonly number[], names: readonly string[]): UsageError {
  const path = [left[0] as number];
  for (;;) {
    const last = path[path.length - 1] as number;
    const next = left.find((axis) => ((needs[axis] as number) >> last) & 1) as number;
    const start = path.indexOf(next);
    if (start >= 0) {
      const round = [...path.slice(start), next].reverse().map((axis) => names[axis]);
      return new UsageError(
        round[0] as string,
        undefined,
        `limits depend on each other: ${round.join(" on ")}`,
      );
    }
    path.push(next);
  }
}
