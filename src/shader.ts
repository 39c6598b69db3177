import { SHADERS } from "../shaders/index.ts";
import { costOf, type Reach } from "./integrand/bounds.ts";
import { integrandOf } from "./integrand/integrand.ts";
import { beyondF32, MOST, wgslText } from "./integrand/wgsl.ts";
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
    SHADERS.exact,
    SHADERS.functions,
    precision === "f32" ? SHADERS.f32 : "",
    `const TILE_ROWS = ${TILE_ROWS}u;\nconst STRIP = ${STRIP}u;\nconst LANES = ${TILE_ROWS / STRIP}u;\n`,
    wgslText(f, precision, reachOf(problem)),
    SHADERS.integrate,
    costOf(f) > MOST_UNROLLED ? SHADERS.rolled : SHADERS.unrolled,
  ].join("\n");
}

/** The largest |x| and |y|. Throws `not-finite` where f32 does not go that far. */
function reachOf({ x, y }: Problem): Reach {
  const most = [x, y].map(([a, b]) => Math.max(Math.abs(a), Math.abs(b))) as [number, number];
  const beyond = most.find((value) => value > MOST);
  if (beyond !== undefined) throw beyondF32(beyond);
  return { x: most[0], y: most[1] };
}
