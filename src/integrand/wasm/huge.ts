import { memory, signed64 } from "./binary.ts";
import type { Lanes } from "./lanes.ts";
import { head } from "./logarithms.ts";
import { I32, I64, type Node } from "./nodes.ts";

/** An angle less a multiple of pi, or of pi / 2, in two parts, and the sign bit of an odd multiple. */
export interface Reduced {
  readonly r: Node;
  readonly rest: Node | null;
  readonly odd: Node;
}

/** Bits of 1 / pi in the table: 2^-1 is the first after LEADING zeros. */
const BITS = 1344;
const LEADING = 64;
export const TABLE_BYTES = BITS / 8 + 8;

/** Where the table is in memory. */
export const TABLE = 0;

/**
 * |x| from 2^23 on without multiples of pi / by, exactly but for the last 60 of 180 bits (Payne and Hanek 1983): of the
 * product with 1 / pi only the bits that matter modulo 2. `quarter`: shifted by half a multiple.
 */
export function hugeReduced(l: Lanes, x: Node, by: 1 | 2, quarter: boolean): Reduced {
  const { mul, add, sub, xor, number, bits, pair } = l;
  const lanes = [0, 1].map((index) => laneReduced(l, l.lane(x, index), by, quarter));
  const [first, second] = lanes as [Lane, Lane];
  const both = (part: keyof Lane) => pair(first[part], second[part]);
  const [a, b] = [both("high"), both("low")];
  // The fraction, a 2^-53 + b 2^-106, times pi / by in two parts.
  const unit = Math.PI / by;
  const unitHead = Math.round(unit * 2 ** 25) / 2 ** 25;
  const aHead = head(l, a);
  const aRest = sub(a, aHead);
  const main = mul(a, number(unit));
  const error = add(
    add(
      add(sub(mul(aHead, number(unitHead)), main), mul(aHead, number(unit - unitHead))),
      mul(aRest, number(unitHead)),
    ),
    mul(aRest, number(unit - unitHead)),
  );
  const low = add(error, add(mul(a, number(1.2246467991473532e-16 / by)), mul(b, number(unit * 2 ** -53))));
  const sum = add(main, low);
  const scale = mul(xor(both("scale"), both("sign")), number(2 ** -53));
  const r = mul(sum, scale);
  return { r, rest: mul(add(sub(main, sum), low), scale), odd: l.and(both("odd"), bits(-(1n << 63n))) };
}

interface Lane {
  readonly high: Node;
  readonly low: Node;
  readonly scale: Node;
  readonly sign: Node;
  readonly odd: Node;
}

/** The fraction of one lane as an integer of 128 bits, normalised. */
function laneReduced({ node }: Lanes, x: Node, by: 1 | 2, quarter: boolean): Lane {
  const constant = (value: bigint) => node(I64, [0x42, ...signed64(BigInt.asIntN(64, value))]);
  const binary = (code: number) => (a: Node, b: Node) => node(I64, [code], a, b);
  const [plus, minus, times, and, or, xor] = [0x7c, 0x7d, 0x7e, 0x83, 0x84, 0x85].map(binary) as Binary[] &
    Six;
  const [left, signedRight, right] = [0x86, 0x87, 0x88].map(binary) as Binary[] & Three;
  const shiftLeft = (a: Node, by: number) => left(a, constant(BigInt(by)));
  const shiftRight = (a: Node, by: number) => right(a, constant(BigInt(by)));
  const less = (a: Node, b: Node) => node(I64, [0xad], node(I32, [0x54], a, b));
  const load = (code: number, address: Node, offset: number) =>
    node(I64, [code, 0, ...memory(TABLE + offset).slice(1)], node(I32, [0xa7], address));

  const exponent = minus(shiftRight(x, 52), constant(1075n - BigInt(by - 1)));
  const mantissa = or(and(x, constant((1n << 52n) - 1n)), constant(1n << 52n));
  // Three words of 1 / pi: the first one's first bit times x is 1.
  const words = [0, 1, 2].map((k) => {
    const from = minus(constant(BigInt(BITS - LEADING - 64 * (k + 1) + 1)), exponent);
    const byte = shiftRight(from, 3);
    const within = and(from, constant(7n));
    const next = left(shiftLeft(load(0x31, byte, 8), 1), minus(constant(63n), within));
    return or(right(load(0x29, byte, 0), within), next);
  }) as [Node, Node, Node];
  const high = (a: Node, b: Node): Node => {
    const low32 = (v: Node) => and(v, constant(0xffffffffn));
    const [a1, a0, b1, b0] = [shiftRight(a, 32), low32(a), shiftRight(b, 32), low32(b)];
    const first = plus(times(a1, b0), shiftRight(times(a0, b0), 32));
    const second = plus(times(a0, b1), low32(first));
    return plus(plus(times(a1, b1), shiftRight(first, 32)), shiftRight(second, 32));
  };
  const tail = high(mantissa, words[2]);
  const low = plus(times(mantissa, words[1]), tail);
  const carry = less(low, tail);
  const product = plus(plus(times(mantissa, words[0]), high(mantissa, words[1])), carry);
  // In units of 2^-63 modulo 2; the nearest integer's parity is the first bit.
  const top = quarter ? minus(product, constant(1n << 62n)) : product;
  const odd = plus(top, constant(1n << 62n));
  const fraction = or(shiftLeft(top, 1), shiftRight(low, 63));
  const sign = signedRight(fraction, constant(63n));
  const size = xor(fraction, sign);
  const sizeLow = xor(shiftLeft(low, 1), sign);
  const zeros = node(I64, [0x79], size);
  const carried = right(shiftRight(sizeLow, 1), minus(constant(63n), zeros));
  const normal = or(left(size, zeros), carried);
  const normalLow = left(sizeLow, zeros);
  const double = (v: Node) => node(I64, [0xbd], node(0x7c, [0xba], v));
  const lower = or(shiftLeft(and(normal, constant(0x7ffn)), 42), shiftRight(normalLow, 22));
  return {
    high: double(shiftRight(normal, 11)),
    low: double(lower),
    scale: shiftLeft(minus(constant(1023n), zeros), 52),
    sign: and(sign, constant(1n << 63n)),
    odd,
  };
}

type Binary = (a: Node, b: Node) => Node;
type Three = [Binary, Binary, Binary];
type Six = [...Three, ...Three];

/** The table: 1 / pi, last bits first. */
export function tableBytes(): number[] {
  const inverse = (1n << BigInt(2 * BITS)) / piShifted(BITS);
  const table = inverse >> BigInt(LEADING);
  return Array.from({ length: TABLE_BYTES }, (_, k) => Number((table >> BigInt(8 * k)) & 0xffn));
}

/** pi 2^bits, by Machin's formula (1706): 16 atan(1/5) - 4 atan(1/239). */
function piShifted(bits: number): bigint {
  const one = 1n << BigInt(bits + 32);
  const inverseTangent = (n: bigint) => {
    let [sum, power, k] = [0n, one / n, 1n];
    for (; power !== 0n; power /= n * n, k += 2n) sum += k % 4n === 1n ? power / k : -power / k;
    return sum;
  };
  return (16n * inverseTangent(5n) - 4n * inverseTangent(239n)) >> 32n;
}
