import { call, number, type Tree } from "../../integrand/language/tree.ts";
import { atom } from "../../integrand/reading/polynomial.ts";
import type { LimitTrees } from "../change.ts";
import { polynomialInRadius } from "./in-radius.ts";
import { overSpheres } from "./over-spheres.ts";
import { frameOf } from "./radial-frame.ts";

/** An integral over r from 0 to its end. */
export interface Radial {
  readonly f: Tree;
  readonly end: number;
  /** What rounding may have done to it, as a part of the integral of |f|. */
  readonly rounding: number;
  /** The variables at a distance r are centre + r direction. */
  readonly centre: readonly number[];
  readonly direction: readonly number[];
}

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
    const own =
      terms &&
      overSpheres(terms, ends.length, (powers) => overSphere(powers, ends), Number.POSITIVE_INFINITY);
    if (!frame || !own) continue;
    const { jacobian, centre, first } = frame;
    const inwards = ends[0]?.[1] === 0;
    return {
      f: call("*", number(jacobian), own.f),
      end: Number.POSITIVE_INFINITY,
      rounding: frame.rounding() + own.rounding,
      centre,
      direction: inwards ? first.map((one) => -one) : first,
    };
  }
  return null;
}

const constantIn = (tree: Tree) => (tree.kind === "number" ? tree.value : Number.NaN);

type Ends = readonly [number, number];

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
