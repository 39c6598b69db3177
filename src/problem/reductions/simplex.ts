import { call, number, type Tree, variable } from "../../integrand/language/tree.ts";
import { atom, type Polynomial, scaled } from "../../integrand/reading/polynomial.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";
import type { LimitTrees } from "../change.ts";
import { polynomialInRadius, type Radius } from "./in-radius.ts";
import { type Mean, overSpheres } from "./over-spheres.ts";
import type { Radial } from "./radial.ts";

/**
 * The integrand over a sum s = Σ c x of an f that is a sum of products of powers of the variables with functions of s, over the
 * x >= 0 with s <= end, or over all that axes bound (Dirichlet and Liouville); null for other f and other limits.
 */
export function overSimplex(f: Tree, limits: readonly LimitTrees[]): Radial | null {
  const n = limits.length;
  const own = simplexOf(limits);
  const signs = own ? own.slopes.map(() => 1) : signsOf(limits);
  if (!signs) return null;
  const end = own?.end ?? Number.POSITIVE_INFINITY;
  for (const slopes of own ? [own.slopes] : sumsIn(f, signs)) {
    const sizes = slopes.map((slope) => 1 / slope);
    const leaves = sizes.map((size, axis) => scaled(atom(axis), size));
    let rounding = 16 * n * UNIT;
    const meanOf: Mean = (powers) => {
      const all = slopes.map((_, axis) => (powers[axis] ?? 0) + 1);
      if (!all.every((power) => power > 0)) return null;
      const total = all.reduce((a, b) => a + b);
      if (total > LARGE || !all.every((power) => Number.isInteger(2 * power)))
        rounding = Math.max(rounding, (16 * n + OF_GAMMA + 4 * total) * UNIT);
      const mean = all.reduce((product, power) => product * gamma(power), 1) / gamma(total);
      return { mean, magnitude: mean };
    };
    const terms = polynomialInRadius(f, leaves, sumTree(n, end));
    const sum = terms && overSpheres(terms, n, meanOf, end);
    if (!sum) continue;
    const jacobian = sizes.reduce((product, size) => product * Math.abs(size), 1);
    const direction = sizes.map((size, axis) => (axis ? 0 : size));
    return {
      f: call("*", number(jacobian), sum.f),
      end,
      rounding: rounding + sum.rounding,
      centre: sizes.map(() => 0),
      direction,
    };
  }
  return null;
}

/** Roundings of gamma. */
const OF_GAMMA = 128;
const S = variable(0);

/** c + k Σ u as a tree in s; null for other polynomials. One that vanishes at the end, up to rounding, is a multiple of end - s. */
function sumTree(n: number, end: number): Radius {
  const radius = (p: Polynomial) => {
    let [count, factor, constant] = [0, 0, 0];
    for (const { powers, coefficient, size } of p.values()) {
      if (Math.abs(coefficient) <= TOLERANCE * size) continue;
      const degree = powers.reduce((sum, power) => sum + power, 0);
      if (degree > 1) return null;
      if (degree === 0) constant = coefficient;
      else {
        factor ||= coefficient;
        if (!(Math.abs(coefficient - factor) <= TOLERANCE * size)) return null;
        count++;
      }
    }
    if (count !== n) return null;
    if (Math.abs(constant + factor * end) <= TOLERANCE * Math.abs(constant))
      return call("*", number(-factor), call("-", number(end), S));
    const multiple = factor === 1 ? S : call("*", number(factor), S);
    return constant === 0 ? multiple : call("+", number(constant), multiple);
  };
  return Object.assign(radius, { isPositive: true });
}

/** A part of what a coefficient is made of that may be rounding. */
const TOLERANCE = 8 * UNIT;

