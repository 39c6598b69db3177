import { escaped } from "../../src/errors.ts";
import { copiesOf, MANY_LANES } from "../../src/gpu/many/shader.ts";
import { POINTS } from "../../src/gpu/many/tasks.ts";
import { MOST_COPIES } from "../../src/gpu/many/text.ts";
import { type RegionPrecision, rowsOf, SLABS, slabsOf } from "../../src/gpu/region-shader.ts";
import { WORDS } from "../../src/gpu/region-sums.ts";
import { innerLoop, isLine, LANES, STRIP } from "../../src/gpu/shader.ts";
import type { Variant } from "../../src/gpu/variant.ts";
import type { GpuPrecision, Prepared, PreparedAccuracy } from "../../src/problem/problem.ts";
import { dispatchSize, type Plan, TILE_ROWS } from "../../src/quadrature/grid/plan.ts";
import { makeCubature } from "../../src/quadrature/rules/cubature.ts";
import { COUNT } from "../../src/quadrature/rules/kronrod.ts";
import { version } from "../../src/version.ts";
import { aimOf } from "./accuracy-report.ts";
import { gridOf, integralLines } from "./report.ts";
import { bindingsIn, type Facts, membersOf, nodesOf } from "./shader-buffers.ts";

/** Workgroups that every WebGPU device can dispatch along one dimension. */
const MOST_GROUPS = 65535;
/** Columns of the text beside the labels. */
const WIDTH = 90;

/** The comment before a grid's shader: all that it takes to run it over the whole grid. */
export function gridHead(plan: Plan, precision: GpuPrecision, variant: Variant, code: string): string {
  const { x, y, z, width, across, perLayer, tiles } = plan;
  const line = isLine(plan);
  const [columns, rows] = dispatchSize(line ? Math.ceil(tiles / LANES) : tiles, MOST_GROUPS);
  const params = [x.count, y.count, width, across, 0, tiles, columns, perLayer];
  const { values } = innerLoop(plan, precision);
  const names = namesOf(plan);
  const [whole, sum] = plan.members.names.length
    ? ["a member's integral", `its ${plan.perMember} partials in turn`]
    : ["the integral", "all partials"];
  return commented({
    ...problemFacts(plan, precision, variant, gridOf(plan)),
    "entry point": [`integrate, workgroups of ${LANES} invocations`],
    work: line
      ? [`an invocation sums a tile of up to ${width} nodes`]
      : [
          `a workgroup sums a tile of up to ${TILE_ROWS} rows by ${width} columns of nodes`,
          `an invocation sums ${STRIP} of these rows`,
        ],
    "inner loop": [`${values} value${values === 1 ? "" : "s"} of f a pass`],
    dispatch: [`${columns} × ${rows} workgroups for all ${tiles} tiles`],
    result: [
      `${whole} is ${x.step * y.step * z.step} times the sum of ${sum} (high and low),`,
      "to be added in f64",
    ],
    "group 0": bindingsIn(code, {
      params: [`u32: ${params.join(", ")}`],
      xs: nodesOf(x, names[0]),
      ys: nodesOf(y, names[1]),
      zs: nodesOf(z, names[2]),
      members: membersOf(plan, precision),
      partials: [`output: (high, low) of each of ${tiles} tiles`],
    }),
  });
}

