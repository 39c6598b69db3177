import type { Lanes } from "./lanes.ts";
import type { Node } from "./nodes.ts";
import { EXP, SINH, TANH } from "./polynomials.ts";

/** 1.5 * 2^52: added to a smaller number it rounds that to an integer, which its last bits then hold. */
export const ROUND = 2 ** 52 * 1.5;
const LOG2_E = Math.LOG2E;
/** ln 2 in two parts; products of the first, which has 42 bits, with integers up to 2^11 are exact. */
export const LN2_1 = 0.6931471805598903;
export const LN2_2 = 5.497923018708371e-14;
/** e^x neither overflows nor is subnormal between these. */
export const EXP_LEAST = -707;
export const EXP_MOST = 709;

/** Coefficients lowest first. Odd and even powers are summed apart, since one long chain would wait for each sum. */
export function polynomial({ add, mul, number }: Lanes, x: Node, coefficients: readonly number[]): Node {
  const horner = (z: Node, own: readonly number[]) => {
    const [last, ...rest] = own.toReversed().map(number) as [Node, ...Node[]];
    return rest.reduce((sum, c) => add(mul(sum, z), c), last);
  };
  const [lowest = 0, ...rest] = coefficients;
  const square = mul(x, x);
  const half = (odd: number) => rest.filter((_, k) => k % 2 === odd);
  const upper = add(mul(horner(square, half(1)), x), horner(square, half(0)));
  return add(mul(upper, x), number(lowest));
}

/** The nearest integer, as a double and in the last bits of another. */
export function nearest({ add, sub, number }: Lanes, x: Node): { whole: Node; bits: Node } {
  const bits = add(x, number(ROUND));
  return { whole: sub(bits, number(ROUND)), bits };
}

/** e^r = value, r = x - k ln 2, for e^x = 2^k value; `rest` is added to x. */
function reduced(l: Lanes, x: Node, rest: Node | null) {
  const { add, sub, mul, number } = l;
  const { whole, bits } = nearest(l, mul(x, number(LOG2_E)));
  const r = sub(sub(x, mul(whole, number(LN2_1))), mul(whole, number(LN2_2)));
  const tail = mul(mul(r, r), polynomial(l, r, EXP));
  const small = rest ? add(tail, mul(rest, add(number(1), add(r, tail)))) : tail;
  return { value: add(number(1), add(r, small)), whole, bits };
}

/** e^(x + rest) between EXP_LEAST and EXP_MOST. */
export function expInside(l: Lanes, x: Node, rest: Node | null = null): Node {
  const { value, bits } = reduced(l, x, rest);
  return l.addBits(value, l.shl(bits, 52));
}

/** e^(x + rest) 2^-halvings of any x: scaled in two steps, as the power of two may be beyond the exponents of doubles. */
export function exp(l: Lanes, x: Node, rest: Node | null = null, halvings = 0): Node {
  const { pmin, pmax, mul, number, shl, addBits, subBits } = l;
  const near = pmin(pmax(x, number(-746)), number(711));
  const { value, whole, bits } = reduced(l, near, rest);
  const half = nearest(l, mul(whole, number(0.5))).bits;
  const one = number(1);
  const first = addBits(shl(half, 52), one);
  const second = addBits(shl(subBits(bits, half), 52), number(2 ** -halvings));
  return mul(mul(value, first), second);
}

/** sinh for |x| < 1: x + x^3 p(x^2). */
function sinhSeries(l: Lanes, x: Node): Node {
  const z = l.mul(x, x);
  return l.add(x, l.mul(l.mul(x, z), polynomial(l, z, SINH)));
}

const signOf = ({ and, number }: Lanes, x: Node) => and(x, number(-0));

export function cosh(l: Lanes, x: Node, bounded: boolean): Node {
  const half = halfExp(l, l.abs(x), bounded);
  return l.add(half, l.div(l.number(0.25), half));
}

export function sinh(l: Lanes, x: Node, bounded: boolean): Node {
  const size = l.abs(x);
  const half = halfExp(l, size, bounded);
  const far = l.or(l.sub(half, l.div(l.number(0.25), half)), signOf(l, x));
  return l.select(l.lt(size, l.number(1)), sinhSeries(l, x), far);
}

/** e^x / 2, which has room where e^x has none. */
function halfExp(l: Lanes, x: Node, bounded: boolean): Node {
  return bounded ? l.mul(expInside(l, x), l.number(0.5)) : exp(l, x, null, 1);
}

/** 1 - 2 / (e^2x + 1) from 0.55 on; 1 from 20 on. */
export function tanh(l: Lanes, x: Node): Node {
  const { add, sub, mul, div, or, pmin, ge, select, number } = l;
  const size = l.abs(x);
  const z = mul(x, x);
  const near = add(x, mul(mul(x, z), polynomial(l, z, TANH)));
  const twice = pmin(add(size, size), number(40));
  const far = sub(number(1), div(number(2), add(expInside(l, twice), number(1))));
  return select(ge(size, number(0.55)), or(far, signOf(l, x)), near);
}
