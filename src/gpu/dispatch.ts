import { dispatchSize } from "../quadrature/grid/plan.ts";
import { failure, scoped } from "./errors.ts";
import { COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE } from "./flags.ts";

export interface Bound {
  readonly binding: number;
  readonly buffer: GPUBuffer;
}

/** A buffer with this data. */
export function filledBuffer(
  device: GPUDevice,
  label: string,
  usage: number,
  data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
): GPUBuffer {
  const buffer = device.createBuffer({ label, usage: usage | COPY_DST, size: data.byteLength });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** How so many workgroups are dispatched: the second number is that of rows. */
export function groupsOn(device: GPUDevice, groups: number): readonly [number, number] {
  return dispatchSize(groups, device.limits.maxComputeWorkgroupsPerDimension);
}

/**
 * Runs a pipeline once and reads what it wrote into the output's bytes. `bind` makes buffers that last as long as that. Throws
 * `gpu` or `device-lost`.
 */
export async function dispatched(
  device: GPUDevice,
  label: string,
  pipeline: GPUComputePipeline,
  [x, y]: readonly [number, number],
  bind: () => readonly Bound[],
  constant: readonly Bound[],
  { binding, size }: { readonly binding: number; readonly size: number },
): Promise<ArrayBuffer> {
  const own: GPUBuffer[] = [];
  try {
    return await scoped(device, label, () => {
      const output = device.createBuffer({ label, usage: STORAGE | COPY_SRC, size });
      const staging = device.createBuffer({ label, usage: MAP_READ | COPY_DST, size });
      own.push(output, staging);
      const varying = bind();
      own.push(...varying.map(({ buffer }) => buffer));
      const bound = [...varying, ...constant, { binding, buffer: output }];
      const encoder = device.createCommandEncoder({ label });
      const pass = encoder.beginComputePass({ label });
      pass.setPipeline(pipeline);
      const layout = pipeline.getBindGroupLayout(0);
      const entries = bound.map(({ binding, buffer }) => ({ binding, resource: { buffer } }));
      pass.setBindGroup(0, device.createBindGroup({ label, layout, entries }));
      pass.dispatchWorkgroups(x, y);
      pass.end();
      encoder.copyBufferToBuffer(output, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      return staging.mapAsync(READ).then(() => staging.getMappedRange().slice(0));
    });
  } catch (error) {
    throw await failure(device, label, error);
  } finally {
    for (const buffer of own) buffer.destroy();
  }
}
