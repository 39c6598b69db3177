import { scoped } from "./errors.ts";
import { COMPUTE, COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE } from "./flags.ts";

/** A shader's bindings from 0 on: data to read, data to change, or room for so many bytes. */
export type Binding =
  | { read: Float32Array<ArrayBuffer> }
  | { change: Float32Array<ArrayBuffer> }
  | { room: number };

/**
 * Runs a shader once and returns what it wrote to `room`, of which there is one. For measuring a device; integrals keep
 * several submits in flight and do not come through here. Throws `gpu`, with `doing` in the message.
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
    await staging.mapAsync(READ);
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
