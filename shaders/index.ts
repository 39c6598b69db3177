import exact from "./exact.wgsl?raw";
import exponentials from "./f32/exponentials.wgsl?raw";
import polynomials from "./f32/polynomials.wgsl?raw";
import roots from "./f32/roots.wgsl?raw";
import trigonometry from "./f32/trigonometry.wgsl?raw";
import fast from "./fast.wgsl?raw";
import integrate from "./integrate.wgsl?raw";
import probe from "./probe.wgsl?raw";
import rolled from "./rolled.wgsl?raw";
import special from "./special.wgsl?raw";
import total from "./total.wgsl?raw";
import unrolled from "./unrolled.wgsl?raw";

/** WGSL texts of this folder, one file a concern; those of one precision together. */
export const SHADERS = {
  exact,
  special,
  total,
  fast,
  f32: [polynomials, trigonometry, exponentials, roots],
  integrate,
  probe,
  rolled,
  unrolled,
};
