import { SHADERS } from "../../shaders/index.ts";
import { beyondF32 } from "../integrand/code/dialects.ts";
import { dependsOnZ, hasLayer, wgslText } from "../integrand/code/wgsl.ts";
import { around, type Domain } from "../integrand/language/interval.ts";
import { parametersIn, type Tree } from "../integrand/language/tree.ts";
import type { Integrand } from "../quadrature/integrands/integrand-rule.ts";
import { COUNT } from "../quadrature/rules/kronrod.ts";
import type { Bands } from "./classes.ts";
import { pruned } from "./prune.ts";
import { dialectOf, functionsText, withParameters } from "./shader.ts";
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

/** The binding of the regions' parameters. */
export const PARAMETERS_OF_REGIONS = 6;

/** How many parameters a region brings: all up to the last that f depends on. */
export function parametersOf(f: Tree): number {
  return 1 + (parametersIn(f).at(-1) ?? -1);
}

/**
 * The WGSL module that measures regions of an integrand; its entry point is `measure`. It is for `parameters` in these
 * ranges, or for any.
 */
export function regionShader(
  { f, box }: Integrand,
  precision: RegionPrecision,
  variant: Variant = "xor",
  parameters: Bands = [],
): string {
  const axes = box.length;
  return pruned([
    ...functionsText(precision, 5, variant),
    `const AXES = ${axes}u;\nconst NODES = ${COUNT}u;\nconst ROWS = ${rowsOf(axes)}u;\nconst LAYERS = ${slabsOf(axes)}u;\nconst LANES = ${SLABS}u;\n`,
    wgslText(f, withParameters(rangesOf(box), parameters), dialectOf(precision)),
    layerText(f),
    "fn column_at(k: u32) -> Column {\n  return make_column(nodes[k]);\n}\n",
    "fn row_at(k: u32) -> Row {\n  return make_row(nodes[k]);\n}\n",
    ...SHADERS.regions[precision],
  ]);
}

function layerText(f: Tree): string {
  const each = parametersOf(f);
  const given = [
    ...(dependsOnZ(f) ? ["nodes[k]"] : []),
    ...parametersIn(f).map((k) => `members[${each}u * region + ${k}u]`),
  ];
  const binding = `@group(0) @binding(${PARAMETERS_OF_REGIONS}) var<storage, read> members: array<Value>;\n\n`;
  const enter = hasLayer(f) ? `layer = make_layer(${given.join(", ")});` : "";
  return `${each ? binding : ""}fn enter_layer(region: u32, k: u32) {\n  ${enter}\n}\n`;
}

/** Throws `not-finite` if the box exceeds f32. */
export function rangesOf(box: Integrand["box"]): Domain {
  return box.map((ends) => {
    const range = around(...ends);
    if (!range) throw beyondF32(Math.max(...ends.map(Math.abs)));
    return range;
  });
}
