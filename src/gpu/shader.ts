import { SHADERS } from "../../shaders/index.ts";
import { beyondF32, type Dialect, DOUBLE, SINGLE } from "../integrand/code/dialects.ts";
import type { Ranges } from "../integrand/code/enclosure.ts";
import { costOf, isWeighted, wgslText } from "../integrand/code/wgsl.ts";
import { around, type Domain, type Interval } from "../integrand/language/interval.ts";
import { PARAMETERS, type Tree } from "../integrand/language/tree.ts";
import type { GpuPrecision } from "../problem/problem.ts";
import { type Plan, TILE_ROWS } from "../quadrature/grid/plan.ts";
import type { Axis } from "../quadrature/rules/rule.ts";
import { baseText } from "./base-text.ts";
import { type Bands, classesOf, rangesIn } from "./classes.ts";
import { layersText } from "./layers.ts";
import { pruned } from "./prune.ts";
import type { Variant } from "./variant.ts";

/** Rows per invocation, kept in registers. */
export const STRIP = 8;
/** Invocations of a workgroup. */
export const LANES = TILE_ROWS / STRIP;
/** Fan-in of the workgroup's tree reduction. */
export const RADIX = 8;

/**
 * The largest costs, in sines, of integrands whose inner loop in f32 is unrolled over rows and four columns (32 copies),
 * or two columns. SwiftShader compiles 32 copies of one sine in 0.1 s, of eight in 0.8 s, of sixteen in 2.9 s, of
 * ninety-nine in 3 minutes.
 */
const MOST_FOURS = 1.9;
const MOST_PAIRS = 6;
/** The same over rows alone (8 copies). Beyond, in df64, a loop is also the faster code there; RADV unrolls it by itself. */
const MOST_BY_ROW = { f32: 24, df64: 16 } as const;

/**
 * The WGSL module that integrates f in this precision; its entry point is `integrate`. Of a family it does members of class
 * `own`, those that have `place` in the table of members.
 */
export function shaderText(
  plan: Plan,
  precision: GpuPrecision,
  variant: Variant = "xor",
  own = classesOf(plan.members)[0] as number,
  place = 0,
): string {
  return pruned([
    ...functionsText(precision, 5, variant),
    `const TILE_ROWS = ${TILE_ROWS}u;\nconst STRIP = ${STRIP}u;\nconst LANES = ${LANES}u;\nconst RADIX = ${RADIX}u;\n`,
    integrandText(plan, precision, own),
    layersText(plan, precision, place),
    nodesText(plan.weighted),
    SHADERS.bindings,
    ...innerLoop(plan, precision).texts,
  ]);
}

/** The part that is made from f. */
export function integrandText(plan: Plan, precision: GpuPrecision, own: number): string {
  const ranges = withParameters(domainOf(plan), rangesIn(own, plan.members.names.length));
  return wgslText(plan.weighted, ranges, dialectOf(precision), true);
}

/** Whether an invocation sums a tile: in one variable, where it is a piece of one row. Else a workgroup does. */
export function isLine({ box }: Pick<Plan, "box">): boolean {
  return box.length === 1;
}

/** The functions that read nodes, with their weights if f is weighted. */
function nodesText(f: Tree): string {
  const read = (nodes: string, k: string) =>
    isWeighted(f) ? `${nodes}[2u * ${k}], ${nodes}[2u * ${k} + 1u]` : `${nodes}[${k}]`;
  return `fn column_at(i: u32) -> Column {
  return make_column(${read("xs", "i")});
}

fn row_at(j: u32) -> Row {
  return make_row(${read("ys", "j")});
}
`;
}

/** The kernel, and how many values of f a pass of its loop over columns takes. */
export function innerLoop(plan: Plan, precision: GpuPrecision): { texts: string[]; values: number } {
  const own = precision === "df64" ? "df64" : "f32";
  const cost = costOf(plan.weighted, own === "df64");
  if (isLine(plan)) {
    const eights = own === "f32" && cost <= MOST_BY_ROW.f32;
    return {
      texts: [SHADERS.line, eights ? SHADERS.lineEights : SHADERS.lineSingles],
      values: eights ? 8 : 1,
    };
  }
  const loop = (text: string, columns: number) => ({
    texts: [SHADERS.integrate, text],
    values: columns * STRIP,
  });
  if (own === "f32" && cost <= MOST_FOURS) return loop(SHADERS.unrolled, 4);
  if (own === "f32" && cost <= MOST_PAIRS) return loop(SHADERS.pairs, 2);
  return loop(cost <= MOST_BY_ROW[own] ? SHADERS.byRow : SHADERS.rolled, 1);
}

export function dialectOf(precision: GpuPrecision): Dialect {
  return precision === "df64" ? DOUBLE : SINGLE;
}

/** The WGSL functions that an integrand may call; df64's lookup table is at this binding. */
export function functionsText(precision: GpuPrecision, binding: number, variant: Variant = "xor"): string[] {
  const table = `@group(0) @binding(${binding}) var<storage, read> table: array<vec4f>;`;
  const more = precision === "df64" ? [SHADERS.steps[variant], table] : [];
  return [...baseText(variant), ...SHADERS[precision], ...more];
}

/** The ranges of axes and of parameters. */
export function withParameters(domain: Domain, parameters: Bands): Ranges {
  const all: (Interval | null)[] = [...domain];
  for (const [k, range] of parameters.entries()) all[PARAMETERS + k] = range;
  return all;
}

/** The range of the nodes along each axis. Throws `not-finite` if it exceeds f32. */
export function domainOf({ x, y, z }: Pick<Plan, "x" | "y" | "z">): Domain {
  const between = (axis: Axis): Interval => {
    const ends = [...axis.nodes(0, 1), ...axis.nodes(axis.count - 1)];
    const interval = around(...ends);
    if (!interval) throw beyondF32(Math.max(...ends.map(Math.abs)));
    return interval;
  };
  return [x, y, z].map(between);
}
