// Double-single arithmetic in TypeScript, the twin of shaders/df64/arithmetic.wgsl: every f32 operation there is
// one Math.fround here, so that unit tests try the algorithms without a GPU.

/** x + y, |y| at most half a unit in the last place of x; both are f32. */
export type Double = readonly [x: number, y: number];

const f = Math.fround;

/** A double in two f32, to 2^-49 of it. */
export function fromNumber(value: number): Double {
  const x = f(value);
  return Number.isFinite(x) ? [x, f(value - x)] : [x, 0];
}

export function toNumber([x, y]: Double): number {
  return x + y;
}

/** Many doubles, x and y in turn, as the shaders read them. */
export function pairsOf(values: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const pairs = new Float32Array(2 * values.length);
  for (let k = 0; k < values.length; k++) pairs.set(fromNumber(values[k] as number), 2 * k);
  return pairs;
}

export function twoSum(a: number, b: number): Double {
  const s = f(a + b);
  const bPart = f(s - a);
  const aPart = f(s - bPart);
  return [s, f(f(a - aPart) + f(b - bPart))];
}

/** v cut to 12 bits. */
export function head(v: number): number {
  const word = new Uint32Array(Float32Array.of(v).buffer);
  word[0] = (word[0] as number) & 0xfffff000;
  return new Float32Array(word.buffer)[0] as number;
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
