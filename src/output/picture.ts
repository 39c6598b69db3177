import { f32Text } from "../gpu/base-text.ts";
import { scoped } from "../gpu/errors.ts";
import { COMPUTE, COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE } from "../gpu/flags.ts";
import { pruned } from "../gpu/prune.ts";
import { SINGLE } from "../integrand/code/dialects.ts";
import type { Ranges } from "../integrand/code/enclosure.ts";
import { compilePoint } from "../integrand/code/javascript.ts";
import { dependsOnZ, hasLayer, wgslText } from "../integrand/code/wgsl.ts";
import { parametersIn, type Tree } from "../integrand/language/tree.ts";
import { bound } from "../problem/family.ts";

/** Where a picture wants values of f: points, and what is the same for all of them. */
export interface Points {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly z: number;
  readonly parameters: Float64Array;
}

/** The values of one f at any points. */
export type ValuesAt = (points: Points) => Promise<Float32Array>;

const GROUP = 64;

/** Arguments of `make_layer` in `at`: the third variable's node and the parameters. */
const entry = (f: Tree) => `
@group(0) @binding(0) var<storage, read> xs: array<f32>;
@group(0) @binding(1) var<storage, read> ys: array<f32>;
@group(0) @binding(2) var<storage, read_write> zero: array<u32, 1>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
@group(0) @binding(4) var<storage, read> at: array<f32>;

@compute @workgroup_size(${GROUP})
fn picture(@builtin(global_invocation_id) id: vec3u) {
  runtime_zero = zero[0];
  if (id.x < arrayLength(&xs)) {
    ${hasLayer(f) ? `layer = make_layer(${layerOf(f)});` : ""}
    out[id.x] = f(make_column(xs[id.x]), make_row(ys[id.x]));
  }
}
`;

function layerOf(f: Tree): string {
  return [...(dependsOnZ(f) ? ["at[0]"] : []), ...parametersIn(f).map((k) => `at[${k + 1}]`)].join(", ");
}

/** Compiles f for the GPU, in f32. Throws `gpu`, and `not-finite` for numbers beyond the f32 range. */
export async function valuesOnGpu(device: GPUDevice, f: Tree, domain: Ranges): Promise<ValuesAt> {
  const own = [wgslText(f, domain, SINGLE), entry(f)];
  const code = pruned([...f32Text(), ...own]);
  const task = "the picture";
  const layout = device.createBindGroupLayout({
    entries: [0, 1, 2, 3, 4].map((binding) => ({
      binding,
      visibility: COMPUTE,
      buffer: {
        type: binding === 2 || binding === 3 ? ("storage" as const) : ("read-only-storage" as const),
      },
    })),
  });
  const pipeline = await scoped(device, task, () =>
    device.createComputePipelineAsync({
      label: task,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: device.createShaderModule({ label: task, code }), entryPoint: "picture" },
    }),
  );
  return ({ xs, ys, z, parameters }) =>
    scoped(device, task, async () => {
      const size = 4 * xs.length;
      const buffers = [xs, ys, [0], null, [z, ...parameters]].map((values) => {
        const data = values && Float32Array.from(values);
        const made = device.createBuffer({
          size: data ? data.byteLength : size,
          usage: STORAGE | COPY_DST | COPY_SRC,
        });
        if (data) device.queue.writeBuffer(made, 0, data);
        return made;
      });
      const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
      const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
      pass.dispatchWorkgroups(Math.ceil(xs.length / GROUP));
      pass.end();
      encoder.copyBufferToBuffer(buffers[3] as GPUBuffer, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(READ);
      const values = new Float32Array(staging.getMappedRange().slice(0));
      for (const buffer of [...buffers, staging]) buffer.destroy();
      return values;
    });
}

/** The same in f64. */
export function valuesOnCpu(f: Tree, { xs, ys, z, parameters }: Points): Float32Array {
  const own = compilePoint(bound(f, parameters));
  return Float32Array.from(xs, (x, k) => own(x, ys[k] as number, z));
}
