import type { Backend, Host, RunOptions } from "../backend.ts";
import { UsageError } from "../errors.ts";
import type { GpuPrecision, Precision } from "../problem/problem.ts";
import { type Plan, pieces, type TileRange, wholeOf } from "../quadrature/grid/plan.ts";
import { total } from "../quadrature/grid/sum.ts";
import { clockStep } from "./clock-step.ts";
import { cached, type WarmGpu } from "./device.ts";
import { allDone, failure } from "./errors.ts";
import { memberShaders } from "./members.ts";
import { firstTiles, Pace } from "./pace.ts";
import { makePipeline } from "./pipeline.ts";
import { proveArithmetic, provePipeline } from "./proof.ts";
import { type Kernels, makeResources, type Slot } from "./resources.ts";
import { integrandText, shaderText } from "./shader.ts";
import { submit, type Work } from "./submit.ts";

/** Limits that tests lower, to cover with tiny grids what otherwise takes millions of tiles. */
export interface GpuLimits {
  /** Most workgroups along one dimension of a dispatch; default: the device's limit. */
  groups?: number;
  /** Most tiles in one submit; default 2^17, 1 MiB of partial sums. */
  tiles?: number;
}

/** Prepares a plan on a GPU: compiles its shader, checks it, and uploads the nodes. Does not own the device. */
export async function openGpu(
  plan: Plan,
  precision: Precision,
  gpu: WarmGpu,
  host: Pick<Host, "now" | "sleep">,
  limits: GpuLimits = {},
): Promise<Backend> {
  const { device, identity } = gpu;
  if (precision === "f64")
    throw new UsageError("precision", precision, "with gpu it must be one of fast, f32, df64");
  const capacity = Math.min(plan.tiles, limits.tiles ?? 2 ** 17);
  const groups = limits.groups ?? device.limits.maxComputeWorkgroupsPerDimension;
  const { f } = plan.problem;
  try {
    const { shaders, of } = memberShaders(
      plan.members,
      (own) => integrandText(plan, precision, own),
      (own, place) => shaderText(plan, precision, gpu.variant, own, place),
    );
    const making = shaders.map(({ code }) =>
      cached(gpu.pipelines, code, () => makePipeline(device, plan, precision, code)),
    );
    const [arithmetic, pipelines] = await allDone([proveArithmetic(gpu, precision), allDone(making)]);
    const { box, problem } = plan;
    for (const [place, { code, member }] of shaders.entries()) {
      const key = [code, ...box, ...problem.method.n, ...member.values].join(" ");
      const alone = { ...plan, members: member };
      await cached(gpu.proofs, key, () =>
        provePipeline({ identity, plan: alone, precision, arithmetic }, (small) =>
          sumOn(device, small, precision, { pipelines, of: Int16Array.of(place) }, host),
        ),
      );
    }
    const resources = await makeResources(device, plan, precision, { pipelines, of }, capacity);
    const first = firstTiles(plan, precision, identity.software);
    const codes = shaders.map(({ code }) => code).join();
    const pace = new Pace(plan, capacity, gpu.rates.get(codes), first);
    const work = { device, plan, resources, groups, capacity, host, pace };
    return {
      name: "gpu",
      precision,
      adapter: identity,
      threads: null,
      run: (ranges, options) => run(work, ranges, options),
      // It fails if the device is lost, which the run will report.
      clockStep: () => clockStep(device).catch(() => null),
      close() {
        if (pace.rate !== null) gpu.rates.set(codes, pace.rate);
        for (const buffer of resources.buffers) buffer.destroy();
      },
    };
  } catch (error) {
    throw await failure(device, `preparing ${f}`, error);
  }
}

/** The integral over a small plan, by this pipeline. */
async function sumOn(
  device: GPUDevice,
  plan: Plan,
  precision: GpuPrecision,
  kernels: Kernels,
  host: Pick<Host, "now">,
): Promise<number> {
  const resources = await makeResources(device, plan, precision, kernels, plan.tiles);
  const partials = new Float64Array(plan.tiles);
  const pace = new Pace(plan, plan.tiles);
  const work = { device, plan, resources, groups: plan.tiles, capacity: plan.tiles, host, pace };
  const onPartials = (first: number, piece: Float64Array) => partials.set(piece, first);
  await run(work, [wholeOf(plan)], { onPartials });
  for (const buffer of resources.buffers) buffer.destroy();
  return total(plan, partials);
}

async function run(work: Work, ranges: readonly TileRange[], { signal, onPartials }: RunOptions) {
  const { pace, resources, host } = work;
  const todo = pieces(ranges, () => pace.tiles);
  let kernel: number | null = resources.timestamps ? 0 : null;
  let idleSince = 0;
  // One loop per slot, all taking from one iterator: each slot has one submit in flight. A loop that throws
  // closes the iterator, so the others end after their current submit, and no work is left in flight.
  const loop = async (slot: Slot) => {
    for (const range of todo) {
      signal?.throwIfAborted();
      const since = host.now();
      const expected = pace.expect(range, since);
      // Without timestamps the rate is too vague to sleep by.
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

/**
 * Milliseconds by the device's timestamps; null if the host's clock contradicts them: some drivers return zeros, and
 * after seconds of waiting next to nothing would make the submits grow beyond any watchdog's patience.
 */
function plausible(kernel: number, elapsed: number): number | null {
  return kernel > Math.max(0, (elapsed - 1000) / 100) && kernel <= 1.1 * elapsed + 1 ? kernel : null;
}
