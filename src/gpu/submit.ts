import type { Host } from "../backend.ts";
import { dispatchSize, type Plan, type TileRange } from "../quadrature/grid/plan.ts";
import { BEYOND_F32 } from "./classes.ts";
import { failure, scoped } from "./errors.ts";
import { READ } from "./flags.ts";
import type { Pace } from "./pace.ts";
import { type Kernels, type Resources, type Slot, UNWRITTEN } from "./resources.ts";
import { isLine, LANES } from "./shader.ts";

/** What all submits of a run share. */
export interface Work {
  device: GPUDevice;
  plan: Plan;
  resources: Resources;
  groups: number;
  capacity: number;
  host: Pick<Host, "now" | "sleep">;
  pace: Pace;
}

/** Computes these tiles in `expected` milliseconds, if known. Throws `gpu` or `device-lost`. */
export async function submit(work: Work, range: TileRange, slot: Slot, expected: number | null) {
  const { device, plan, resources, groups } = work;
  const tiles = range.end - range.first;
  const [x, y] = dispatchSize(isLine(plan) ? Math.ceil(tiles / LANES) : tiles, groups);
  const task = `tiles ${range.first} to ${range.end - 1} of ${plan.tiles}`;
  const { x: columns, y: rows, width, across, perLayer } = plan;
  const params = [columns.count, rows.count, width, across, range.first, range.end, x, perLayer];
  try {
    await scoped(device, task, () => {
      device.queue.writeBuffer(resources.params, 0, new Uint32Array(params));
      device.queue.submit([encode(work, range, slot, [x, y], task)]);
    });
    // Sleep for 90 % of the estimate, then await mapAsync: the measured time then corrects the rate.
    if (expected !== null) await work.host.sleep?.(expected * 0.9);
    await slot.staging.mapAsync(READ);
    return takePartials(work, slot, range);
  } catch (error) {
    throw await failure(device, task, error);
  }
}

function encode(
  { device, plan, resources }: Work,
  range: TileRange,
  slot: Slot,
  [x, y]: readonly [number, number],
  label: string,
): GPUCommandBuffer {
  const { bindings, unwritten, partials, timestamps } = resources;
  const tiles = range.end - range.first;
  const encoder = device.createCommandEncoder({ label });
  encoder.copyBufferToBuffer(unwritten, 0, partials, 0, tiles * 8);
  const pass = encoder.beginComputePass({
    label,
    ...(timestamps && {
      timestampWrites: { querySet: timestamps.set, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
    }),
  });
  pass.setBindGroup(0, bindings);
  // Each leaves out the members of the others.
  for (const pipeline of pipelinesFor(resources.kernels, plan, range)) {
    pass.setPipeline(pipeline);
    pass.dispatchWorkgroups(x, y);
  }
  pass.end();
  if (timestamps) {
    encoder.resolveQuerySet(timestamps.set, 0, 2, timestamps.resolved, 0);
    encoder.copyBufferToBuffer(timestamps.resolved, 0, slot.staging, slot.timesAt, 16);
  }
  encoder.copyBufferToBuffer(partials, 0, slot.staging, 0, tiles * 8);
  return encoder.finish();
}

/** Those that members with these tiles need. */
function pipelinesFor({ pipelines, of }: Kernels, { perMember }: Plan, { first, end }: TileRange) {
  const present = new Set(of.subarray(Math.floor(first / perMember), Math.ceil(end / perMember)));
  return pipelines.filter((_, place) => present.has(place));
}

function takePartials({ plan, resources }: Work, slot: Slot, range: TileRange) {
  const tiles = range.end - range.first;
  const bytes = slot.staging.getMappedRange().slice(0);
  slot.staging.unmap();
  const words = new Uint32Array(bytes, 0, tiles * 2);
  for (let at = words.indexOf(UNWRITTEN); at >= 0; at = words.indexOf(UNWRITTEN, at + 1)) {
    const tile = range.first + (at >> 1);
    // A member that has no shader has a sum that is not a number: what marks it as unwritten is one.
    if (resources.kernels.of[Math.floor(tile / plan.perMember)] === BEYOND_F32) continue;
    throw new Error(`the GPU did not compute tile ${tile}`);
  }
  const pairs = new Float32Array(bytes, 0, tiles * 2);
  const partials = Float64Array.from({ length: tiles }, (_, k) => {
    return (pairs[2 * k] as number) + (pairs[2 * k + 1] as number);
  });
  const [begin, end] = new BigUint64Array(bytes, slot.timesAt, 2) as unknown as [bigint, bigint];
  return { partials, nanoseconds: Number(end - begin) };
}
