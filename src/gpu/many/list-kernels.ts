import { cached, type WarmGpu } from "../device.ts";
import { groupsOn } from "../dispatch.ts";
import { allDone, failure } from "../errors.ts";
import { COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE } from "../flags.ts";
import { compilePipeline, READ_ONLY } from "../pipeline.ts";
import type { RegionPrecision } from "../region-shader.ts";
import { listShader } from "./list-shader.ts";
import { MANY_LANES } from "./shader.ts";

const KERNELS = ["tally", "fold", "mark", "scan", "scan_blocks", "scatter", "places", "combine"] as const;

/** The kernels of list.wgsl and halves.wgsl. */
export type Kernels = Readonly<Record<(typeof KERNELS)[number], GPUComputePipeline>>;

/** Buffers by their bindings. */
export type Bindings = readonly (GPUBuffer | undefined)[];

/** A buffer that lasts as long as some work. */
export type Empty = (size: number, usage?: number) => GPUBuffer;

/** A part of a buffer, in bytes. */
interface Stretch {
  readonly buffer: GPUBuffer;
  readonly at: number;
  readonly size: number;
}

export async function listKernels(
  { device, pipelines, variant }: Pick<WarmGpu, "device" | "pipelines" | "variant">,
  label: string,
  axes: number,
  precision: RegionPrecision,
): Promise<Kernels> {
  const code = listShader(axes, precision, variant);
  const types: GPUBufferBindingType[] = Array.from({ length: 9 }, (_, k) =>
    k === 5 ? READ_ONLY : "storage",
  );
  types[0] = "uniform";
  const made = KERNELS.map((entryPoint) =>
    cached(pipelines, `${entryPoint} of ${code}`, () =>
      compilePipeline(device, label, { code, entryPoint }, types, []),
    ),
  );
  const all = await allDone(made);
  return Object.fromEntries(KERNELS.map((name, k) => [name, all[k]])) as unknown as Kernels;
}

/** How many workgroups are dispatched for so many items, one an invocation. */
export const groupsFor = (device: GPUDevice, items: number) =>
  groupsOn(device, Math.ceil(items / MANY_LANES));

/** Has a kernel run once for each of so many items. */
export function addPass(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  pipeline: GPUComputePipeline,
  items: number,
  buffers: Bindings,
): void {
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = buffers.flatMap((buffer, binding) => (buffer ? [{ binding, resource: { buffer } }] : []));
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(...groupsFor(device, items));
  pass.end();
}

/** Submits the work, and reads what it left in these stretches. */
export async function readAfter(
  device: GPUDevice,
  empty: Empty,
  encoder: GPUCommandEncoder,
  stretches: readonly Stretch[],
): Promise<ArrayBuffer> {
  const all = stretches.reduce((sum, { size }) => sum + size, 0);
  const staging = empty(all, MAP_READ | COPY_DST);
  let at = 0;
  for (const { buffer, at: start, size } of stretches) {
    encoder.copyBufferToBuffer(buffer, start, staging, at, size);
    at += size;
  }
  device.queue.submit([encoder.finish()]);
  return staging.mapAsync(READ).then(() => staging.getMappedRange().slice(0, all));
}

/** Does work with buffers that are destroyed at its end. Throws `gpu` or `device-lost`. */
export async function withBuffers<T>(
  device: GPUDevice,
  label: string,
  work: (empty: Empty) => Promise<T>,
): Promise<T> {
  const own: GPUBuffer[] = [];
  try {
    return await work((size, usage = STORAGE | COPY_SRC | COPY_DST) => {
      // No binding is empty.
      const buffer = device.createBuffer({ label, usage, size: Math.max(16, size) });
      own.push(buffer);
      return buffer;
    });
  } catch (error) {
    throw await failure(device, label, error);
  } finally {
    for (const buffer of own) buffer.destroy();
  }
}
