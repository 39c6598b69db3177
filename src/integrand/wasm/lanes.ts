import { i32 } from "./binary.ts";
import { I64, type Maker, type Node, V128 } from "./nodes.ts";

type Unary = (a: Node) => Node;
type Binary = (a: Node, b: Node) => Node;
type Shift = (a: Node, by: number) => Node;

/** Two doubles side by side, and their bits: WebAssembly's instructions as functions of nodes. */
export interface Lanes extends Maker {
  /** The same double in both lanes. */
  number(value: number): Node;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  /** As Math.min and Math.max, and quicker ones: `pmin(a, b)` is b < a ? b : a, `pmax(a, b)` is a < b ? b : a. */
  readonly min: Binary;
  readonly max: Binary;
  readonly pmin: Binary;
  readonly pmax: Binary;
  readonly neg: Unary;
  readonly abs: Unary;
  readonly sqrt: Unary;
  readonly floor: Unary;
  readonly ceil: Unary;
  /** Comparisons: all bits of a lane, or none. */
  readonly eq: Binary;
  readonly ne: Binary;
  readonly lt: Binary;
  readonly gt: Binary;
  readonly le: Binary;
  readonly ge: Binary;
  readonly and: Binary;
  /** a without the bits of b. */
  readonly andnot: Binary;
  readonly or: Binary;
  readonly xor: Binary;
  readonly not: Unary;
  /** a where the mask is set, else b. */
  select(mask: Node, a: Node, b: Node): Node;
  readonly shl: Shift;
  readonly shr: Shift;
  readonly addBits: Binary;
  readonly subBits: Binary;
  /** Signed a < b, of bits. */
  readonly lessBits: Binary;
  /** One lane's bits, and two of them side by side. */
  lane(a: Node, index: number): Node;
  pair(first: Node, second: Node): Node;
}

/** An instruction of the SIMD proposal: its number in LEB128. */
export const simd = (code: number, ...immediates: number[]): number[] =>
  code < 0x80 ? [0xfd, code, ...immediates] : [0xfd, (code & 0x7f) | 0x80, code >> 7, ...immediates];

export function makeLanes(maker: Maker): Lanes {
  const unary = (code: number): Unary => {
    const own = simd(code);
    return (a) => maker.node(V128, own, a);
  };
  const binary = (code: number): Binary => {
    const own = simd(code);
    return (a, b) => maker.node(V128, own, a, b);
  };
  // The shift is an i32 on top of the stack.
  const shift =
    (code: number): Shift =>
    (a, by) =>
      maker.node(V128, [...i32(by), ...simd(code)], a);
  const lessBits = binary(0xd8);
  const numbers = new Map<number | string, Node>();
  return {
    ...maker,
    number(value) {
      const key = Object.is(value, -0) ? "-0" : value;
      const own = numbers.get(key) ?? maker.bits(bitsOf(value));
      numbers.set(key, own);
      return own;
    },
    add: binary(0xf0),
    sub: binary(0xf1),
    mul: binary(0xf2),
    div: binary(0xf3),
    min: binary(0xf4),
    max: binary(0xf5),
    pmin: binary(0xf6),
    pmax: binary(0xf7),
    neg: unary(0xed),
    abs: unary(0xec),
    sqrt: unary(0xef),
    floor: unary(0x75),
    ceil: unary(0x74),
    eq: binary(0x47),
    ne: binary(0x48),
    lt: binary(0x49),
    gt: binary(0x4a),
    le: binary(0x4b),
    ge: binary(0x4c),
    and: binary(0x4e),
    andnot: binary(0x4f),
    or: binary(0x50),
    xor: binary(0x51),
    not: unary(0x4d),
    select: (mask, a, b) => maker.node(V128, simd(0x52), a, b, mask),
    shl: shift(0xcb),
    shr: shift(0xcd),
    addBits: binary(0xce),
    subBits: binary(0xd1),
    lessBits,
    lane: (a, index) => maker.node(I64, simd(0x1d, index), a),
    pair: (first, second) => maker.node(V128, simd(0x1e, 1), maker.node(V128, simd(0x12), first), second),
  };
}

const double = new Float64Array(1);
const word = new BigUint64Array(double.buffer);

/** The bits of a double. */
export function bitsOf(value: number): bigint {
  double[0] = value;
  return word[0] as bigint;
}
