import { call, number, type Tree } from "../integrand/tree.ts";

/**
 * The volume of the slice sum t_i = s of the box [0, w_1] x ... x [0, w_n], so that the integral of g(t_1 + ... + t_n) over the
 * box is that of g(s) times it: a polynomial of degree n - 1 between any two sums of some of the w_i (de Boor, Höllig and
 * Riemenschneider 1993, Box Splines, chapter 1). Null where it has more pieces than `most`.
 */
export function boxSpline(widths: readonly number[], s: Tree, most: number): Tree | null {
  const total = widths.reduce((a, b) => a + b);
  const jumps = jumpsOf(widths);
  // From the nearer end, since M(s) = M(total - s): there terms do not cancel.
  const left = jumps.filter(({ at }) => at < total / 2);
  const places = [...left.map(({ at }) => at), total / 2];
  if (places.length - 1 > most) return null;
  const near = call("min", s, call("-", number(total), s));
  const pieces = left.map((_, k) => {
    const [from, to] = [places[k] as number, places[k + 1] as number];
    const middle = (from + to) / 2;
    return {
      to,
      tree:
        k === 0
          ? firstPiece(widths.length, near)
          : polynomial(left.slice(0, k + 1), widths.length, near, middle),
    };
  });
  return chosen(pieces, near);
}

interface Jump {
  readonly at: number;
  /** How many sums of an even number of widths there are, less those of an odd number. */
  readonly count: number;
}

/** Sums of widths that are so near to each other are one. */
const NEAR = 1e-13;

/** Where the (n - 1)th derivative jumps, ascending. */
function jumpsOf(widths: readonly number[]): Jump[] {
  let jumps: Jump[] = [{ at: 0, count: 1 }];
  const total = widths.reduce((a, b) => a + b);
  for (const width of widths) {
    const all = [...jumps, ...jumps.map(({ at, count }) => ({ at: at + width, count: -count }))];
    all.sort((a, b) => a.at - b.at);
    jumps = [];
    for (const one of all) {
      const last = jumps.at(-1);
      if (last && one.at - last.at <= NEAR * total)
        jumps[jumps.length - 1] = { at: last.at, count: last.count + one.count };
      else jumps.push(one);
    }
  }
  return jumps;
}

/** s^(n - 1) / (n - 1)!, before the first width. */
function firstPiece(n: number, s: Tree): Tree {
  return horner([...Array(n - 1).fill(0), 1 / factorial(n - 1)], s);
}

/** The sum of count (s - at)^(n - 1) / (n - 1)! over jumps, in powers of s - middle. */
function polynomial(jumps: readonly Jump[], n: number, s: Tree, middle: number): Tree {
  const coefficients = Array.from({ length: n }, (_, k) =>
    jumps.reduce(
      (sum, { at, count }) =>
        sum + (count * (middle - at) ** (n - 1 - k)) / factorial(n - 1 - k) / factorial(k),
      0,
    ),
  );
  return horner(coefficients, call("-", s, number(middle)));
}

function horner(coefficients: readonly number[], s: Tree): Tree {
  const [last = 0, ...rest] = [...coefficients].reverse();
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

const factorial = (n: number) => Array.from({ length: n }, (_, k) => k + 1).reduce((a, b) => a * b, 1);
