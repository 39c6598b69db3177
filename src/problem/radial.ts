import { evaluate } from "../integrand/language/tape.ts";
import { call, isSame, number, type Tree, variable } from "../integrand/language/tree.ts";
import { bounder, isBounded } from "../integrand/reading/bounds.ts";
import { atom } from "../integrand/reading/polynomial.ts";
import type { LimitTrees } from "./change.ts";
import { polynomialInRadius } from "./in-radius.ts";
import type { Mixed } from "./mixed.ts";
import { frameOf } from "./radial-frame.ts";

/** An integral over r from 0 to infinity. */
export interface Radial {
  readonly f: Tree;
  /** What rounding may have done to it, as a part of the integral of |f|. */
  readonly rounding: number;
  /** The variables at a distance r are centre + r direction. */
  readonly centre: readonly number[];
  readonly direction: readonly number[];
}

const R = variable(0);

/**
 * The integrand over r = sqrt(Q(x - m)), Q being a positive definite quadratic form, of an f that is a polynomial of which
 * the coefficients depend on r alone, over all space or a part of it that axes bound; null for other f and other limits.
 */
export function radialOf(f: Tree, limits: readonly LimitTrees[]): Radial | null {
  const ends = limits.map(({ from, to }) => [from, to].map(constantIn) as [number, number]);
  if (
    !ends.every(([a, b]) => (a === -Infinity && (b === 0 || b === Infinity)) || (a === 0 && b === Infinity))
  )
    return null;
  const forms: Parameters<typeof frameOf>[0][] = [];
  polynomialInRadius(
    f,
    limits.map((_, axis) => atom(axis)),
    (form) => {
      forms.push(form);
      return null;
    },
  );
  for (const form of forms) {
    const frame = frameOf(
      form,
      ends.map(([a, b]) => a !== 0 && b !== 0),
    );
    const terms = frame && polynomialInRadius(f, frame.leaves, frame.radial);
    const own = terms && overSpheres(terms, ends);
    if (!frame || !own) continue;
    const { jacobian, centre, first } = frame;
    const inwards = ends[0]?.[1] === 0;
    return {
      f: call("*", number(jacobian), own),
      rounding: frame.rounding(),
      centre,
      direction: inwards ? first.map((one) => -one) : first,
    };
  }
  return null;
}

const constantIn = (tree: Tree) => (tree.kind === "number" ? tree.value : Number.NaN);

type Ends = readonly [number, number];

/** A coefficient that depends on r, and what the polynomial of a degree that it is a factor of comes to over the unit sphere. */
interface Group {
  readonly tree: Tree;
  readonly degrees: Map<number, { mean: number; size: number }>;
}

/** Means below this part of what they are made of have lost their digits. */
const LEAST_MEAN = 1e-4;

/** The sum over spheres, times r^(n-1); null where rounding or divergence may hide in it. */
function overSpheres(terms: Mixed, ends: readonly Ends[]): Tree | null {
  const n = ends.length;
  const groups: Group[] = [];
  for (const { powers, coefficient, size, tree } of terms) {
    const group = groups.find((one) => isSame(one.tree, tree)) ?? { tree, degrees: new Map() };
    if (!groups.includes(group)) groups.push(group);
    const degree = powers.reduce((sum, power) => sum + power, 0);
    const { mean, magnitude } = overSphere(powers, ends);
    const before = group.degrees.get(degree) ?? { mean: 0, size: 0 };
    group.degrees.set(degree, {
      mean: before.mean + coefficient * mean,
      size: before.size + size * magnitude,
    });
  }
  const parts: Tree[] = [];
  for (const { tree, degrees } of groups) {
    const all = [...degrees].filter(([, { size }]) => size > 0).sort(([a], [b]) => a - b);
    if (all.some(([, { mean, size }]) => mean !== 0 && Math.abs(mean) < LEAST_MEAN * size)) return null;
    const [first, last] = [all[0], all.at(-1)];
    if (!first || !last) continue;
    // Where means are 0 f itself may diverge, which the sum over spheres does not.
    const isAlone = groups.length === 1;
    const showsEnds = isAlone && first[1].mean !== 0 && last[1].mean !== 0;
    if (!showsEnds && !isIntegrable(tree, n + first[0], n + last[0])) return null;
    if (!(showsEnds && all.length === 1) && !isBoundedBetween(tree)) return null;
    for (const [degree, { mean }] of all)
      if (mean !== 0)
        parts.push(call("*", number(mean), call("*", call("^", R, number(n - 1 + degree)), tree)));
  }
  return parts.length ? parts.reduce((a, b) => call("+", a, b)) : number(0);
}

/** The integrals over the unit sphere, or its part, of a monomial and of its magnitude. */
function overSphere(powers: readonly number[], ends: readonly Ends[]): { mean: number; magnitude: number } {
  let magnitude = 2;
  let sign = 1;
  let total = 0;
  for (const [axis, [a, b]] of ends.entries()) {
    const power = powers[axis] ?? 0;
    total += power + 1;
    magnitude *= gammaOfHalf(power + 1) / (a === 0 || b === 0 ? 2 : 1);
    if (power % 2) sign *= a === 0 ? 1 : b === 0 ? -1 : 0;
  }
  magnitude /= gammaOfHalf(total);
  return { mean: sign * magnitude, magnitude };
}

/** Gamma(k / 2). */
const gammaOfHalf = (k: number): number =>
  k === 1 ? Math.sqrt(Math.PI) : k === 2 ? 1 : (k / 2 - 1) * gammaOfHalf(k - 2);

/** Two magnitudes near 0 and two far out, and factors around them, since f may oscillate. */
const MAGNITUDES = [1e-12, 1e-8, 1e8, 1e12];
const AROUND = [1, 1.17, 1.31];
/** Less growth than this is none, of a power of 10^4. */
const LEVEL = 0.9;

/** Whether |f| times powers of r is integrable at 0 and at infinity, as far as its values tell. */
function isIntegrable(f: Tree, low: number, high: number): boolean {
  const [inner, near, far, outer] = MAGNITUDES.map((r, k) =>
    Math.max(
      ...AROUND.map((factor) => Math.abs(evaluate(f, [r * factor])) * (r * factor) ** (k < 2 ? low : high)),
    ),
  ) as [number, number, number, number];
  const isLess = (a: number, b: number) => a === 0 || a < LEVEL * b;
  return isLess(inner, near) && isLess(outer, far);
}

/** Whether f is proven to be bounded but for 0 and infinity. */
function isBoundedBetween(f: Tree): boolean {
  const bound = bounder(f, 1);
  return Array.from({ length: 2 * DOUBLINGS }, (_, k) => 2 ** (k - DOUBLINGS)).every((r) =>
    isBounded(bound([r], [2 * r])),
  );
}

const DOUBLINGS = 40;
