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
