import { nearest, polynomial, ROUND } from "./exponentials.ts";
import { hugeReduced, type Reduced } from "./huge.ts";
import type { Lanes } from "./lanes.ts";
import type { Node } from "./nodes.ts";
import { COS_QUARTER, SIN, SIN_QUARTER } from "./polynomials.ts";

/** How large an angle may be: up to NEAR, MIDDLE or FAR, or of any size. */
export type Reach = "near" | "middle" | "far";
export const NEAR = 12.5;
export const MIDDLE = 1e4;
export const FAR = 1e7;

/**
 * pi in parts whose products with multiples of 1/2 are exact (Cody and Waite 1980, chapter 8): pi has zeros where its
 * first double ends. The last part has all digits, so that r is good to its last one however small it is.
 */
const PI: Readonly<Record<Reach, readonly number[]>> = {
  near: [Math.PI, 1.2246467991473532e-16],
  middle: [3.1415926535883045, 1.488709496096051e-12, 1.27366343270219e-24],
  far: [3.141592651605606, 1.9841871583270443e-9, 1.03403659577805e-18, 5.807711947958721e-28],
};

export function sinInside(l: Lanes, x: Node, reach: Reach, signed: boolean): Node {
  const { whole, bits } = nearest(l, l.mul(x, l.number(1 / Math.PI)));
  const r = PI[reach].reduce((left, part) => l.sub(left, l.mul(whole, l.number(part))), x);
  return sine(l, { r, rest: null, odd: l.shl(bits, 63) }, signed);
}

/** Through the sine around the nearest odd multiple of pi / 2: cos((k + 1/2) pi - r) = sin(k pi + r). */
export function cosInside(l: Lanes, x: Node, reach: Reach): Node {
  const { add, sub, mul, number } = l;
  const bits = add(sub(mul(x, number(1 / Math.PI)), number(0.5)), number(ROUND));
  const half = add(sub(bits, number(ROUND)), number(0.5));
  const [first = 0, ...parts] = PI[reach];
  const start = sub(mul(half, number(first)), x);
  const r = parts.reduce((left, part) => add(left, mul(half, number(part))), start);
  return sine(l, { r, rest: null, odd: l.shl(bits, 63) }, false);
}

/** sin(r + rest), |r| up to pi / 2, with the sign of `odd`. `signed`: -0 stays -0. */
function sine(l: Lanes, { r, rest, odd }: Reduced, signed: boolean): Node {
  const { add, mul, xor, or, and, number } = l;
  const z = mul(r, r);
  const tail = mul(mul(r, z), polynomial(l, z, SIN));
  const value = add(r, rest ? add(tail, rest) : tail);
  return xor(signed ? or(value, and(r, number(-0))) : value, odd);
}

/** pi / 2 in parts, as PI. */
const HALF_PI = {
  near: [Math.PI / 2, 6.123233995736766e-17],
  far: [1.570796325802803, 9.920935791635221e-10, 5.17018297889025e-19, 2.9038559739793605e-28],
} as const;

export function tanInside(l: Lanes, x: Node, reach: "near" | "far", signed: boolean): Node {
  const { sub, mul, number, shl } = l;
  const { whole, bits } = nearest(l, mul(x, number(2 / Math.PI)));
  const [first, second, ...others] = HALF_PI[reach];
  const start = sub(x, mul(whole, number(first)));
  // Differences in two parts (Dekker 1971).
  const less = (a: Node, b: Node) => {
    const value = sub(a, b);
    return { value, rest: sub(sub(a, value), b) };
  };
  let { value: r, rest } = less(start, mul(whole, number(second)));
  for (const part of others.slice(0, -1)) {
    const next = less(r, mul(whole, number(part)));
    [r, rest] = [next.value, l.add(rest, next.rest)];
  }
  const last = others.at(-1);
  if (last) rest = sub(rest, mul(whole, number(last)));
  return tangent(l, { r, rest, odd: shl(bits, 63) }, signed);
}

/** tan(r + rest), |r| up to pi / 4, or -1 / tan where odd: sine by cosine, both with their rounding errors. */
function tangent(l: Lanes, { r, rest, odd }: Reduced, signed: boolean): Node {
  const { add, sub, mul, div, xor, or, and, select, lessBits, number, bits } = l;
  const z = mul(r, r);
  const more = add(mul(mul(r, z), polynomial(l, z, SIN_QUARTER)), rest as Node);
  const sin = add(r, more);
  const sinRest = add(sub(r, sin), more);
  const half = mul(z, number(0.5));
  const start = sub(number(1), half);
  const cosMore = add(
    sub(sub(number(1), start), half),
    sub(mul(mul(z, z), polynomial(l, z, COS_QUARTER)), mul(r, rest as Node)),
  );
  const cos = add(start, cosMore);
  const cosRest = add(sub(start, cos), cosMore);
  const isOdd = lessBits(odd, bits(0n));
  const [a, aRest] = [select(isOdd, cos, sin), select(isOdd, cosRest, sinRest)];
  const [b, bRest] = [select(isOdd, sin, cos), select(isOdd, sinRest, cosRest)];
  const quotient = div(a, b);
  const value = add(quotient, div(sub(aRest, mul(quotient, bRest)), b));
  return xor(signed ? or(value, and(r, number(-0))) : value, odd);
}

/** The functions of any angle. */
export function wave(l: Lanes, name: "sin" | "cos" | "tan", x: Node): Node {
  const { abs, le, lt, select, xor, and, number } = l;
  const size = abs(x);
  const isFar = le(size, number(FAR));
  const huge = hugeReduced(l, select(isFar, number(2 ** 24), size), name === "tan" ? 2 : 1, name === "cos");
  const r = { ...huge, odd: name === "cos" ? xor(huge.odd, number(-0)) : huge.odd };
  const beyond = name === "tan" ? tangent(l, r, false) : sine(l, r, false);
  const signed = name === "cos" ? beyond : xor(beyond, and(x, number(-0)));
  const inside =
    name === "sin"
      ? sinInside(l, x, "far", true)
      : name === "cos"
        ? cosInside(l, x, "far")
        : tanInside(l, x, "far", true);
  const finite = select(isFar, inside, signed);
  return select(lt(size, number(Number.POSITIVE_INFINITY)), finite, number(Number.NaN));
}
