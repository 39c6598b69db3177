import { MANY } from "../../../shaders/many/index.ts";
import { costOf, dependsOnZ, hasLayer, wgslText } from "../../integrand/code/wgsl.ts";
import { PARAMETERS, parametersIn, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { piecesOfAxes } from "../../quadrature/regions/first.ts";
import type { Transform } from "../../quadrature/sums/lattice.ts";
import { pruned } from "../prune.ts";
import { type RegionPrecision, rangesOf } from "../region-shader.ts";
import { dialectOf, functionsText, withParameters } from "../shader.ts";
import type { Variant } from "../variant.ts";
import { latticeText } from "./lattice-text.ts";
import { regionText } from "./region-text.ts";
import { tensorText } from "./tensor-text.ts";
import { type AxisPieces, MOST_COPIES } from "./text.ts";

/** What a shader sums over many axes: a lattice, Gauss's tensor rule, or Genz and Malik's in regions. */
export type ManyRule = `lattice-${Transform}` | "tensor" | "cubature";

/** Invocations of a workgroup. */
export const MANY_LANES = 64;

/** The most sines that these take together. */
const MOST_SINES = 8;

/** Axes of a layer: the third one and all beyond, which WGSL's integrands know as parameters. */
const PLANE = 3;

/**
 * The WGSL module that sums an integrand of four axes and more by a rule; its entry point is `measure`.
 */
export function manyShader(
  integrand: Integrand,
  precision: RegionPrecision,
  rule: ManyRule,
  variant: Variant = "xor",
): string {
  const { f, box } = integrand;
  const axes = box.length;
  const ranges = rangesOf(box);
  const pieces = piecesOfAxes(integrand).map((own) => ({
    count: own.length,
    piled: own.some(({ power }) => power > 1),
  }));
  const own = layered(f);
  return pruned([
    ...functionsText(precision, 5, variant),
    `const AXES = ${axes}u;\nconst LANES = ${MANY_LANES}u;\n`,
    wgslText(own, withParameters(ranges.slice(0, PLANE), ranges.slice(PLANE)), dialectOf(precision)),
    valueText(own, axes),
    ...MANY[precision],
    MANY.bindings,
    ...rangeTexts(rule, axes, pieces, copiesOf(f, precision)),
  ]);
}

/** How many values of f come at a time. */
export function copiesOf(f: Tree, precision: RegionPrecision): number {
  const cost = costOf(f, precision === "df64");
  return 4 * cost <= MOST_SINES ? MOST_COPIES : 2 * cost <= MOST_SINES ? 2 : 1;
}

/** f with the axes beyond the third as parameters. */
function layered(f: Tree): Tree {
  return substitute(f, (leaf) =>
    leaf.axis < PLANE ? leaf : { ...leaf, ...variable(PARAMETERS + leaf.axis - PLANE) },
  );
}

/** f at a point, whose layer has to be entered first. */
function valueText(own: Tree, axes: number): string {
  const given = Array.from({ length: axes - 2 }, (_, k) => `x${k + 2}: Value`).join(", ");
  const read = [...(dependsOnZ(own) ? ["x2"] : []), ...parametersIn(own).map((k) => `x${PLANE + k}`)];
  const enter = hasLayer(own) ? `layer = make_layer(${read.join(", ")});` : "";
  return `fn enter_layer(${given}) {\n  ${enter}\n}\n`;
}

function rangeTexts(rule: ManyRule, axes: number, pieces: readonly AxisPieces[], copies: number): string[] {
  const all = Array.from({ length: axes }, (_, k) => k);
  if (rule === "tensor") return [MANY.points, tensorText(all, copies)];
  if (rule === "cubature") return [MANY.pieces, MANY.regions, regionText(pieces, copies)];
  const transform = rule.slice("lattice-".length) as Transform;
  return [MANY.points, MANY.pieces, MANY.lattice, MANY.transforms[transform], latticeText(pieces, copies)];
}
