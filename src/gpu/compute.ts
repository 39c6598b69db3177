import { scoped } from "./errors.ts";
import { COMPUTE, COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE } from "./flags.ts";

/** A shader's binding: a read-only or read-write buffer with these values, or the output of so many bytes. */
type Binding =
  | { read: Float32Array<ArrayBuffer> }
  | { readWrite: Float32Array<ArrayBuffer> }
  | { output: number };

/**
 * Runs a shader once, with its bindings numbered from 0, and returns its one output. For probes and tests; integrals use
 * `submit`, which keeps several submits in flight. Throws `gpu`; `task` begins the message.
 */
export function computeOnce(
  device: GPUDevice,
  task: string,
  { code, entryPoint, workgroups }: { code: string; entryPoint: string; workgroups: number },
  bindings: readonly Binding[],
): Promise<ArrayBuffer> {
  return scoped(device, task, async () => {
    const module = device.createShaderModule({ label: task, code });
    const layout = device.createBindGroupLayout({
      entries: bindings.map((one, binding) => ({
        binding,
        visibility: COMPUTE,
        buffer: { type: "read" in one ? ("read-only-storage" as const) : ("storage" as const) },
      })),
    });
    const pipeline = device.createComputePipeline({
      label: task,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint },
    });
    const buffers = bindings.map((one) => makeBuffer(device, one));
    const output = buffers[bindings.findIndex((one) => "output" in one)] as GPUBuffer;
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
  if ("output" in binding) return device.createBuffer({ size: binding.output, usage: STORAGE | COPY_SRC });
  const data = "read" in binding ? binding.read : binding.readWrite;
  const buffer = device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_DST });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}
