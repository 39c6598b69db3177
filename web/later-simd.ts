import type * as Simd from "../src/cpu/simd.ts";

// On the page in place of src/cpu/simd.ts, which weighs 12 kB: a worker loads it when it is first asked for.

let simd: typeof Simd | null = null;

/** To be called before the functions below are. */
export async function loadSimd(): Promise<void> {
  simd ??= await import("../src/cpu/simd.ts");
}

export const makeSimdSums: typeof Simd.makeSimdSums = (plan) => (simd as typeof Simd).makeSimdSums(plan);
export const inSimd: typeof Simd.inSimd = (integrand) => (simd as typeof Simd).inSimd(integrand);
export const familyInSimd: typeof Simd.familyInSimd = (family) => (simd as typeof Simd).familyInSimd(family);
/** The page's own thread never loads it. */
export const whyNoWasm = (): string | null => (simd ? simd.whyNoWasm() : "a worker's work");
