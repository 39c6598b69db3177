import bindings from "./bindings.wgsl?raw";
import byRow from "./by-row.wgsl?raw";
import df64Arithmetic from "./df64/arithmetic.wgsl?raw";
import df64Exponentials from "./df64/exponentials.wgsl?raw";
import df64Regions from "./df64/regions.wgsl?raw";
import df64Rest from "./df64/rest.wgsl?raw";
import df64Steps from "./df64/steps.wgsl?raw";
import df64StepsFused from "./df64/steps-fused.wgsl?raw";
import df64Sum from "./df64/sum.wgsl?raw";
import df64Trigonometry from "./df64/trigonometry.wgsl?raw";
import f32Regions from "./f32/regions.wgsl?raw";
import fast from "./fast.wgsl?raw";
import { F32, SHARED } from "./functions.ts";
import integrate from "./integrate.wgsl?raw";
import line from "./line.wgsl?raw";
import lineEights from "./line-eights.wgsl?raw";
import lineSingles from "./line-singles.wgsl?raw";
import pairs from "./pairs.wgsl?raw";
import probe from "./probe.wgsl?raw";
import regions from "./regions.wgsl?raw";
import rolled from "./rolled.wgsl?raw";
import strip from "./strip.wgsl?raw";
import unrolled from "./unrolled.wgsl?raw";

/** WGSL texts of this folder, one file a concern; those of each precision together. */
export const SHADERS = {
  /** What df64 has of exact arithmetic, by variant. */
  steps: { xor: df64Steps, fused: df64StepsFused },
  fast: [SHARED.sum, SHARED.total, fast],
  f32: F32,
  df64: [
    df64Sum,
    df64Arithmetic,
    df64Trigonometry,
    df64Exponentials,
    df64Rest,
    SHARED.polynomials,
    SHARED.cubeRoot,
  ],
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
