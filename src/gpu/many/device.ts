import type { Host } from "../../backend.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { cached, type WarmGpu } from "../device.ts";
import { pairsOf } from "../df64.ts";
import { df64Table } from "../df64-table.ts";
import { dispatched, filledBuffer, groupsOn } from "../dispatch.ts";
import { STORAGE, UNIFORM } from "../flags.ts";
import { compilePipeline, READ_ONLY, TABLE } from "../pipeline.ts";
import type { RegionPrecision } from "../region-shader.ts";
import { MANY_LANES, type ManyRule, manyShader } from "./shader.ts";
import type { Packed } from "./tasks.ts";

/** Runs the shaders of an integrand over many axes. */
export interface ManyDevice {
  /** Compiles what a rule needs, once. */
  prepare(rule: ManyRule): Promise<GPUComputePipeline>;
  /** The parts of all ranges, in their order, in as many submits as they need. Throws `gpu` or `device-lost`. */
  parts(rule: ManyRule, packed: Packed, valuesEach: number): Promise<Float32Array>;
}

/** The bindings of what comes back, and of coordinates and weights. */
const PARTS = 4;
const VALUES = 6;
/** Values of f in the first submit, and the milliseconds that one should take. */
const FIRST = 2 ** 20;
const TARGET = 100;
/** The same at most, and the most bytes of what comes back. */
const MOST = 2 ** 28;
export const MOST_BYTES = 2 ** 25;

export function manyDevice(
  integrand: Integrand,
  precision: RegionPrecision,
  { device, pipelines, variant }: Pick<WarmGpu, "device" | "pipelines" | "variant">,
  host: Pick<Host, "now">,
): ManyDevice {
  const label = `summing over ${integrand.box.length} variables in ${precision}`;
  const table = precision === "df64" ? [TABLE] : [];
  const prepare = (rule: ManyRule) => {
    const code = manyShader(integrand, precision, rule, variant);
    const types = ["uniform", READ_ONLY, READ_ONLY, "storage", "storage"] as const;
    return cached(pipelines, code, () =>
      compilePipeline(device, label, { code, entryPoint: "measure" }, types, [...table, VALUES]),
    );
  };
  const filled = (usage: number, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
    filledBuffer(device, label, usage, data);
  const pace = makePace();
  return {
    prepare,
    async parts(rule, { ranges, tasks, values, partsEach }, valuesEach) {
      const pipeline = await prepare(rule);
      const count = ranges.length / 3;
      const all = new Float32Array(2 * partsEach * count);
      const numbers = precision === "df64" ? pairsOf(values) : Float32Array.from(values);
      const constant = [
        { binding: 2, buffer: filled(STORAGE, tasks) },
        { binding: 3, buffer: filled(STORAGE, new Uint32Array(1)) },
        ...table.map((binding) => ({ binding, buffer: filled(STORAGE, df64Table()) })),
        { binding: VALUES, buffer: filled(STORAGE, numbers) },
      ];
      const most = Math.floor(MOST_BYTES / (8 * partsEach));
      try {
        for (let first = 0; first < count; ) {
          const end = Math.min(
            count,
            first + Math.max(1, Math.min(most, Math.floor(pace.size / valuesEach))),
          );
          const since = host.now();
          const groups = groupsOn(device, Math.ceil((end - first) / MANY_LANES));
          const bind = () => [
            { binding: 0, buffer: filled(UNIFORM, Uint32Array.of(end - first, groups[0], first)) },
            { binding: 1, buffer: filled(STORAGE, ranges.slice(3 * first, 3 * end)) },
          ];
          const output = { binding: PARTS, size: (end - first) * partsEach * 8 };
          const bytes = await dispatched(device, label, pipeline, groups, bind, constant, output);
          all.set(new Float32Array(bytes), 2 * partsEach * first);
          pace.took((end - first) * valuesEach, valuesEach, host.now() - since);
          first = end;
        }
        return all;
      } finally {
        for (const { buffer } of constant) buffer.destroy();
      }
    },
  };
}

/** How many values of f the next submit has, so that each takes about as long; results do not depend on it. */
export function makePace() {
  let size = FIRST;
  return {
    get size() {
      return size;
    },
    took(values: number, least: number, milliseconds: number) {
      const growth = Math.min(8, TARGET / Math.max(milliseconds, 1));
      if (growth < 1 || values > size / 2) size = Math.max(least, Math.min(MOST, Math.ceil(values * growth)));
    },
  };
}
