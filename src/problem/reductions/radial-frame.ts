import { call, number, type Tree, variable } from "../../integrand/language/tree.ts";
import { atom, constant, type Polynomial, scaled, sum } from "../../integrand/reading/polynomial.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";

/** Coordinates v in which a quadratic form is a multiple of r² = Σ v² and a constant. */
export interface Frame {
  /** The variables in terms of v. */
  readonly leaves: readonly Polynomial[];
  readonly jacobian: number;
  /** A tree in r of a polynomial of v that depends on r alone; null for others. */
  radial(p: Polynomial): Tree | null;
  /** The variables where v is 0, and by how much more they are where the first of v is 1. */
  readonly centre: readonly number[];
  readonly first: readonly number[];
  /** What rounding may have done so far to an integral in v, as a part of it. */
  rounding(): number;
}

/** More is no use. */
const MOST_ROUNDING = 1e-10;
const R = variable(0);

/**
 * The frame of a definite form in all variables, by A = L D L^T; null for other polynomials. Where an axis is not `whole`, its
 * variable must not be mixed with others or shifted.
 */
export function frameOf(form: Polynomial, whole: readonly boolean[]): Frame | null {
  const n = whole.length;
  const quadratic = quadraticOf(form, n);
  if (!quadratic) return null;
  const { matrix: a, linear } = quadratic;
  const isApart = (i: number) => linear[i] === 0 && a[i]?.every((own, j) => i === j || own === 0);
  if (!whole.every((own, i) => own || isApart(i))) return null;
  const lower = identity(n);
  const pivots: number[] = [];
  for (let j = 0; j < n; j++) {
    const at = (i: number) =>
      pivots.reduce((sum, pivot, k) => sum - cell(lower, i, k) * cell(lower, j, k) * pivot, cell(a, i, j));
    const column = Array.from({ length: n }, (_, i) => (i < j ? 0 : at(i)));
    const pivot = column[j] as number;
    if (!(pivot * cell(a, 0, 0) > 0)) return null;
    pivots.push(pivot);
    for (let i = j + 1; i < n; i++) (lower[i] as number[])[j] = (column[i] as number) / pivot;
  }
  const [scale = 1] = pivots;
  // x = m + T v, the columns of T being those of L^-T times the roots of scale / D.
  const inverse = transposedInverse(lower);
  const matrix = inverse.map((row) => row.map((own, j) => own * Math.sqrt(scale / (pivots[j] as number))));
  const covariance = matrix.map((row) =>
    matrix.map((other) => row.reduce((total, own, k) => total + own * (other[k] as number), 0)),
  );
  const centre = covariance.map(
    (row) => -row.reduce((total, own, k) => total + own * (linear[k] as number), 0) / (2 * scale),
  );
  // Of what rounding does to the determinant, by how it depends on each element of A.
  const condition = covariance.flatMap((row, i) =>
    row.map((own, j) => Math.abs(own) * Math.sqrt((cell(a, i, i) / scale) * (cell(a, j, j) / scale))),
  );
  let rounding = 2 * UNIT * n * condition.reduce((total, own) => total + own, 0);
  if (!(rounding < MOST_ROUNDING)) return null;
  return {
    leaves: matrix.map((row, i) =>
      row.reduce<Polynomial>(
        (all, own, j) => (own === 0 ? all : sum(all, scaled(atom(j), own))),
        centre[i] ? constant(centre[i]) : new Map(),
      ),
    ),
    jacobian: pivots.reduce((all, pivot) => all * Math.sqrt(scale / pivot), 1),
    centre,
    first: matrix.map(([own = 0]) => own),
    rounding: () => rounding,
    radial(p) {
      const own = inSquares(p, n);
      if (!own) return null;
      rounding += own.lost * Math.max(OF_CONSTANT, 2 * Math.abs(own.constant));
      const squares = own.factor === 1 ? call("pow2", R) : call("*", number(own.factor), call("pow2", R));
      return own.constant === 0 ? squares : call("+", squares, number(own.constant));
    },
  };
}

/** A and b of x^T A x + b^T x + c; null for other polynomials. */
function quadraticOf(form: Polynomial, n: number): { matrix: number[][]; linear: number[] } | null {
  const matrix = Array.from({ length: n }, () => Array<number>(n).fill(0));
  const linear = Array<number>(n).fill(0);
  for (const { powers, coefficient } of form.values()) {
    const axes = powers.flatMap((power, axis) => Array<number>(power).fill(axis));
    const [i, j = i] = axes;
    if (axes.length > 2) return null;
    if (axes.length === 1) linear[i as number] = coefficient;
    if (axes.length < 2) continue;
    const share = i === j ? coefficient : coefficient / 2;
    (matrix[i as number] as number[])[j as number] = share;
    (matrix[j as number] as number[])[i as number] = share;
  }
  return { matrix, linear };
}

/**
 * factor r² + constant, which the polynomial is but for rounding, and what rounding may have done to the constant, as a part of
 * it. Null where the constant is mostly rounding, unless that is no more than the centre's own.
 */
function inSquares(p: Polynomial, n: number): { factor: number; constant: number; lost: number } | null {
  const tolerance = 8 * n * UNIT;
  let [squares, factor, own, error, slope, reach] = [0, 0, 0, 0, 0, 0];
  for (const { powers, coefficient, size, error: lost } of p.values()) {
    const isNothing = Math.abs(coefficient) <= tolerance * size;
    if (!powers.length) [own, error] = [coefficient, lost];
    else if (powers.at(-1) === 2 && powers.every((power, k) => k === powers.length - 1 || power === 0)) {
      factor ||= coefficient;
      if (!(Math.abs(coefficient - factor) <= tolerance * size)) return null;
      squares++;
    } else if (!isNothing) return null;
    else if (powers.reduce((sum, power) => sum + power, 0) === 1) {
      slope = Math.hypot(slope, Math.abs(coefficient) + lost);
      reach = Math.hypot(reach, size);
    }
  }
  if (squares !== n || factor === 0) return null;
  // A slope of b moves the centre by b / (2 factor), and changes the constant by b² / (4 factor).
  const unknown = error + slope ** 2 / Math.abs(4 * factor);
  if (Math.abs(own) <= unknown)
    return unknown <= (tolerance * reach) ** 2 / Math.abs(factor) ? { factor, constant: 0, lost: 0 } : null;
  const lost = unknown / Math.abs(own);
  return lost <= MOST_LOST ? { factor, constant: own, lost } : null;
}

/** By how many times a part of the constant is lost of f, at most: its power, or as exp(-constant - r²) as much as it is. */
const OF_CONSTANT = 64;
/** More is no use. */
const MOST_LOST = 1e-3;

const cell = (matrix: readonly (readonly number[])[], i: number, j: number) => matrix[i]?.[j] as number;
const identity = (n: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));

/** Of a triangular matrix with ones in its diagonal. */
function transposedInverse(lower: readonly (readonly number[])[]): number[][] {
  const n = lower.length;
  const made = identity(n);
  for (let j = 0; j < n; j++)
    for (let i = j - 1; i >= 0; i--) {
      let total = 0;
      for (let k = i + 1; k <= j; k++) total -= cell(lower, k, i) * cell(made, k, j);
      (made[i] as number[])[j] = total;
    }
  return made;
}
