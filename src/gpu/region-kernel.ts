import type { Host } from "../backend.ts";
import { lineOf } from "../quadrature/chart.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import { COUNT } from "../quadrature/kronrod.ts";
import { dispatchSize } from "../quadrature/plan.ts";
import type { Sums } from "../quadrature/region.ts";
import { volumeOf } from "../quadrature/rounding.ts";
import type { Region } from "../quadrature/segments.ts";
import { cached, type WarmGpu } from "./device.ts";
import { pairsOf } from "./df64.ts";
import { df64Table } from "./df64-table.ts";
import { failure, scoped } from "./errors.ts";
import { COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE, UNIFORM } from "./flags.ts";
import { type RegionPrecision, regionShader, rowsOf, SLABS, slabsOf } from "./region-shader.ts";
import { sumsOf, valuesIn, WORDS, weightsOf } from "./region-sums.ts";
import { compilePipeline, READ_ONLY, TABLE } from "./resources.ts";

/** Sums over the nodes of regions, in their order; null where a value of f is not finite. */
export interface RegionKernel {
  /** The text of its shader. */
  readonly code: string;
  /** Values of f in a region. */
  readonly values: number;
  sums(regions: readonly Region[]): Promise<(Sums | null)[]>;
  close(): void;
}

/** Values of f in the first submit, and the milliseconds that one should take. */
const FIRST = 2 ** 20;
const TARGET = 100;
/** The same at most, which also bounds the memory: 30 MiB. */
const MOST = 2 ** 25;

/** Compiles an integrand's shader. */
export async function makeRegionKernel(
  integrand: Integrand,
  precision: RegionPrecision,
  gpu: WarmGpu,
  host: Pick<Host, "now">,
): Promise<RegionKernel> {
  const { device } = gpu;
  const { box } = integrand;
  const values = valuesIn(box.length);
  const asValues = (numbers: ArrayLike<number>) =>
    precision === "df64" ? pairsOf(numbers) : Float32Array.from(numbers);
  const label = `measuring regions in ${precision}`;
  const code = regionShader(integrand, precision, gpu.variant);
  const shader = { code, entryPoint: "measure" };
  const more = precision === "df64" ? [TABLE] : [];
  const types = ["uniform", READ_ONLY, READ_ONLY, "storage", "storage"] as const;
  const pipeline = await cached(gpu.pipelines, code, () =>
    compilePipeline(device, label, shader, types, more),
  );
  const filled = (usage: number, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    const buffer = device.createBuffer({ label, usage: usage | COPY_DST, size: data.byteLength });
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const constant = [
    { binding: 2, buffer: filled(STORAGE, asValues(weightsOf(box.length))) },
    { binding: 3, buffer: filled(STORAGE, new Uint32Array(1)) },
    ...more.map((binding) => ({ binding, buffer: filled(STORAGE, df64Table()) })),
  ];

  /** The words of the regions' slabs. */
  async function submit(regions: readonly Region[]): Promise<ArrayBuffer> {
    const slabs = regions.length * slabsOf(box.length);
    const [x, y] = dispatchSize(Math.ceil(slabs / SLABS), device.limits.maxComputeWorkgroupsPerDimension);
    const own: GPUBuffer[] = [];
    try {
      return await scoped(device, label, () => {
        const size = slabs * WORDS * 4;
        const output = device.createBuffer({ label, usage: STORAGE | COPY_SRC, size });
        const staging = device.createBuffer({ label, usage: MAP_READ | COPY_DST, size });
        const nodes = filled(STORAGE, asValues(nodesOf(regions)));
        const batch = filled(UNIFORM, Uint32Array.of(slabs, x, (COUNT + 1) / 2, rowsOf(box.length)));
        own.push(output, staging, nodes, batch);
        const varying = [batch, nodes].map((buffer, binding) => ({ binding, buffer }));
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
  }

  let size = Math.ceil(FIRST / values);
  return {
    code,
    values,
    async sums(regions) {
      const found: (Sums | null)[] = [];
      for (let first = 0; first < regions.length; ) {
        const part = regions.slice(first, first + size);
        const since = host.now();
        const words = await submit(part);
        part.forEach((region, k) => {
          found.push(sumsOf(words, k * slabsOf(box.length), box.length, volumeOf(region)));
        });
        first += part.length;
        const growth = Math.min(8, TARGET / Math.max(host.now() - since, 1));
        if (part.length === size || growth < 1)
          size = Math.max(1, Math.min(Math.ceil(MOST / values), Math.ceil(part.length * growth)));
      }
      return found;
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
