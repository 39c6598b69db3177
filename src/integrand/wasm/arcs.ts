import { polynomial } from "./exponentials.ts";
import type { Lanes } from "./lanes.ts";
import type { Node } from "./nodes.ts";
import { ASIN, ATAN } from "./polynomials.ts";

/** pi / 4 in two parts. Small multiples of the first, which has 50 bits, are exact. */
const QUARTER = [Math.PI / 4, 3.061616997868383e-17] as const;
/** Quotients up to here are taken by themselves, others as (t - 1) / (t + 1), which has pi / 4 less. */
const MIDDLE = 0.6;

const signOf = ({ and, number }: Lanes, x: Node) => and(x, number(-0));

/** high + atan t + low. */
function atanFrom(l: Lanes, high: Node, t: Node, low: Node): Node {
  const z = l.mul(t, t);
  const tail = l.mul(l.mul(t, z), polynomial(l, z, ATAN));
  return l.add(high, l.add(t, l.add(tail, low)));
}

/** atan of |x| up to MIDDLE. */
export function atanNear(l: Lanes, x: Node): Node {
  const z = l.mul(x, x);
  return l.add(x, l.mul(l.mul(x, z), polynomial(l, z, ATAN)));
}

export function atan(l: Lanes, x: Node): Node {
  const { abs, gt, and, or, sub, add, div, select, number } = l;
  const size = abs(x);
  const one = number(1);
  const isMiddle = gt(size, number(MIDDLE));
  const isFar = gt(size, number(1 / MIDDLE));
  const above = select(isFar, number(-1), select(isMiddle, sub(size, one), size));
  const below = select(isFar, size, select(isMiddle, add(size, one), one));
  const [high, low] = QUARTER.map((part) => select(isFar, number(2 * part), and(isMiddle, number(part)))) as [
    Node,
    Node,
  ];
  return or(atanFrom(l, high, div(above, below), low), signOf(l, x));
}

/** Math.atan2 of numbers below 2^1000, not both 0. */
export function atan2Inside(l: Lanes, y: Node, x: Node): Node {
  const { abs, lt, gt, and, or, xor, sub, add, mul, div, pmin, pmax, select, number, lessBits, bits } = l;
  const [height, width] = [abs(y), abs(x)];
  const [less, more] = [pmin(height, width), pmax(height, width)];
  const isMiddle = gt(less, mul(more, number(MIDDLE)));
  const quotient = div(select(isMiddle, sub(less, more), less), select(isMiddle, add(less, more), more));
  const isSteep = lt(width, height);
  const isBehind = lessBits(x, bits(0n));
  // From the nearest axis up or down.
  const flip = and(xor(isSteep, isBehind), number(-0));
  const [high, low] = QUARTER.map((part) =>
    add(
      select(isSteep, number(2 * part), and(isBehind, number(4 * part))),
      xor(and(isMiddle, number(part)), flip),
    ),
  ) as [Node, Node];
  return or(atanFrom(l, high, xor(quotient, flip), low), signOf(l, y));
}

/** Whether atan2Inside does not hold. */
export function isOutsideArc({ abs, not, and, le, lt, pmax, number, or, ne }: Lanes, y: Node, x: Node): Node {
  const size = pmax(abs(y), abs(x));
  const isInside = and(lt(number(0), size), le(size, number(2 ** 1000)));
  return or(not(isInside), or(ne(x, x), ne(y, y)));
}

/** Math.atan2 of any numbers. */
export function atan2(l: Lanes, y: Node, x: Node): Node {
  const { abs, and, or, eq, ne, gt, mul, pmax, select, number, lessBits, bits } = l;
  const size = pmax(abs(y), abs(x));
  const infinity = number(Number.POSITIVE_INFINITY);
  const isInfinite = eq(size, infinity);
  // Infinite ones become 1 and the others 0, large ones become smaller.
  const scaled = (v: Node) => {
    const near = select(gt(size, number(2 ** 1000)), mul(v, number(2 ** -100)), v);
    return select(isInfinite, or(and(eq(abs(v), infinity), number(1)), signOf(l, v)), near);
  };
  const inside = atan2Inside(l, scaled(y), scaled(x));
  const axis = or(and(lessBits(x, bits(0n)), number(Math.PI)), signOf(l, y));
  const value = select(eq(size, number(0)), axis, inside);
  return select(or(ne(x, x), ne(y, y)), number(Number.NaN), value);
}

/** s and s^3 p(s^2) with asin s = their sum: s = |x| up to 1/2, beyond it sqrt((1 - |x|) / 2), half of pi / 2 - asin |x|. */
function halves(l: Lanes, x: Node) {
  const { abs, gt, mul, sub, sqrt, select, number } = l;
  const size = abs(x);
  const isFar = gt(size, number(0.5));
  const z = select(isFar, mul(sub(number(1), size), number(0.5)), mul(size, size));
  const s = select(isFar, sqrt(z), size);
  return { isFar, s, tail: mul(mul(s, z), polynomial(l, z, ASIN)) };
}

export function asin(l: Lanes, x: Node): Node {
  const { add, sub, or, select, number } = l;
  const { isFar, s, tail } = halves(l, x);
  const more = sub(add(tail, tail), number(2 * QUARTER[1]));
  const twice = add(s, s);
  const left = sub(number(Math.PI / 2), twice);
  const far = add(left, sub(sub(sub(number(Math.PI / 2), left), twice), more));
  return or(select(isFar, far, add(s, tail)), signOf(l, x));
}

export function acos(l: Lanes, x: Node): Node {
  const { add, sub, xor, select, number, lt } = l;
  const { isFar, s, tail } = halves(l, x);
  const near = add(s, tail);
  const twice = add(near, near);
  const sign = signOf(l, x);
  const middle = sub(number(Math.PI / 2), add(x, xor(sub(tail, xor(number(2 * QUARTER[1]), sign)), sign)));
  const far = select(lt(x, number(0)), sub(number(Math.PI), sub(twice, number(4 * QUARTER[1]))), twice);
  return select(isFar, far, middle);
}
