import { SHADERS } from "../shaders/index.ts";
import { integrandOf } from "./integrand/integrand.ts";
import { functionsIn } from "./integrand/tree.ts";
import { wgslText } from "./integrand/wgsl.ts";
import { TILE_ROWS } from "./plan.ts";
import type { GpuPrecision, Problem } from "./problem.ts";

/** Rows an invocation keeps in registers. */
const STRIP = 8;

/**
 * Functions in an integrand whose inner loop is written out, 32 copies of it. SwiftShader compiles one
 * sine so in 0.1 s, eight in 0.8 s, sixteen in 2.9 s, and ninety-nine in 3 minutes.
 */
const MOST_UNROLLED = 6;

/** The WGSL module that integrates this problem's f in this precision; entry point `integrate`. */
export function shaderText(problem: Problem, precision: GpuPrecision): string {
  const f = integrandOf(problem.f);
  return [
    SHADERS.exact,
    SHADERS.functions,
    precision === "f32" ? SHADERS.f32 : "",
    `const TILE_ROWS = ${TILE_ROWS}u;\nconst STRIP = ${STRIP}u;\nconst LANES = ${TILE_ROWS / STRIP}u;\n`,
    wgslText(f, precision),
    SHADERS.integrate,
    functionsIn(f) > MOST_UNROLLED ? SHADERS.rolled : SHADERS.unrolled,
  ].join("\n");
}
