import { lineOf } from "../quadrature/chart.ts";
import { COUNT } from "../quadrature/kronrod.ts";
import { dispatchSize } from "../quadrature/plan.ts";
import type { Region } from "../quadrature/segments.ts";
import { pairsOf } from "./df64.ts";
import { df64Table } from "./df64-table.ts";
import { failure, scoped } from "./errors.ts";
import { COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE, UNIFORM } from "./flags.ts";
import { PARAMETERS_OF_REGIONS, type RegionPrecision, rowsOf, SLABS, slabsOf } from "./region-shader.ts";
import { WORDS, weightsOf } from "./region-sums.ts";
import { compilePipeline, READ_ONLY, TABLE } from "./resources.ts";

/** What runs the shaders of regions with so many axes and parameters. */
export interface RegionDevice {
  compile(code: string): Promise<GPUComputePipeline>;
  /** The words of the regions' slabs; `parameters` are those of each region. Throws `gpu` or `device-lost`. */
  submit(
    pipeline: GPUComputePipeline,
    regions: readonly Region[],
    parameters: readonly ArrayLike<number>[],
  ): Promise<ArrayBuffer>;
  close(): void;
}

export function regionDevice(
  device: GPUDevice,
  precision: RegionPrecision,
  axes: number,
  parametersEach: number,
): RegionDevice {
  const label = `measuring regions in ${precision}`;
  const asValues = (numbers: ArrayLike<number>) =>
    precision === "df64" ? pairsOf(numbers) : Float32Array.from(numbers);
  const filled = (usage: number, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    const buffer = device.createBuffer({ label, usage: usage | COPY_DST, size: data.byteLength });
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const table = precision === "df64" ? [TABLE] : [];
  const constant = [
    { binding: 2, buffer: filled(STORAGE, asValues(weightsOf(axes))) },
    { binding: 3, buffer: filled(STORAGE, new Uint32Array(1)) },
    ...table.map((binding) => ({ binding, buffer: filled(STORAGE, df64Table()) })),
  ];
  return {
    compile(code) {
      const more = [...table, ...(parametersEach ? [PARAMETERS_OF_REGIONS] : [])];
      const types = ["uniform", READ_ONLY, READ_ONLY, "storage", "storage"] as const;
      return compilePipeline(device, label, { code, entryPoint: "measure" }, types, more);
    },
    async submit(pipeline, regions, parameters) {
      const slabs = regions.length * slabsOf(axes);
      const [x, y] = dispatchSize(Math.ceil(slabs / SLABS), device.limits.maxComputeWorkgroupsPerDimension);
      const own: GPUBuffer[] = [];
      try {
        return await scoped(device, label, () => {
          const size = slabs * WORDS * 4;
          const output = device.createBuffer({ label, usage: STORAGE | COPY_SRC, size });
          const staging = device.createBuffer({ label, usage: MAP_READ | COPY_DST, size });
          const batch = filled(UNIFORM, Uint32Array.of(slabs, x, (COUNT + 1) / 2, rowsOf(axes)));
          const varying = [
            { binding: 0, buffer: batch },
            { binding: 1, buffer: filled(STORAGE, asValues(nodesOf(regions))) },
          ];
          if (parametersEach) {
            const buffer = filled(STORAGE, asValues(listOf(parameters, parametersEach)));
            varying.push({ binding: PARAMETERS_OF_REGIONS, buffer });
          }
          own.push(output, staging, ...varying.map(({ buffer }) => buffer));
          const bound = [...varying, ...constant, { binding: 4, buffer: output }];
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
    },
    close() {
      for (const { buffer } of constant) buffer.destroy();
    },
  };
}

/** The coordinates of the nodes along each axis, region after region. */
function nodesOf(regions: readonly Region[]): Float64Array {
  const lines = regions.flatMap((region) => region.map((_, axis) => lineOf(region, axis).at));
  const [{ length } = { length: 0 }] = lines;
  const all = new Float64Array(lines.length * length);
  for (const [k, line] of lines.entries()) all.set(line, k * length);
  return all;
}

/** The first `each` of every region's parameters. */
function listOf(parameters: readonly ArrayLike<number>[], each: number): Float64Array {
  const all = new Float64Array(each * parameters.length);
  for (const [at, own] of parameters.entries())
    for (let k = 0; k < each; k++) all[each * at + k] = own[k] as number;
  return all;
}
