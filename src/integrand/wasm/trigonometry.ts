import { nearest, polynomial, ROUND } from "./exponentials.ts";
import { hugeReduced, type Reduced } from "./huge.ts";
import type { Lanes } from "./lanes.ts";
import type { Node } from "./nodes.ts";
import { COS_QUARTER, SIN, SIN_QUARTER } from "./polynomials.ts";

/** How large an angle may be: up to NEAR, MIDDLE or FAR. */
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

/** x - k pi / by. Where it is far, the differences' rounding errors would add up. */
function reduced(l: Lanes, x: Node, k: Node, reach: Reach, by: 1 | 2): Omit<Reduced, "odd"> {
  const { add, sub, mul, number } = l;
  const [first, ...parts] = PI[reach].map((part) => mul(k, number(part / by))) as [Node, ...Node[]];
  let r = sub(x, first);
  if (reach !== "far" && by === 1) return { r: parts.reduce(sub, r), rest: null };
  const last = reach === "far" ? (parts.pop() as Node) : null;
  let rest: Node | null = null;
  for (const part of parts) {
    // Dekker 1971.
    const next = sub(r, part);
    const own = sub(sub(r, next), part);
    [r, rest] = [next, rest ? add(rest, own) : own];
  }
  return { r, rest: last ? sub(rest as Node, last) : rest };
}

export function sinInside(l: Lanes, x: Node, reach: Reach, signed: boolean): Node {
  const { whole, bits } = nearest(l, l.mul(x, l.number(1 / Math.PI)));
  return sine(l, { ...reduced(l, x, whole, reach, 1), odd: l.shl(bits, 63) }, signed);
}

/** Through the sine around the nearest odd multiple of pi / 2: cos((k + 1/2) pi + r) = -sin(k pi + r). */
export function cosInside(l: Lanes, x: Node, reach: Reach): Node {
  const { add, sub, mul, number } = l;
  const bits = add(sub(mul(x, number(1 / Math.PI)), number(0.5)), number(ROUND + 1));
  const half = add(sub(bits, number(ROUND + 1)), number(0.5));
  return sine(l, { ...reduced(l, x, half, reach, 1), odd: l.shl(bits, 63) }, false);
}

/** sin(r + rest), |r| up to pi / 2, with the sign of `odd`. `signed`: -0 stays -0. */
function sine(l: Lanes, { r, rest, odd }: Reduced, signed: boolean): Node {
  const { add, sub, mul, xor, or, and, number } = l;
  const z = mul(r, r);
  const tail = mul(mul(r, z), polynomial(l, z, SIN));
  const more = rest ? add(tail, mul(rest, sub(number(1), mul(z, number(0.5))))) : tail;
  const value = add(r, more);
  return xor(signed ? or(value, and(r, number(-0))) : value, odd);
}

export function tanInside(l: Lanes, x: Node, reach: "near" | "far", signed: boolean): Node {
  const { whole, bits } = nearest(l, l.mul(x, l.number(2 / Math.PI)));
  return tangent(l, { ...reduced(l, x, whole, reach, 2), odd: l.shl(bits, 63) }, signed);
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
