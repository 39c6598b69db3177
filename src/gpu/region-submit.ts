import { lineOf } from "../quadrature/coordinates/chart.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";
import { COUNT } from "../quadrature/rules/kronrod.ts";
import { pairsOf } from "./df64.ts";
import { df64Table } from "./df64-table.ts";
import { dispatched, filledBuffer, groupsOn } from "./dispatch.ts";
import { STORAGE, UNIFORM } from "./flags.ts";
import { compilePipeline, READ_ONLY, TABLE } from "./pipeline.ts";
import { PARAMETERS_OF_REGIONS, type RegionPrecision, rowsOf, SLABS, slabsOf } from "./region-shader.ts";
import { WORDS, weightsOf } from "./region-sums.ts";

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
  const filled = (usage: number, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
    filledBuffer(device, label, usage, data);
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
    submit(pipeline, regions, parameters) {
      const slabs = regions.length * slabsOf(axes);
      const groups = groupsOn(device, Math.ceil(slabs / SLABS));
      const bind = () => [
        {
          binding: 0,
          buffer: filled(UNIFORM, Uint32Array.of(slabs, groups[0], (COUNT + 1) / 2, rowsOf(axes))),
        },
        { binding: 1, buffer: filled(STORAGE, asValues(nodesOf(regions))) },
        ...(parametersEach
          ? [
              {
                binding: PARAMETERS_OF_REGIONS,
                buffer: filled(STORAGE, asValues(listOf(parameters, parametersEach))),
              },
            ]
          : []),
      ];
      return dispatched(device, label, pipeline, groups, bind, constant, {
        binding: 4,
        size: slabs * WORDS * 4,
      });
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