/** By which sign each variable is positive, where the limits are 0 and an infinity; null for others. */
function signsOf(limits: readonly LimitTrees[]): number[] | null {
  const signs = limits.map(({ from, to }) => {
    const [a, b] = [constantIn(from), constantIn(to)];
    return a === 0 && b === Number.POSITIVE_INFINITY ? 1 : a === Number.NEGATIVE_INFINITY && b === 0 ? -1 : 0;
  });
  return signs.includes(0) ? null : signs;
}

/** The slopes of the sums of all variables in f that are positive throughout. */
function sumsIn(f: Tree, signs: readonly number[]): number[][] {
  const found: number[][] = [];
  const see = (p: Polynomial) => {
    const slopes = signs.map(() => 0);
    for (const { powers, coefficient } of p.values()) {
      if (powers.length && powers.reduce((sum, power) => sum + power, 0) === 1)
        slopes[powers.length - 1] = coefficient;
      else if (powers.length) return null;
    }
    const sign = Math.sign((slopes[0] as number) * (signs[0] as number));
    if (slopes.every((slope, axis) => slope * (signs[axis] as number) * sign > 0))
      found.push(slopes.map((slope) => slope * sign));
    return null;
  };
  polynomialInRadius(
    f,
    signs.map((_, axis) => atom(axis)),
    Object.assign(see, { isPositive: true }),
  );
  return found;
}

/** The sum and its end where limits are those of a simplex with a corner at 0; null for others. */
function simplexOf(limits: readonly LimitTrees[]): { slopes: number[]; end: number } | null {
  if (!limits.every(({ from }) => constantIn(from) === 0)) return null;
  const ends = limits.map(({ to }) => linear(to, limits.length));
  const slopes = limits.map(() => 0);
  let end = 0;
  for (let placed = 0; placed < limits.length; placed++) {
    const axis = ends.findIndex(
      (own, k) => own && slopes[k] === 0 && own.slopes.filter(Boolean).length === placed,
    );
    const own = ends[axis];
    if (!own || !(own.constant > 0) || own.constant === Number.POSITIVE_INFINITY) return null;
    end ||= own.constant;
    const slope = end / own.constant;
    // c x <= end - Σ c' x' of those before it.
    const fits = own.slopes.every(
      (other, k) => Math.abs(other * slope + (slopes[k] as number)) <= TOLERANCE * (slopes[k] as number),
    );
    if (!fits) return null;
    slopes[axis] = slope;
  }
  return { slopes, end };
}

/** The constant and the slopes of a sum of multiples of variables; null for others. */
function linear(tree: Tree, n: number): { constant: number; slopes: number[] } | null {
  if (tree.kind === "number") return { constant: tree.value, slopes: Array(n).fill(0) };
  const terms = polynomialInRadius(
    tree,
    Array.from({ length: n }, (_, axis) => atom(axis)),
    () => null,
  );
  if (!terms?.every(({ powers, tree: own }) => own.kind === "number" && powers.every((power) => power < 2)))
    return null;
  const slopes = Array<number>(n).fill(0);
  let constant = 0;
  for (const { powers, coefficient } of terms) {
    const at = powers.flatMap((power, axis) => (power ? [axis] : []));
    if (at.length > 1) return null;
    if (at.length) slopes[at[0] as number] = coefficient;
    else constant = coefficient;
  }
  return { constant, slopes };
}

const constantIn = (tree: Tree) => (tree.kind === "number" ? tree.value : Number.NaN);

/** Gamma of a number above 0: by its recurrence, and for others than half integers by Stirling's series. */
function gamma(x: number): number {
  if (x === 1) return 1;
  if (x === 0.5) return Math.sqrt(Math.PI);
  if (Number.isInteger(2 * x)) return (x - 1) * gamma(x - 1);
  if (x < LARGE) return gamma(x + 1) / x;
  const y = 1 / x ** 2;
  const series = 1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)));
  return Math.sqrt((2 * Math.PI) / x) * (x / Math.E) ** x * Math.exp(series / x);
}

/** From here on five terms of the series are enough for f64. */
const LARGE = 16;