/** The comment before a shader that measures regions, for an accuracy. */
export function regionsHead(
  prepared: PreparedAccuracy,
  precision: RegionPrecision,
  variant: Variant,
  code: string,
): string {
  const axes = prepared.box.length;
  const names = namesOf(prepared);
  const slabs = slabsOf(axes);
  return commented({
    ...problemFacts(prepared, precision, variant, aimOf(prepared.problem.method)),
    "entry point": [`measure, workgroups of ${SLABS} invocations`],
    work: [
      "a region is a part of the box, and a box itself",
      ...(slabs > 1 ? [`a region has ${slabs} slabs, one for each of its nodes of ${names[2]}`] : []),
      `an invocation measures a ${slabs > 1 ? "slab" : "region"} by ${COUNT * rowsOf(axes)} values of f`,
    ],
    "inner loop": ["2 values of f a pass"],
    dispatch: [`ceil(N / ${SLABS}) workgroups for N ${slabs > 1 ? "slabs" : "regions"}`],
    result: [
      `the integral over a region is its volume times ${slabs > 1 ? "the sum of w kronrod over its slabs" : "kronrod"} (high and low),`,
      `${slabs > 1 ? "w being Kronrod's weight of the node, " : ""}with gauss for kronrod that of the lower rule`,
    ],
    "group 0": bindingsIn(code, {
      batch: [`u32: N, the number of workgroups along x, ${(COUNT + 1) / 2} and ${rowsOf(axes)}`],
      nodes: [`region after region: ${COUNT} nodes ${names.map((name) => `of ${name}`).join(`, ${COUNT} `)}`],
      weights: [
        `${COUNT} of Kronrod's rule and a 0, ${COUNT} of Gauss's (0 between its nodes) and a 0;`,
        axes > 1 ? "then both again, without the 0s" : "then 1, 1",
        "each rule's add up to 1",
      ],
      members: [`of each region its ${Object.keys(prepared.problem.parameters).join(", ")}`],
      slabs: [`output: ${4 * WORDS} bytes for each of N`],
    }),
  });
}

export function manyHead(
  prepared: PreparedAccuracy,
  precision: RegionPrecision,
  rule: "cubature" | "lattice-tent",
  variant: Variant,
  code: string,
): string {
  const axes = prepared.box.length;
  const value = "a Value each";
  const copies = copiesOf(prepared.f, precision);
  const perPass = rule === "cubature" && copies < MOST_COPIES ? 1 : copies;
  const byRegion = {
    work: [
      `an invocation measures a region by Genz and Malik's rule: ${makeCubature(axes).count} values of f`,
    ],
    dispatch: [`ceil(N / ${MANY_LANES}) workgroups for N regions`],
    result: [
      "the host makes the rule, its null rules and fourth differences of a region's parts, and multiplies by its volume",
    ],
  };
  const byLattice = {
    work: [`an invocation sums f over up to ${POINTS} points of a shifted rank-1 lattice`],
    dispatch: [`ceil(N / ${MANY_LANES}) workgroups for N ranges of points`],
    result: ["the integral is the volume times the mean of f over all points and shifts"],
  };
  return commented({
    ...problemFacts(prepared, precision, variant, aimOf(prepared.problem.method)),
    "entry point": [`measure, workgroups of ${MANY_LANES} invocations`],
    ...(rule === "cubature" ? byRegion : byLattice),
    "inner loop": [`${perPass} value${perPass === 1 ? "" : "s"} of f a pass`],
    "group 0": bindingsIn(code, {
      batch: ["u32: N, the number of workgroups along x, and the number of the first range"],
      ranges: ["u32: of each range its task, its first point and its end"],
      tasks: [
        rule === "cubature"
          ? "u32: where each node is"
          : "u32: step, shift, first piece and pieces of each axis",
      ],
      values: [
        rule === "cubature"
          ? `the rule's three distances, then six of each region and axis, ${value}`
          : `six of each piece, ${value}`,
      ],
      parts: ["output: two f32 a part"],
    }),
  });
}

function namesOf({ problem }: Pick<Prepared | PreparedAccuracy, "problem">): string[] {
  return problem.variables.map(({ name }) => name);
}

function problemFacts(
  prepared: Prepared | PreparedAccuracy,
  precision: GpuPrecision,
  variant: Variant,
  more: string,
): Facts {
  const sides = prepared.box.map((ends, k) => `${namesOf(prepared)[k]} ${ends.join("..")}`);
  return {
    integral: integralLines(prepared, WIDTH, [more]),
    box: [`${sides.join(", ")}${prepared.mapped ? ", to which the limits are mapped" : ""}`],
    precision: [
      `${precision}: a Value is ${precision === "df64" ? "a vec2f, the sum of its parts" : "an f32"}`,
    ],
    variant: [VARIANTS[variant]],
  };
}

const VARIANTS: Readonly<Record<Variant, string>> = {
  xor: "xor: runs on every device",
  fused: "fused: right only on a device whose fma rounds once",
};

function commented(facts: Facts): string {
  const lines = Object.entries(facts).flatMap(([label, all]) =>
    all.map((line, k) => `// ${(k ? "" : label).padEnd(12)} ${escaped(line)}\n`),
  );
  return [`// Printed by gpu-integrate ${version}.\n//\n`, ...lines].join("");
}
