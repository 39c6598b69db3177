import { LN2_1, LN2_2, polynomial } from "./exponentials.ts";
import type { Lanes } from "./lanes.ts";
import type { Node } from "./nodes.ts";
import { LOG } from "./polynomials.ts";

export const MIN_NORMAL = 2 ** -1022;
const HALF_ROOT = 0x3fe6a09e667f3bcdn;
const ONE = 0x3ff0000000000000n;
const MANTISSA = 0x000fffffffffffffn;

/** The first 26 bits: products of two such numbers are exact. */
export const head = ({ and, bits }: Lanes, x: Node): Node => and(x, bits(-1n << 27n));

/** x = 2^k m of a positive normal x, m between sqrt(1/2) and sqrt(2). */
export function binary(l: Lanes, x: Node): { k: Node; m: Node } {
  const { addBits, and, or, sub, shr, bits, number } = l;
  const shifted = addBits(x, bits(ONE - HALF_ROOT));
  // The exponent as the last bits of 2^52.
  const k = sub(or(shr(shifted, 52), number(2 ** 52)), number(2 ** 52 + 1023));
  return { k, m: addBits(and(shifted, bits(MANTISSA)), bits(HALF_ROOT)) };
}

/** log(1 + f) = f - square / 2 + rest, with s = f / (2 + f), by log((1 + s) / (1 - s)). */
function parts(l: Lanes, f: Node) {
  const { add, mul, div, number } = l;
  const s = div(f, add(number(2), f));
  const z = mul(s, s);
  const half = mul(number(0.5), mul(f, f));
  return { half, rest: mul(s, add(half, mul(z, polynomial(l, z, LOG)))) };
}

/** log, log2 or log10 of positive normal numbers. */
export function logInside(
  l: Lanes,
  name: "log" | "log2" | "log10",
  x: Node,
  shift: Node | null = null,
): Node {
  const { add, sub, mul, number } = l;
  const { k: exponent, m } = binary(l, x);
  const k = shift ? add(exponent, shift) : exponent;
  const f = sub(m, number(1));
  const { half, rest } = parts(l, f);
  if (name === "log") {
    const low = add(rest, mul(k, number(LN2_2)));
    return sub(mul(k, number(LN2_1)), sub(sub(half, low), f));
  }
  const [unit, unitRest, scale, scaleRest] = BASES[name];
  const high = head(l, sub(f, half));
  const low = add(sub(sub(f, high), half), rest);
  const main = mul(high, number(scale));
  const tail = add(mul(add(low, high), number(scaleRest)), mul(low, number(scale)));
  const whole = mul(k, number(unit));
  const sum = add(whole, main);
  const correction = add(add(sub(whole, sum), main), unitRest ? add(tail, mul(k, number(unitRest))) : tail);
  return add(correction, sum);
}

/** log 2 and log e in the base, each in two parts: the first's products with k, or with 26 bits, are exact. */
const BASES = {
  log2: [1, 0, 1.4426950216293335, 1.9259629911266175e-8],
  log10: [0.30102999566395283, 2.8363394551044964e-14, 0.4342944771051407, 4.798111141615973e-9],
} as const;

/** Whether x is not a positive normal number. */
export function isOutside({ not, and, ge, lt, number }: Lanes, x: Node): Node {
  return not(and(ge(x, number(MIN_NORMAL)), lt(x, number(Number.POSITIVE_INFINITY))));
}

export function log(l: Lanes, name: "log" | "log2" | "log10", x: Node): Node {
  const { number, select, lt, gt, eq, mul, and } = l;
  const infinity = number(Number.POSITIVE_INFINITY);
  const isTiny = lt(x, number(MIN_NORMAL));
  const value = logInside(l, name, select(isTiny, mul(x, number(2 ** 54)), x), and(isTiny, number(-54)));
  const isInside = and(gt(x, number(0)), lt(x, infinity));
  const beyond = select(eq(x, infinity), infinity, number(Number.NaN));
  return select(isInside, value, select(eq(x, number(0)), number(Number.NEGATIVE_INFINITY), beyond));
}
