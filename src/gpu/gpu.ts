import type { Backend, Host, RunOptions } from "../backend.ts";
import { UsageError } from "../errors.ts";
import type { GpuPrecision, Precision } from "../problem/problem.ts";
import { type Plan, pieces, type TileRange } from "../quadrature/plan.ts";
import { total } from "../quadrature/sum.ts";
import { clockStep } from "./clock-step.ts";
import { kept, type WarmGpu } from "./device.ts";
import { failure } from "./errors.ts";
import { Pace } from "./pace.ts";
import { proveArithmetic, provePipeline } from "./proof.ts";
import { makePipeline, makeResources, type Slot } from "./resources.ts";
import { shaderText } from "./shader.ts";
import { submit, type Work } from "./submit.ts";

/** Limits that tests make small, to run on tiny grids what else takes millions of tiles. */
export interface GpuLimits {
  /** Workgroups along one dimension of a dispatch; default: the device's own. */
  groups?: number;
  /** Tiles in one submit, at most; default 2^17, 1 MiB of partial sums. */
  tiles?: number;
}

/**
 * The plan on a GPU: its shader compiled, unless the device has it, and proven in df64; nodes uploaded. The device stays
 * the caller's.
 */
export async function openGpu(
  plan: Plan,
  precision: Precision,
  gpu: WarmGpu,
  host: Pick<Host, "now" | "doze">,
  limits: GpuLimits = {},
): Promise<Backend> {
  const { device, identity } = gpu;
  if (precision === "f64") throw new UsageError("precision", precision, "the GPU has fast, f32 and df64");
  const capacity = Math.min(plan.tiles, limits.tiles ?? 2 ** 17);
  const groups = limits.groups ?? device.limits.maxComputeWorkgroupsPerDimension;
  const { f } = plan.problem;
  try {
    const code = shaderText(plan, precision);
    const pipeline = await kept(gpu.pipelines, code, () => makePipeline(device, f, precision, code));
    if (precision === "df64") {
      await kept(gpu.proofs, "arithmetic", () => proveArithmetic(gpu));
      const { x, y, nx, ny } = plan.problem;
      await kept(gpu.proofs, [code, x, y, nx, ny].join(" "), () =>
        provePipeline(identity, plan, (small) => sumOn(device, small, precision, pipeline, host)),
      );
    }
    const resources = await makeResources(device, plan, precision, pipeline, capacity);
    const pace = new Pace(plan, capacity, gpu.rates.get(code));
    const work = { device, plan, resources, groups, capacity, host, pace };
    return {
      name: "gpu",
      precision,
      adapter: identity,
      threads: null,
      run: (ranges, options) => run(work, ranges, options),
      // A device that is lost has none; the run will say so.
      clockStep: () => clockStep(device).catch(() => null),
      close() {
        if (pace.rate !== null) gpu.rates.set(code, pace.rate);
        for (const buffer of resources.buffers) buffer.destroy();
      },
    };
  } catch (error) {
    throw await failure(device, `preparing ${f}`, error);
  }
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
  const pace = new Pace(plan, plan.tiles);
  const work = { device, plan, resources, groups: plan.tiles, capacity: plan.tiles, host, pace };
  const onPartials = (first: number, piece: Float64Array) => partials.set(piece, first);
  await run(work, [{ first: 0, end: plan.tiles }], { onPartials });
  for (const buffer of resources.buffers) buffer.destroy();
  return total(plan, partials);
}

async function run(work: Work, ranges: readonly TileRange[], { signal, onPartials }: RunOptions) {
  const { pace, resources, host } = work;
  const todo = pieces(ranges, () => pace.tiles);
  let kernel: number | null = resources.timestamps ? 0 : null;
  let idleSince = 0;
  // One loop a slot, all taking from the same iterator: as many submits in flight as there are slots.
  // A loop that throws closes the iterator, and the others end after the submit they wait for: the
  // device is not to be released with work in flight.
  const loop = async (slot: Slot) => {
    for (const range of todo) {
      signal?.throwIfAborted();
      const since = host.now();
      const expected = pace.expect(range, since);
      // A wait by the clock is only as good as the device's own measure of what it was busy for.
      const read = await submit(work, range, slot, kernel === null ? null : expected);
      const now = host.now();
      const own = kernel === null ? null : plausible(read.nanoseconds / 1e6, now - since);
      kernel = kernel === null || own === null ? null : kernel + own;
      pace.record(range, own ?? now - Math.max(since, idleSince));
      idleSince = now;
      onPartials(range.first, read.partials);
    }
  };
  const ends = await Promise.allSettled(resources.slots.map(loop));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  signal?.throwIfAborted();
  return { kernel };
}

/** Milliseconds by the device's timestamps; null where the host's clock shows that they cannot be: some drivers return zeros. */
function plausible(kernel: number, elapsed: number): number | null {
  return kernel > 0 && kernel <= 1.1 * elapsed + 1 ? kernel : null;
}
