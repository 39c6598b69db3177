import { EXP_LEAST, exp, expInside, LN2_1, LN2_2, polynomial } from "./exponentials.ts";
import type { Lanes } from "./lanes.ts";
import { binary, head, MIN_NORMAL } from "./logarithms.ts";
import type { Node } from "./nodes.ts";
import { LOG_TAIL } from "./polynomials.ts";

/** 2/3 in two parts, the first of 26 bits. */
const TWO_THIRDS = [0.6666666567325592, 9.934107462565104e-9] as const;

/** log of a positive normal x, the first part of 26 bits; both together good to 2^-65 of it. */
export function logPair(l: Lanes, x: Node, shift: Node | null = null): { high: Node; low: Node } {
  const { add, sub, mul, div, number } = l;
  const { k: exponent, m } = binary(l, x);
  const k = shift ? add(exponent, shift) : exponent;
  // s = f / (2 + f) in two parts: log m = s (3 + s^2 + tail) 2/3.
  const f = sub(m, number(1));
  const sum = add(m, number(1));
  const inverse = div(number(1), sum);
  const sumHead = head(l, sum);
  const sumRest = sub(m, sub(sumHead, number(1)));
  const sHead = head(l, mul(f, inverse));
  const sRest = mul(sub(sub(f, mul(sHead, sumHead)), mul(sHead, sumRest)), inverse);
  const s = add(sHead, sRest);
  const square = mul(sHead, sHead);
  const squareRest = mul(sRest, add(sHead, s));
  const z = add(square, squareRest);
  const tail = polynomial(l, z, [0.6, ...LOG_TAIL.map((c) => 1.5 * c)]);
  const rest = add(squareRest, mul(mul(z, z), tail));
  const factor = head(l, add(number(3), add(square, rest)));
  const factorRest = add(sub(square, sub(factor, number(3))), rest);
  const main = mul(sHead, factor);
  const more = add(mul(sRest, factor), mul(s, factorRest));
  const product = add(main, more);
  const productHead = head(l, product);
  const productRest = sub(more, sub(productHead, main));
  const high = mul(productHead, number(TWO_THIRDS[0]));
  const low = add(mul(product, number(TWO_THIRDS[1])), mul(productRest, number(TWO_THIRDS[0])));
  const whole = mul(k, number(LN2_1));
  const total = add(whole, high);
  const left = add(add(sub(whole, total), high), add(low, mul(k, number(LN2_2))));
  const totalHead = head(l, add(total, left));
  return { high: totalHead, low: sub(left, sub(totalHead, total)) };
}

/** y (high + low) in two parts. */
function exponent(l: Lanes, y: Node, { high, low }: { high: Node; low: Node }) {
  const { add, sub, mul } = l;
  const yHead = head(l, y);
  const main = mul(yHead, high);
  const rest = add(mul(y, low), mul(sub(y, yHead), high));
  const whole = add(main, rest);
  return { whole, rest: sub(rest, sub(whole, main)) };
}

/** a^y of a positive normal a; outside tells where the power is none. */
export function powInside(l: Lanes, a: Node, y: Node): { value: Node; outside: Node } {
  const { whole, rest } = exponent(l, y, logPair(l, a));
  const { not, le, abs, number } = l;
  return { value: expInside(l, whole, rest), outside: not(le(abs(whole), number(-EXP_LEAST))) };
}

/** Math.pow of any two numbers. */
export function pow(l: Lanes, a: Node, y: Node): Node {
  const { number, select, abs, lt, gt, le, eq, ne, and, or, andnot, xor, not, mul, floor, pmax, pmin } = l;
  const infinity = number(Number.POSITIVE_INFINITY);
  const size = abs(a);
  const isTiny = lt(size, number(MIN_NORMAL));
  const isEnd = or(eq(size, number(0)), eq(size, infinity));
  const scaled = select(isTiny, mul(size, number(2 ** 54)), size);
  const base = select(isEnd, number(1), scaled);
  const logs = logPair(l, base, and(andnot(isTiny, isEnd), number(-54)));
  // Beyond this a power is 0 or infinite unless the base is 1, and products stay finite.
  const near = pmin(pmax(y, number(-(2 ** 65))), number(2 ** 65));
  const { whole, rest } = exponent(l, near, logs);
  const isFar = not(le(abs(whole), number(800)));
  const finite = exp(l, whole, andnot(rest, isFar));
  // 0^y and infinity^y, y not 0.
  const isLarge = xor(eq(size, infinity), lt(y, number(0)));
  const magnitude = select(isEnd, and(isLarge, infinity), finite);
  const isWhole = eq(floor(y), y);
  const half = mul(y, number(0.5));
  const isOdd = and(isWhole, ne(floor(half), half));
  const signed = or(magnitude, and(and(a, isOdd), number(-0)));
  const isNegative = and(lt(a, number(0)), gt(a, number(Number.NEGATIVE_INFINITY)));
  const isOne = and(eq(size, number(1)), eq(abs(y), infinity));
  const isUndefined = or(or(andnot(isNegative, isWhole), isOne), or(ne(a, a), ne(y, y)));
  const value = select(isUndefined, number(Number.NaN), signed);
  return select(eq(y, number(0)), number(1), value);
}
