import { scoped } from "./errors.ts";

// The standard's GPUBufferUsage, GPUMapMode and GPUShaderStage flags; the names are globals in browsers only.
const MAP_READ = 0x1;
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const STORAGE = 0x80;
const COMPUTE = 4;

/** What a shader is given, by its bindings from 0 on: data to read or to change, or how many bytes of room. */
export type Binding =
  | { read: Float32Array<ArrayBuffer> }
  | { change: Float32Array<ArrayBuffer> }
  | { room: number };

/**
 * Runs a shader once and returns what it left in its `room`, the one binding of that kind. For what is measured of a
 * device; the integral has its own way, with several submits in flight. Throws `gpu`, with `doing` in the message.
 */
export function computeOnce(
  device: GPUDevice,
  doing: string,
  { code, entryPoint, workgroups }: { code: string; entryPoint: string; workgroups: number },
  bindings: readonly Binding[],
): Promise<ArrayBuffer> {
  return scoped(device, doing, async () => {
    const module = device.createShaderModule({ label: doing, code });
    const layout = device.createBindGroupLayout({
      entries: bindings.map((one, binding) => ({
        binding,
        visibility: COMPUTE,
        buffer: { type: "read" in one ? ("read-only-storage" as const) : ("storage" as const) },
      })),
    });
    const pipeline = device.createComputePipeline({
      label: doing,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint },
    });
    const buffers = bindings.map((one) => makeBuffer(device, one));
    const output = buffers[bindings.findIndex((one) => "room" in one)] as GPUBuffer;
    const staging = device.createBuffer({ size: output.size, usage: MAP_READ | COPY_DST });
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
    pass.dispatchWorkgroups(workgroups);
    pass.end();
    encoder.copyBufferToBuffer(output, 0, staging, 0, output.size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ);
    const bytes = staging.getMappedRange().slice(0);
    for (const buffer of [...buffers, staging]) buffer.destroy();
    return bytes;
  });
}

function makeBuffer(device: GPUDevice, binding: Binding): GPUBuffer {
  if ("room" in binding) return device.createBuffer({ size: binding.room, usage: STORAGE | COPY_SRC });
  const data = "read" in binding ? binding.read : binding.change;
  const buffer = device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_DST });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}
