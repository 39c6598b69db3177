import { SHADERS } from "../../shaders/index.ts";
import { beyondF32 } from "../integrand/dialects.ts";
import { around, type Domain } from "../integrand/interval.ts";
import { hasLayer, wgslText } from "../integrand/wgsl.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import { COUNT } from "../quadrature/kronrod.ts";
import { pruned } from "./prune.ts";
import { dialectOf, functionsText } from "./shader.ts";
import type { Variant } from "./variant.ts";

/** Precisions that accuracies have on a GPU. */
export type RegionPrecision = "f32" | "df64";

/** Invocations of a workgroup. */
export const SLABS = 64;

/** Slabs of a region, by its axes. */
export function slabsOf(axes: number): number {
  return axes > 2 ? COUNT : 1;
}

/** Rows of a slab. */
export function rowsOf(axes: number): number {
  return axes > 1 ? COUNT : 1;
}

/** The WGSL module that measures regions of an integrand; its entry point is `measure`. */
export function regionShader(
  { f, box }: Integrand,
  precision: RegionPrecision,
  variant: Variant = "xor",
): string {
  const axes = box.length;
  const layer = hasLayer(f) ? "layer = make_layer(nodes[k]);" : "";
  return pruned([
    ...functionsText(precision, 5, variant),
    `const AXES = ${axes}u;\nconst NODES = ${COUNT}u;\nconst ROWS = ${rowsOf(axes)}u;\nconst LAYERS = ${slabsOf(axes)}u;\nconst LANES = ${SLABS}u;\n`,
    wgslText(f, rangesOf(box), dialectOf(precision)),
    `fn enter_layer(k: u32) {\n  ${layer}\n}\n`,
    "fn column_at(k: u32) -> Column {\n  return make_column(nodes[k]);\n}\n",
    "fn row_at(k: u32) -> Row {\n  return make_row(nodes[k]);\n}\n",
    ...SHADERS.regions[precision],
  ]);
}

/** Throws `not-finite` if the box exceeds f32. */
function rangesOf(box: Integrand["box"]): Domain {
  return box.map((ends) => {
    const range = around(...ends);
    if (!range) throw beyondF32(Math.max(...ends.map(Math.abs)));
    return range;
  });
}
