import type { Backend, Host, RunOptions } from "../backend.ts";
import { UsageError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import type { GpuPrecision, Precision } from "../problem/problem.ts";
import { type Plan, pieces, type TileRange } from "../quadrature/plan.ts";
import { total } from "../quadrature/sum.ts";
import { clockStep } from "./clock-step.ts";
import { failure } from "./errors.ts";
import { Pace } from "./pace.ts";
import { proveDouble } from "./proof.ts";
import { makePipeline, makeResources, type Resources, type Slot } from "./resources.ts";
import { submit, type Work } from "./submit.ts";

/** A device and what it is. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly identity: AdapterIdentity;
  release(): void;
}

/** Limits that tests make small, to run on tiny grids what else takes millions of tiles. */
export interface GpuLimits {
  /** Workgroups along one dimension of a dispatch; default: the device's own. */
  groups?: number;
  /** Tiles in one submit, at most; default 2^17, 1 MiB of partial sums. */
  tiles?: number;
}

/**
 * The plan on a GPU: shaders compiled, nodes uploaded. Owns the GPU from the call on: it is released by
 * `close`, or when this fails.
 */
export async function openGpu(
  plan: Plan,
  precision: Precision,
  gpu: Gpu,
  host: Pick<Host, "now" | "doze">,
  limits: GpuLimits = {},
): Promise<Backend> {
  const { device } = gpu;
  if (precision === "f64") throw new UsageError("precision", precision, "the GPU has fast, f32 and df64");
  const capacity = Math.min(plan.tiles, limits.tiles ?? 2 ** 17);
  const groups = limits.groups ?? device.limits.maxComputeWorkgroupsPerDimension;
  let resources: Resources;
  try {
    const pipeline = await makePipeline(device, plan, precision);
    if (precision === "df64") {
      await proveDouble(device, gpu.identity.name, plan, (small) =>
        sumOn(device, small, precision, pipeline, host),
      );
    }
    resources = await makeResources(device, plan, precision, pipeline, capacity);
  } catch (error) {
    const failed = await failure(device, `making ready for ${plan.problem.f}`, error);
    gpu.release();
    throw failed;
  }
  return {
    name: "gpu",
    precision,
    adapter: gpu.identity,
    threads: null,
    run: (ranges, options) => run({ device, plan, resources, groups, capacity, host }, ranges, options),
    // A device that is lost has none; the run will say so.
    clockStep: () => clockStep(device).catch(() => null),
    close() {
      for (const buffer of resources.buffers) buffer.destroy();
      gpu.release();
    },
  };
}

/** The sum over a small plan by this pipeline. */
async function sumOn(
  device: GPUDevice,
  plan: Plan,
  precision: GpuPrecision,
  pipeline: GPUComputePipeline,
  host: Pick<Host, "now">,
): Promise<number> {
  const resources = await makeResources(device, plan, precision, pipeline, plan.tiles);
  const partials = new Float64Array(plan.tiles);
  const work = { device, plan, resources, groups: plan.tiles, capacity: plan.tiles, host };
  const onPartials = (first: number, piece: Float64Array) => partials.set(piece, first);
  await run(work, [{ first: 0, end: plan.tiles }], { onPartials });
  for (const buffer of resources.buffers) buffer.destroy();
  return total(plan, partials);
}

async function run(work: Work, ranges: readonly TileRange[], { signal, onPartials }: RunOptions) {
  const pace = new Pace(work.plan, work.capacity);
  const todo = pieces(ranges, () => pace.tiles);
  const timed = work.resources.timestamps !== null;
  let kernel = 0;
  let idleSince = 0;
  // One loop a slot, all taking from the same iterator: as many submits in flight as there are slots.
  // A loop that throws closes the iterator, and the others end after the submit they wait for: the
  // device is not to be released with work in flight.
  const loop = async (slot: Slot) => {
    for (const range of todo) {
      signal?.throwIfAborted();
      const since = work.host.now();
      const expected = pace.expect(range, since);
      // A wait by the clock is only as good as the device's own measure of what it was busy for.
      const read = await submit(work, range, slot, timed ? expected : null);
      const now = work.host.now();
      const busy = timed ? read.nanoseconds / 1e6 : now - Math.max(since, idleSince);
      idleSince = now;
      pace.record(range, busy);
      kernel += busy;
      onPartials(range.first, read.partials);
    }
  };
  const ends = await Promise.allSettled(work.resources.slots.map(loop));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  signal?.throwIfAborted();
  return { kernel: timed ? kernel : null };
}
