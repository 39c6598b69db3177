// Double-single arithmetic that mirrors shaders/df64/arithmetic.wgsl, with one Math.fround per f32 operation, to check
// the algorithms without a GPU.
import { type Double, head } from "../src/gpu/df64.ts";

const f = Math.fround;

export function toNumber([x, y]: Double): number {
  return x + y;
}

export function twoSum(a: number, b: number): Double {
  const s = f(a + b);
  const bPart = f(s - a);
  const aPart = f(s - bPart);
  return [s, f(f(a - aPart) + f(b - bPart))];
}

export function twoProduct(a: number, b: number): Double {
  const p = f(a * b);
  const [aHead, bHead] = [head(a), head(b)];
  const [aRest, bRest] = [f(a - aHead), f(b - bHead)];
  const e = f(f(f(f(aHead * bHead) - p) + f(aHead * bRest)) + f(aRest * bHead));
  return [p, f(e + f(aRest * bRest))];
}

/** a + b for |a| >= |b| or a = 0. */
export function normal(a: number, b: number): Double {
  const s = f(a + b);
  return [s, f(b - f(s - a))];
}

export function add(a: Double, b: Double): Double {
  const s = twoSum(a[0], b[0]);
  return normal(s[0], f(s[1] + f(a[1] + b[1])));
}

export function multiply(a: Double, b: Double): Double {
  const p = twoProduct(a[0], b[0]);
  return normal(p[0], f(p[1] + f(f(a[0] * b[1]) + f(a[1] * b[0]))));
}

export function divide(a: Double, b: Double): Double {
  const q = f(a[0] / b[0]);
  const p = twoProduct(q, b[0]);
  const left = f(f(f(a[0] - p[0]) - p[1]) + f(a[1] - f(q * b[1])));
  return normal(q, f(left / b[0]));
}

export function sqrt(x: Double): Double {
  const inverse = f(1 / Math.sqrt(x[0]));
  const s = f(x[0] * inverse);
  const p = twoProduct(s, s);
  const left = f(f(f(x[0] - p[0]) - p[1]) + x[1]);
  return normal(s, f(f(0.5 * left) * inverse));
}

/** The twins of shaders/exact-fused.wgsl and shaders/df64/steps-fused.wgsl, where those are not the same. */

/** a b + c, rounded once: the sum in f64 is rounded to odd first, so that the second rounding does no harm. */
export function fma(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  if (error === 0 || !Number.isFinite(sum)) return f(sum);
  const bits = new BigInt64Array(Float64Array.of(sum).buffer);
  // Towards the error if the last bit is even: of the two neighbours one is odd.
  if (!((bits[0] as bigint) & 1n)) bits[0] = (bits[0] as bigint) + (error > 0 === sum > 0 ? 1n : -1n);
  return f(new Float64Array(bits.buffer)[0] as number);
}

export function fusedProduct(a: number, b: number): Double {
  const p = f(a * b);
  return [p, fma(a, b, -p)];
}

type Row = readonly [number, number, number, number];

const rowSum = (row: Row, [r, low]: Double) => {
  const s = fma(row[2], r, row[0]);
  return [s, fma(row[2], r, -f(s - row[0])), f(row[2] * low)] as const;
};

const lessSteps = (x: Double, k: number, [first, second]: Double): Double => [
  fma(-k, first, x[0]),
  fma(-k, second, x[1]),
];

const nearest = (v: number) => f(f(v + 12582912) - 12582912);

/** sin x for |x| up to a turn, fused as a GPU contracts it. */
export function fusedSine(x: Double, table: Float32Array): Double {
  const k = nearest(f(x[0] * f(325.94932345220167)));
  const r = lessSteps(x, k, [0.003067961661145091, -8.537380524753502e-11]);
  const row = table.subarray(4 * (k & 2047), 4 * (k & 2047) + 4) as unknown as Row;
  const sum = rowSum(row, r);
  const t = f(r[0] + r[1]);
  const q = f(t * t);
  const cubic = f(f(t * row[2]) * f(1 / 6));
  const small = f(q * fma(row[0], fma(-q, f(1 / 24), 0.5), cubic));
  return normal(sum[0], f(sum[1] + f(f(row[1] + fma(row[3], t, sum[2])) - small)));
}

/** e^x for |x| up to 87. */
export function fusedExp(x: Double, table: Float32Array): Double {
  const n = nearest(f(x[0] * f(369.3299304675746)));
  const left = lessSteps(x, n, [0.0027076061815023422, -7.440055516116928e-12]);
  const r = normal(left[0], left[1]);
  const at = 4 * (2048 + (n & 255));
  const row = table.subarray(at, at + 4) as unknown as Row;
  const sum = rowSum(row, r);
  const small = f(f(r[0] * r[0]) * fma(r[0], fma(r[0], f(1 / 24), f(1 / 6)), 0.5));
  const [high, low] = normal(
    sum[0],
    f(sum[1] + f(row[1] + f(sum[2] + fma(row[3], r[0], f(row[0] * small))))),
  );
  const scale = 2 ** (n >> 8);
  return [high * scale, low * scale];
}
