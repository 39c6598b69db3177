import { SHADERS } from "../shaders/index.ts";
import { integrandOf } from "./integrand/integrand.ts";
import { around, type Range, type Reach } from "./integrand/ranges.ts";
import { beyondF32, costOf, wgslText } from "./integrand/wgsl.ts";
import { TILE_ROWS } from "./plan.ts";
import type { GpuPrecision, Problem } from "./problem.ts";

/** Rows an invocation keeps in registers. */
const STRIP = 8;

/**
 * Cost, in sines, of an integrand whose inner loop is written out, 32 copies of it. SwiftShader compiles one
 * sine so in 0.1 s, eight in 0.8 s, sixteen in 2.9 s, and ninety-nine in 3 minutes.
 */
const MOST_UNROLLED = 6;

/** The WGSL module that integrates this problem's f in this precision; entry point `integrate`. */
export function shaderText(problem: Problem, precision: GpuPrecision): string {
  const f = integrandOf(problem.f);
  return [
    functionsText(precision),
    `const TILE_ROWS = ${TILE_ROWS}u;\nconst STRIP = ${STRIP}u;\nconst LANES = ${TILE_ROWS / STRIP}u;\n`,
    wgslText(f, reachOf(problem)),
    SHADERS.integrate,
    costOf(f) > MOST_UNROLLED ? SHADERS.rolled : SHADERS.unrolled,
  ].join("\n");
}

/** The functions that an integrand's WGSL text calls. */
export function functionsText(precision: GpuPrecision): string {
  const { exact, special, total, fast, f32 } = SHADERS;
  return [exact, special, total, ...(precision === "f32" ? f32 : [fast])].join("\n");
}

/** The least and greatest node. Throws `not-finite` where f32 does not go that far. */
function reachOf({ x, y, nx, ny }: Problem): Reach {
  const nodes = ([a, b]: readonly [number, number], n: number): Range => {
    const half = (b - a) / (2 * n);
    const range = around(a + half, b - half);
    if (!range) throw beyondF32(Math.max(Math.abs(a), Math.abs(b)));
    return range;
  };
  return { x: nodes(x, nx), y: nodes(y, ny) };
}
