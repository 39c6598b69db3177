import cubeRoot from "./cube-root.wgsl?raw";
import exact from "./exact.wgsl?raw";
import exactFused from "./exact-fused.wgsl?raw";
import exponentials from "./f32/exponentials.wgsl?raw";
import polynomials from "./f32/polynomials.wgsl?raw";
import roots from "./f32/roots.wgsl?raw";
import sum from "./f32/sum.wgsl?raw";
import trigonometry from "./f32/trigonometry.wgsl?raw";
import guards from "./guards.wgsl?raw";
import special from "./special.wgsl?raw";
import total from "./total.wgsl?raw";

// These are apart from the others: the page's picture needs no more.

/** What every precision begins with: guards, exact arithmetic by variant, and values that are not finite. */
export const BASE = { guards, exact: { xor: exact, fused: exactFused }, special };

/** What precisions share. */
export const SHARED = { sum, total, polynomials, cubeRoot };

/** Functions in f32. */
export const F32 = [sum, total, polynomials, trigonometry, exponentials, roots, cubeRoot];
