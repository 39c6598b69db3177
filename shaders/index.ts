import bindings from "./bindings.wgsl?raw";
import byRow from "./by-row.wgsl?raw";
import cubeRoot from "./cube-root.wgsl?raw";
import df64Arithmetic from "./df64/arithmetic.wgsl?raw";
import df64Exponentials from "./df64/exponentials.wgsl?raw";
import df64Regions from "./df64/regions.wgsl?raw";
import df64Rest from "./df64/rest.wgsl?raw";
import df64Steps from "./df64/steps.wgsl?raw";
import df64StepsFused from "./df64/steps-fused.wgsl?raw";
import df64Sum from "./df64/sum.wgsl?raw";
import df64Trigonometry from "./df64/trigonometry.wgsl?raw";
import exact from "./exact.wgsl?raw";
import exactFused from "./exact-fused.wgsl?raw";
import exponentials from "./f32/exponentials.wgsl?raw";
import polynomials from "./f32/polynomials.wgsl?raw";
import f32Regions from "./f32/regions.wgsl?raw";
import roots from "./f32/roots.wgsl?raw";
import sum from "./f32/sum.wgsl?raw";
import trigonometry from "./f32/trigonometry.wgsl?raw";
import fast from "./fast.wgsl?raw";
import guards from "./guards.wgsl?raw";
import integrate from "./integrate.wgsl?raw";
import line from "./line.wgsl?raw";
import lineEights from "./line-eights.wgsl?raw";
import lineSingles from "./line-singles.wgsl?raw";
import pairs from "./pairs.wgsl?raw";
import probe from "./probe.wgsl?raw";
import regions from "./regions.wgsl?raw";
import rolled from "./rolled.wgsl?raw";
import special from "./special.wgsl?raw";
import strip from "./strip.wgsl?raw";
import total from "./total.wgsl?raw";
import unrolled from "./unrolled.wgsl?raw";

/** WGSL texts of this folder, one file a concern; those of each precision together. */
export const SHADERS = {
  guards,
  /** Exact arithmetic, by variant, and what df64 has of it. */
  exact: { xor: exact, fused: exactFused },
  steps: { xor: df64Steps, fused: df64StepsFused },
  special,
  fast: [sum, total, fast],
  f32: [sum, total, polynomials, trigonometry, exponentials, roots, cubeRoot],
  df64: [df64Sum, df64Arithmetic, df64Trigonometry, df64Exponentials, df64Rest, polynomials, cubeRoot],
  bindings,
  integrate,
  line,
  lineEights,
  lineSingles,
  probe,
  unrolled: `${unrolled}\n${strip}`,
  pairs: `${pairs}\n${strip}`,
  byRow: `${byRow}\n${strip}`,
  rolled,
  /** For accuracies; with what they need of each precision. */
  regions: { f32: [f32Regions, regions], df64: [df64Regions, regions] },
};
