import { call, number, type Tree } from "../../integrand/language/tree.ts";

/**
 * The volume of the slice sum t_i = s of the box [0, w_1] x ... x [0, w_n], so that the integral of g(t_1 + ... + t_n) over the
 * box is that of g(s) times it: a polynomial of degree n - 1 between any two sums of some of the w_i (de Boor, Höllig and
 * Riemenschneider 1993, Box Splines, chapter 1).
 */
export interface Density {
  readonly total: number;
  /** Those that begin below the middle; the others mirror them. */
  readonly pieces: readonly Piece[];
}

/** A polynomial in powers of s - centre. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly centre: number;
  readonly powers: readonly number[];
}

/** Null where there are more pieces than `most`, below the middle, or a width is 0. */
export function densityOf(widths: readonly number[], most: number): Density | null {
  if (widths.includes(0)) return null;
  // Of wide boxes differences of integrals are small beside them only if the narrow ones came first.
  const sorted = [...widths].sort((a, b) => a - b);
  const total = sumOf(sorted);
  if (knotsOf(sorted).filter((knot) => knot < total / 2).length > most) return null;
  const [first = 0] = sorted;
  let density: Density = {
    total: first,
    pieces: [{ from: 0, to: first, centre: 0, powers: [1] }],
  };
  for (let n = 2; n <= sorted.length; n++) density = convolved(density, sorted.slice(0, n));
  return density;
}

export function densityAt({ total, pieces }: Density, s: number): number {
  const near = Math.min(s, total - s);
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (near < (pieces[middle] as Piece).to) high = middle;
    else low = middle + 1;
  }
  const { centre, powers } = pieces[low] as Piece;
  return polynomialAt(powers, near - centre);
}

/** Where pieces meet, the ends included. */
export function meetings({ total, pieces }: Density): number[] {
  const { to } = pieces.at(-1) as Piece;
  const ends = [...pieces.map(({ from }) => from), ...(to < total * (0.5 + NEAR) ? [to] : [])];
  const mirrored = ends.map((end) => total - end).reverse();
  return [...ends, ...mirrored.filter((end) => end - (ends.at(-1) as number) > NEAR * total)];
}

/** The same as an expression in s. */
export function boxSpline(widths: readonly number[], s: Tree, most: number): Tree | null {
  const density = densityOf(widths, most);
  if (!density) return null;
  const near = call("min", s, call("-", number(density.total), s));
  const pieces = density.pieces.map(({ to, centre, powers }) => ({
    to,
    tree: horner(powers, centre === 0 ? near : call("-", near, number(centre))),
  }));
  return chosen(pieces, near);
}

/** Sums of widths that are so near to each other are one. */
const NEAR = 1e-13;

/** The sums of some of the widths, ascending. */
function knotsOf(widths: readonly number[]): number[] {
  const total = sumOf(widths);
  let knots = [0];
  for (const width of widths) {
    const all = [...knots, ...knots.map((at) => at + width)].sort((a, b) => a - b);
    knots = all.filter((at, k) => k === 0 || at - (all[k - 1] as number) > NEAR * total);
  }
  return knots;
}

/** M(s) = F(s) - F(s - w) for the last of the widths, where F is the integral of the density of those before it. */
function convolved(before: Density, widths: readonly number[]): Density {
  const knots = knotsOf(widths);
  const total = sumOf(widths);
  const width = widths.at(-1) as number;
  const integral = integralOf(before, widths.slice(0, -1));
  const starts = knots.filter((knot) => knot < total / 2);
  const pieces = starts.map((from, k): Piece => {
    const to = knots[k + 1] as number;
    const middle = from + (to - from) / 2;
    const centre = k === 0 ? 0 : middle;
    const above = integral(middle, centre);
    const below = integral(middle - width, centre - width);
    const powers = Array.from(
      { length: widths.length },
      (_, power) => (above[power] ?? 0) - (below[power] ?? 0),
    );
    return { from, to, centre, powers };
  });
  return { total, pieces };
}

/** The integral of a density up to s, in powers of s - centre, for s in the piece that a place is in. */
function integralOf({ total, pieces }: Density, widths: readonly number[]) {
  const whole = widths.reduce((product, width) => product * width, 1);
  let base = 0;
  const left = pieces.map(({ from, to, centre, powers }) => {
    const raised = [0, ...powers.map((own, power) => own / (power + 1))];
    const [start, end] = [from, to].map((place) => polynomialAt(raised, place - centre)) as [number, number];
    raised[0] = base - start;
    base += end - start;
    return { to, centre, powers: raised };
  });
  return (place: number, centre: number): number[] => {
    if (place <= 0) return [];
    if (place >= total) return [whole];
    const piece = left.find(({ to }) => place < to);
    if (piece) return shifted(piece.powers, centre - piece.centre);
    // By symmetry the integral from s on equals the one up to total - s.
    const other = left.find(({ to }) => total - place < to) ?? (left.at(-1) as (typeof left)[number]);
    const own = shifted(other.powers, total - centre - other.centre);
    return own.map((value, power) => (power === 0 ? whole - value : power % 2 ? value : -value));
  };
}

/** A polynomial in t in powers of t - by. */
function shifted(powers: readonly number[], by: number): number[] {
  const own = [...powers];
  if (by === 0) return own;
  for (let k = 0; k < own.length - 1; k++)
    for (let j = own.length - 2; j >= k; j--) own[j] = (own[j] as number) + by * (own[j + 1] as number);
  return own;
}

const polynomialAt = (powers: readonly number[], t: number) =>
  powers.reduceRight((sum, own) => sum * t + own, 0);
const sumOf = (widths: readonly number[]) => widths.reduce((a, b) => a + b);

function horner(powers: readonly number[], s: Tree): Tree {
  const [last = 0, ...rest] = [...powers].reverse();
  return rest.reduce<Tree>((sum, own) => {
    const product = call("*", sum, s);
    return own === 0 ? product : call("+", product, number(own));
  }, number(last));
}

/** The piece that s is in, found by halving. */
function chosen(pieces: readonly { readonly to: number; readonly tree: Tree }[], s: Tree): Tree {
  if (pieces.length === 1) return (pieces[0] as { tree: Tree }).tree;
  const half = pieces.length >> 1;
  const border = (pieces[half - 1] as { to: number }).to;
  return call(
    "?:",
    call("<", s, number(border)),
    chosen(pieces.slice(0, half), s),
    chosen(pieces.slice(half), s),
  );
}
