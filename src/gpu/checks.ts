import type { RegionPrecision } from "./region-shader.ts";

/** A function of the shaders whose exact steps a compiler might break, and what it has to give. */
export interface Check {
  readonly name: string;
  /** Of a and b, in WGSL. */
  readonly call: string;
  readonly truth: (a: number, b: number) => number;
  /** The scale of its error; default: the truth's magnitude. */
  readonly scale?: (a: number, b: number) => number;
  /** Arguments: a random one and one where there is most to cancel, in turn. `part` goes from -1 to 1. */
  readonly arguments: (part: number, k: number) => readonly [a: number, b: number];
}

/** The largest errors, relative to a check's scale: those that the precisions promise. */
export const MOST_OFF = { f32: 2 ** -21, df64: 2 ** -40 } as const;

const one = () => 1;
/** Waves of f32 are promised to 1.5e-7, whatever their size. */
const wave = () => 1.5e-7 / MOST_OFF.f32;
/** A neighbour of v, up to 3 units in f32's last place off. */
const near = (v: number, k: number) => v * (1 + ((k % 7) - 3) * 2 ** -23);
/** Up to `most`, half of them next to a multiple of `step`. */
const angles = (most: number, step: number) => (part: number, k: number) =>
  [k % 2 ? most * part : near(step * Math.round((most * part) / step), k >> 1), 0] as const;
/** Of all magnitudes up to 2^most, half of them next to 1 or to the edge of a binade. */
const positive = (most: number) => (part: number, k: number) =>
  [k % 2 ? 2 ** (most * part) : near([1, Math.SQRT1_2, 256 / 257][k % 3] as number, k >> 1), 0] as const;
/** Of all magnitudes; half of the pairs cancel. */
const pairs = (part: number, k: number) => {
  const a = (1 + Math.abs(part)) * 2 ** (k % 20);
  return [
    a,
    k % 2 ? Math.sin(1e4 * part) * 2 ** ((k % 41) - 20) : -near(a, k >> 1) * (1 + part * 2 ** -30),
  ] as const;
};
const powers = (part: number, k: number) => {
  const [a] = positive(60)(part, k);
  return [a, (Math.cos(1e4 * part) * 80) / Math.max(1e-3, Math.abs(Math.log(a)))] as const;
};
const larger = (a: number, b: number) => Math.abs(a) + Math.abs(b);

/** Together they take every guarded step of a precision. */
export const CHECKS: Readonly<Record<RegionPrecision, readonly Check[]>> = {
  f32: [
    check("sine", "near_sin(a)", Math.sin, angles(7.8, Math.PI / 2), wave),
    check("cosine", "near_cos(a)", Math.cos, angles(7.8, Math.PI / 2), wave),
    check("sine", "plain_sin(a)", Math.sin, angles(1e4, Math.PI / 2), wave),
    check("cosine", "plain_cos(a)", Math.cos, angles(1e4, Math.PI / 2), wave),
    check("tangent", "plain_tan(a)", Math.tan, angles(1e4, Math.PI / 2)),
    check("arc cosine", "plain_acos(a)", Math.acos, (part, k) => [
      k % 2 ? part : near(0.5, k) * Math.sign(part),
      0,
    ]),
    check("exponential", "plain_exp(a)", Math.exp, angles(86, Math.LN2 / 2)),
    check("logarithm", "plain_log(a)", Math.log, positive(125)),
    check("power", "plain_exp2_product(b, log2_parts(a))", Math.pow, powers),
    check("root", "plain_sqrt(a)", Math.sqrt, positive(125)),
    check("cube root", "plain_cbrt(a)", Math.cbrt, positive(125)),
  ],
  df64: [
    check("sum", "plain_add(a, b)", (a, b) => a + b, pairs, larger),
    check("product", "plain_multiply(a, b)", (a, b) => a * b, pairs),
    check("quotient", "plain_divide(a, b)", (a, b) => a / b, pairs),
    check("root", "plain_sqrt(a)", Math.sqrt, positive(60)),
    check("sine", "plain_sin(a)", Math.sin, angles(6.5, Math.PI / 1024), one),
    check("sine", "reduced_sin(a)", Math.sin, angles(1e4, Math.PI / 2), one),
    check("exponential", "plain_exp(a)", Math.exp, angles(55, Math.LN2 / 256)),
    check("logarithm", "plain_log(a)", Math.log, positive(80)),
    check(
      "sum of eight",
      "partial(add_strip(add(Sum(), b), sum_of_eight(a, b, -a, b, a, -b, -a, a)))",
      (a, b) => a + (b - a) + (a + b) - b - a + a + b,
      pairs,
      larger,
    ),
  ],
};

function check(
  name: string,
  call: string,
  truth: Check["truth"],
  given: Check["arguments"],
  scale?: Check["scale"],
): Check {
  return { name, call, truth, arguments: given, ...(scale && { scale }) };
}
