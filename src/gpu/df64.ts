/** The unevaluated sum x + y of two f32, |y| at most half an ulp of x. */
export type Double = readonly [x: number, y: number];

/** A double as two f32, with a relative error below 2^-49. */
export function fromNumber(value: number): Double {
  const x = Math.fround(value);
  return Number.isFinite(x) ? [x, Math.fround(value - x)] : [x, 0];
}

/** Doubles as consecutive pairs x, y, as the shaders read them. */
export function pairsOf(values: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const pairs = new Float32Array(2 * values.length);
  for (let k = 0; k < values.length; k++) pairs.set(fromNumber(values[k] as number), 2 * k);
  return pairs;
}

/** v truncated to 12 significant bits. */
export function head(v: number): number {
  const word = new Uint32Array(Float32Array.of(v).buffer);
  word[0] = (word[0] as number) & 0xfffff000;
  return new Float32Array(word.buffer)[0] as number;
}
