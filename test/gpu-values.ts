import { computeOnce } from "../src/gpu/compute.ts";
import { pairsOf } from "../src/gpu/df64.ts";
import { df64Table } from "../src/gpu/df64-table.ts";
import { dialectOf, functionsText } from "../src/gpu/shader.ts";
import type { Variant } from "../src/gpu/variant.ts";
import { wgslText } from "../src/integrand/code/wgsl.ts";
import type { Domain } from "../src/integrand/language/interval.ts";
import type { Tree } from "../src/integrand/language/tree.ts";
import type { GpuPrecision } from "../src/problem/problem.ts";

/** A domain that says little about the arguments. */
const ANYWHERE: Domain = [
  [-1e9, 1e9],
  [-1e9, 1e9],
];

/** One module with a function for each tree, which writes f_k(point_i) to out[k * count + i]. */
export function valuesShader(
  trees: readonly Tree[],
  precision: GpuPrecision,
  domain = ANYWHERE,
  variant: Variant = "xor",
  summed = false,
): string {
  const functions = trees.map((tree, k) =>
    wgslText(tree, domain, dialectOf(precision), summed).replace(
      /\b(Column|Row|make_column|make_row|f)\b/g,
      `$1_${k}`,
    ),
  );
  const calls = trees.map((_, k) => {
    const value = `f_${k}(make_column_${k}(at[2u * i]), make_row_${k}(at[2u * i + 1u]))`;
    return `  out[${k}u * count + i] = ${value};`;
  });
  return [
    ...functionsText(precision, 3, variant),
    ...functions,
    "@group(0) @binding(0) var<storage, read> at: array<Value>;",
    "@group(0) @binding(1) var<storage, read_write> out: array<Value>;",
    "@group(0) @binding(2) var<storage, read_write> zero: array<u32, 1>;",
    "@compute @workgroup_size(64) fn values(@builtin(global_invocation_id) id: vec3u) {",
    "  runtime_zero = zero[0];",
    "  let i = id.x;\n  let count = arrayLength(&at) / 2u;\n  if (i >= count) { return; }",
    ...calls,
    "}",
  ].join("\n");
}

/** The values of every tree at every pair (x, y) of `points`, in this precision. */
export async function valuesOnGpu(
  device: GPUDevice,
  trees: readonly Tree[],
  points: ArrayLike<number>,
  precision: GpuPrecision,
  domain = ANYWHERE,
  variant: Variant = "xor",
  summed = false,
): Promise<Float64Array[]> {
  const double = precision === "df64";
  const input = double ? pairsOf(points) : Float32Array.from(points);
  const count = points.length / 2;
  const bytes = trees.length * count * (double ? 8 : 4);
  const shader = {
    code: valuesShader(trees, precision, domain, variant, summed),
    entryPoint: "values",
    workgroups: Math.ceil(count / 64),
  };
  const zero = new Float32Array(1);
  const bindings = [
    { read: input },
    { output: bytes },
    { readWrite: zero },
    { read: double ? df64Table() : zero },
  ];
  const words = new Float32Array(await computeOnce(device, "values", shader, bindings));
  const all = double
    ? Float64Array.from(
        { length: words.length / 2 },
        (_, k) => (words[2 * k] as number) + (words[2 * k + 1] as number),
      )
    : Float64Array.from(words);
  return trees.map((_, k) => all.subarray(k * count, (k + 1) * count));
}
