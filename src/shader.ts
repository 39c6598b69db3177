import { SHADERS } from "../shaders/index.ts";
import { integrandOf } from "./integrand/integrand.ts";
import { wgslText } from "./integrand/wgsl.ts";
import { TILE_ROWS } from "./plan.ts";
import type { GpuPrecision, Problem } from "./problem.ts";

/** Rows an invocation keeps in registers. */
const STRIP = 8;

/** The WGSL module that integrates this problem's f in this precision; entry point `integrate`. */
export function shaderText(problem: Problem, precision: GpuPrecision): string {
  return [
    SHADERS.exact,
    SHADERS.functions,
    precision === "f32" ? SHADERS.f32 : "",
    `const TILE_ROWS = ${TILE_ROWS}u;\nconst STRIP = ${STRIP}u;\nconst LANES = ${TILE_ROWS / STRIP}u;\n`,
    wgslText(integrandOf(problem.f), precision),
    SHADERS.integrate,
  ].join("\n");
}
