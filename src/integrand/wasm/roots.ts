import { nearest, polynomial } from "./exponentials.ts";
import type { Lanes } from "./lanes.ts";
import { head, MIN_NORMAL } from "./logarithms.ts";
import type { Node } from "./nodes.ts";
import { CBRT } from "./polynomials.ts";

/** Squares of sizes between these neither overflow nor lose digits, nor do sums of a hundred of them. */
const LEAST_SQUARE = 2 ** -960;
const MOST_SQUARE = 2 ** 1016;

/** sqrt(a^2 + b^2 + ...), and where that is outside the range of squares. */
export function hypotInside(l: Lanes, args: readonly Node[]): { value: Node; outside: Node } {
  const { mul, sqrt, not, and, ge, le, number } = l;
  const sum = total(
    l,
    args.map((one) => mul(one, one)),
  );
  return { value: sqrt(sum), outside: not(and(ge(sum, number(LEAST_SQUARE)), le(sum, number(MOST_SQUARE)))) };
}

/** By halves, so that few roundings add up. */
function total(l: Lanes, terms: readonly Node[]): Node {
  if (terms.length === 1) return terms[0] as Node;
  const middle = terms.length >> 1;
  return l.add(total(l, terms.slice(0, middle)), total(l, terms.slice(middle)));
}

/** Math.hypot of any numbers: scaled by a power of two. */
export function hypot(l: Lanes, args: readonly Node[]): Node {
  const { abs, mul, div, pmax, and, or, eq, gt, lt, select, number, bits } = l;
  const sizes = args.map(abs);
  const infinity = number(Number.POSITIVE_INFINITY);
  const isInfinite = sizes.map((one) => eq(one, infinity)).reduce(or);
  // NaN is never the larger one here, but stays in the sum.
  const most = sizes.reduce((a, b) => pmax(a, b), number(0));
  const power = and(most, bits(0x7ff0000000000000n));
  const scale = select(and(gt(power, number(0)), lt(power, infinity)), power, number(MIN_NORMAL));
  const { value } = hypotInside(
    l,
    sizes.map((one) => div(one, scale)),
  );
  return select(isInfinite, infinity, mul(value, scale));
}

/** cbrt of normal numbers. */
export function cbrtInside(l: Lanes, x: Node): Node {
  const { number, bits, and, or, shr, shl, sub, add, mul, div, lt, gt, select, addBits } = l;
  const size = l.abs(x);
  const exponent = sub(or(shr(size, 52), number(2 ** 52)), number(2 ** 52 + 1023));
  const m = or(and(size, bits(0x000fffffffffffffn)), number(1));
  // |x| = 2^(3 third + r) m, r being -1, 0 or 1.
  const third = nearest(l, mul(exponent, number(1 / 3)));
  const r = sub(exponent, mul(third.whole, number(3)));
  const by = (down: number, up: number) =>
    select(lt(r, number(0)), number(down), select(gt(r, number(0)), number(up), number(1)));
  const y = mul(m, by(0.5, 2));
  const first = mul(polynomial(l, m, CBRT), by(0.7937005259840998, 1.2599210498948732));
  // Halley's step from a root of 26 bits, whose square is exact.
  const t = head(l, first);
  const s = div(y, mul(t, t));
  const root = add(t, mul(t, div(sub(s, t), add(add(t, t), s))));
  return or(addBits(root, shl(third.bits, 52)), and(x, number(-0)));
}

export function cbrt(l: Lanes, x: Node): Node {
  const { number, abs, lt, gt, and, mul, select } = l;
  const size = abs(x);
  const isTiny = lt(size, number(MIN_NORMAL));
  const root = cbrtInside(l, select(isTiny, mul(x, number(2 ** 54)), x));
  const value = mul(root, select(isTiny, number(2 ** -18), number(1)));
  return select(and(gt(size, number(0)), lt(size, number(Number.POSITIVE_INFINITY))), value, x);
}
