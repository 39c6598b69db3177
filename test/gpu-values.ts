import { scoped } from "../src/gpu-errors.ts";
import type { Reach } from "../src/integrand/ranges.ts";
import type { Tree } from "../src/integrand/tree.ts";
import { wgslText } from "../src/integrand/wgsl.ts";
import type { GpuPrecision } from "../src/problem.ts";
import { functionsText } from "../src/shader.ts";

/** Arguments of which nothing is known. */
const ANYWHERE: Reach = { x: [-1e9, 1e9], y: [-1e9, 1e9] };

/** One module with an f for each tree, which writes f_k(point_i) to out[k * points + i]. */
export function valuesShader(trees: readonly Tree[], precision: GpuPrecision, reach = ANYWHERE): string {
  const functions = trees.map((tree, k) =>
    wgslText(tree, reach).replace(/\b(Column|Row|make_column|make_row|f)\b/g, `$1_${k}`),
  );
  const calls = trees.map((_, k) => {
    const value = `f_${k}(make_column_${k}(at[i].x), make_row_${k}(at[i].y))`;
    return `  out[${k}u * count + i] = bitcast<u32>(${value});`;
  });
  return [
    functionsText(precision),
    ...functions,
    "@group(0) @binding(0) var<storage, read> at: array<vec2f>;",
    "@group(0) @binding(1) var<storage, read_write> out: array<u32>;",
    "@group(0) @binding(2) var<storage, read_write> zero: array<u32, 1>;",
    "@compute @workgroup_size(64) fn values(@builtin(global_invocation_id) id: vec3u) {",
    "  runtime_zero = zero[0];",
    "  let i = id.x;\n  let count = arrayLength(&at);\n  if (i >= count) { return; }",
    ...calls,
    "}",
  ].join("\n");
}

/** f_k(x, y) in this precision for every tree and every pair (x, y) of `points`, tree by tree. */
export async function valuesOnGpu(
  device: GPUDevice,
  trees: readonly Tree[],
  points: Float32Array<ArrayBuffer>,
  precision: GpuPrecision,
  reach = ANYWHERE,
): Promise<Float32Array[]> {
  const count = points.length / 2;
  const size = trees.length * count * 4;
  return scoped(device, "values", async () => {
    const module = device.createShaderModule({ code: valuesShader(trees, precision, reach) });
    const pipeline = device.createComputePipeline({
      layout: "auto",
      compute: { module, entryPoint: "values" },
    });
    const at = device.createBuffer({ size: points.byteLength, usage: 0x88 });
    device.queue.writeBuffer(at, 0, points);
    const out = device.createBuffer({ size, usage: 0x84 });
    const zero = device.createBuffer({ size: 4, usage: 0x80 });
    const staging = device.createBuffer({ size, usage: 0x9 });
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [at, out, zero].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(Math.ceil(count / 64));
    pass.end();
    encoder.copyBufferToBuffer(out, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(1);
    const all = new Float32Array(staging.getMappedRange().slice(0));
    return trees.map((_, k) => all.subarray(k * count, (k + 1) * count));
  });
}
