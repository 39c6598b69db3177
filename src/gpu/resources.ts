import type { GpuPrecision } from "../problem/problem.ts";
import type { Plan } from "../quadrature/grid/plan.ts";
import type { Axis } from "../quadrature/rules/rule.ts";
import { pairsOf } from "./df64.ts";
import { df64Table } from "./df64-table.ts";
import { scoped } from "./errors.ts";
import { COPY_DST, COPY_SRC, MAP_READ, QUERY_RESOLVE, STORAGE, UNIFORM } from "./flags.ts";
import { LAYERS, layerBindings, MEMBERS } from "./layers.ts";
import { type MemberShaders, memberTable } from "./members.ts";
import { TABLE } from "./pipeline.ts";

/** A NaN that no arithmetic returns: marks partial sums that the kernel has not written. */
export const UNWRITTEN = 0x7fc05eed;

/** Submits in flight: with two, the device is busy while the host reads. */
const SLOTS = 2;

/** The buffer that one submit is read back through: partial sums, then two 8-byte timestamps at `timesAt`. */
export interface Slot {
  readonly staging: GPUBuffer;
  readonly timesAt: number;
}

/** The GPU objects of one plan. */
export interface Resources {
  readonly kernels: Kernels;
  readonly bindings: GPUBindGroup;
  readonly params: GPUBuffer;
  /** UNWRITTEN for every word of `partials`. */
  readonly unwritten: GPUBuffer;
  readonly partials: GPUBuffer;
  readonly slots: readonly Slot[];
  /** null if the device has no timestamp queries. */
  readonly timestamps: { readonly set: GPUQuerySet; readonly resolved: GPUBuffer } | null;
  /** Everything to destroy at the end. */
  readonly buffers: readonly { destroy(): void }[];
}

/** The compiled shaders of a plan, and the place of each member's. */
export interface Kernels extends Pick<MemberShaders, "of"> {
  readonly pipelines: readonly GPUComputePipeline[];
}

/** Makes the buffers of a plan, with partial sums for `capacity` tiles. */
export function makeResources(
  device: GPUDevice,
  plan: Plan,
  precision: GpuPrecision,
  kernels: Kernels,
  capacity: number,
): Promise<Resources> {
  return scoped(device, "allocating buffers", () => makeBuffers(device, plan, precision, kernels, capacity));
}

function makeBuffers(
  device: GPUDevice,
  plan: Plan,
  precision: GpuPrecision,
  kernels: Kernels,
  capacity: number,
): Resources {
  const buffers: { destroy(): void }[] = [];
  const empty = (label: string, usage: number, size: number) => {
    const buffer = device.createBuffer({ label, usage, size });
    buffers.push(buffer);
    return buffer;
  };
  const filled = (
    label: string,
    usage: number,
    data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
  ) => {
    const buffer = empty(label, usage | COPY_DST, data.byteLength);
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const { x, y, z } = plan;
  const asValues = (numbers: Float64Array) =>
    precision === "df64" ? pairsOf(numbers) : Float32Array.from(numbers);
  const values = (axis: Axis) => asValues(weightedNodes(axis));
  // The largest family's take 72 MB.
  const layers = {
    [LAYERS]: () => filled("zs", STORAGE, values(z)),
    [MEMBERS]: () => filled("members", STORAGE, asValues(memberTable(plan.members, kernels.of))),
  };
  const params = empty("params", UNIFORM | COPY_DST, 32);
  const partials = empty("partials", STORAGE | COPY_SRC | COPY_DST, capacity * 8);
  const bound = [
    params,
    filled("xs", STORAGE, values(x)),
    filled("ys", STORAGE, values(y)),
    filled("zero", STORAGE, new Uint32Array(1)),
    partials,
  ].map((buffer, binding) => ({ binding, buffer }));
  if (precision === "df64") bound.push({ binding: TABLE, buffer: filled("table", STORAGE, df64Table()) });
  for (const binding of layerBindings(plan)) bound.push({ binding, buffer: layers[binding]() });
  const slots = Array.from({ length: SLOTS }, (_, k) => ({
    staging: empty(`staging ${k}`, MAP_READ | COPY_DST, capacity * 8 + 16),
    timesAt: capacity * 8,
  }));
  const [pipeline] = kernels.pipelines as readonly [GPUComputePipeline];
  return {
    kernels,
    bindings: device.createBindGroup({
      label: "integrate",
      layout: pipeline.getBindGroupLayout(0),
      entries: bound.map(({ binding, buffer }) => ({ binding, resource: { buffer } })),
    }),
    params,
    unwritten: filled("unwritten", COPY_SRC, new Uint32Array(capacity * 2).fill(UNWRITTEN)),
    partials,
    slots,
    timestamps: makeTimestamps(device, buffers, empty),
    buffers,
  };
}

/** An axis' nodes, each followed by its weight if it has one. */
function weightedNodes(axis: Axis): Float64Array {
  const [nodes, weights] = [axis.nodes(), axis.weights()];
  if (!weights) return nodes;
  const both = new Float64Array(2 * nodes.length);
  nodes.forEach((node, k) => {
    both[2 * k] = node;
    both[2 * k + 1] = weights[k] as number;
  });
  return both;
}

function makeTimestamps(
  device: GPUDevice,
  buffers: { destroy(): void }[],
  empty: (label: string, usage: number, size: number) => GPUBuffer,
): Resources["timestamps"] {
  if (!device.features.has("timestamp-query")) return null;
  const set = device.createQuerySet({ label: "timestamps", type: "timestamp", count: 2 });
  buffers.push(set);
  return { set, resolved: empty("timestamps", QUERY_RESOLVE | COPY_SRC, 16) };
}
