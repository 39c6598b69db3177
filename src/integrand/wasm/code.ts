import { type Code, memory } from "./binary.ts";
import { get, set, tee } from "./emit.ts";
import { simd } from "./lanes.ts";

// Pieces of code that are no nodes: loops, and loads of vectors.

/** Repeats the body with `from`, a local, going up to `end` in steps, at least once. */
export function loop(from: number, end: readonly number[], step: readonly number[], body: Code): Code {
  const next = [...get(from), ...step, 0x6a, ...tee(from), ...end, 0x49];
  return [0x03, 0x40, body, next, 0x0d, 0, 0x0b];
}

/** Two doubles, or one in both lanes, from an address and what is added to it. */
export const load = (base: readonly number[], offset: number) => [...base, ...simd(0, ...memory(offset))];
export const loadBoth = (base: readonly number[], offset: number) => [
  ...base,
  ...simd(0x0a, ...memory(offset)),
];

/** Writes the vector on top of the stack, which is below its address there. */
export const store = (offset: number) => simd(0x0b, ...memory(offset));

export const ZERO: readonly number[] = [...simd(0x0c), ...Array<number>(16).fill(0)];
export const ADD: readonly number[] = simd(0xf0);
export const SUB: readonly number[] = simd(0xf1);
export const AND: readonly number[] = simd(0x4e);
export const OR: readonly number[] = simd(0x50);

/** The smaller of start + step and the end goes into `stop`. */
export const stopAt = (
  stop: number,
  start: readonly number[],
  step: readonly number[],
  end: readonly number[],
) => [...start, ...step, 0x6a, ...tee(stop), ...end, ...get(stop), ...end, 0x49, 0x1b, ...set(stop)];

/** Does this where any bit of a vector is set. */
export const ifAny = (vector: number, then: Code): Code => [get(vector), simd(0x53), 0x04, 0x40, then, 0x0b];
