import { COUNT, gauss, kronrod } from "../quadrature/rules/kronrod.ts";
import type { Sums } from "../quadrature/rules/measure.ts";
import { slabsOf } from "./region-shader.ts";

/** 32-bit words of a Slab of regions.wgsl. */
export const WORDS = 14;

/** A region's sums from those of its slabs, `at` being its first; null where a value of f is not finite. Throws where a slab was not written. */
export function sumsOf(bytes: ArrayBuffer, at: number, axes: number, volume: number): Sums | null {
  const count = slabsOf(axes);
  const floats = new Float32Array(bytes, at * WORDS * 4, count * WORDS);
  const states = new Uint32Array(bytes, at * WORDS * 4, count * WORDS);
  const words = (slab: number, word: number) => floats[slab * WORDS + word] as number;
  const pair = (slab: number, word: number) => words(slab, word) + words(slab, word + 1);
  let [value, alongX, alongY, alongZ, both] = [0, 0, 0, 0, 0];
  let [size, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < count; k++) {
    const state = states[k * WORDS + 13];
    if (state === 0) throw new Error("the GPU left out a region");
    if (state !== 1) return null;
    const [w, g] = count > 1 ? [kronrod[k] as number, gauss[k] as number] : [1, 1];
    value += w * pair(k, 0);
    alongX += w * pair(k, 2);
    alongY += w * pair(k, 4);
    alongZ += g * pair(k, 0);
    both += g * pair(k, 6);
    size += w * words(k, 8);
    low = Math.min(low, words(k, 11));
    high = Math.max(high, words(k, 12));
  }
  // |f - mean| from |f - middle|, by the triangle inequality.
  let [least, most] = [0, 0];
  for (let k = 0; k < count; k++) {
    const w = count > 1 ? (kronrod[k] as number) : 1;
    const away = Math.abs(words(k, 9) - value);
    least += w * Math.max(0, words(k, 10) - away);
    most += w * (words(k, 10) + away);
  }
  const all = [alongX, alongY, alongZ].slice(0, axes).map((one) => volume * one);
  const sums = { value: volume * value, along: all, both: volume * both, size: volume * size };
  const finite = Number.isFinite(sums.value + sums.size + sums.both + all.reduce((a, b) => a + b));
  return finite ? { ...sums, spread: [volume * least, volume * most], low, high } : null;
}

/** Kronrod's and Gauss's weights along x, with a 0 each at the end, then along y. */
export function weightsOf(axes: number): Float64Array {
  const along = axes > 1 ? [kronrod, gauss] : [[1], [1]];
  return Float64Array.from([...kronrod, 0, ...gauss, 0, ...along.flatMap((own) => [...own])]);
}

/** Values of f in a region. */
export function valuesIn(axes: number): number {
  return COUNT ** axes;
}
