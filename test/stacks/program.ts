// Runs under Deno, whose WebGPU is wgpu: measures the functions and takes integrals on the adapter that
// VK_DRIVER_FILES names, and prints them as JSON.

import type { Host } from "../../src/backend.ts";
import { identify } from "../../src/gpu/adapter.ts";
import { probeArithmetic, probeVariant } from "../../src/gpu/arithmetic.ts";
import { type GpuPrecision, type ProblemOptions, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/integrate.ts";
import { measureDouble } from "../accuracy/double.ts";
import { measure } from "../accuracy/measure.ts";
import { gpuAlone } from "../alone.ts";
import { notRefused, REWRITTEN, UNGUARDED } from "./broken.ts";

declare const Deno: { args: string[]; version: { deno: string } };

/** The program's first argument, as JSON. */
export interface Task {
  /** Arguments per function in this precision; absent if it is not measured. */
  readonly count?: number;
  /** The same in df64. */
  readonly doubles?: number;
  readonly precision: GpuPrecision;
  readonly problems: readonly ProblemOptions[];
  /** Whether to break the shaders, and see that the probes refuse them. */
  readonly broken?: boolean;
}

const { count, doubles, precision, problems, broken } = JSON.parse(Deno.args[0] ?? "") as Task;
const host: Host = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve)),
  info: {
    runtime: `deno ${Deno.version.deno}`,
    webgpu: "wgpu",
    os: "",
    cpu: null,
    math: "deno",
    cores: navigator.hardwareConcurrency,
  },
};

async function open() {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("no adapter");
  const device = await adapter.requestDevice();
  return { device, identity: identify(adapter.info), release: () => device.destroy() };
}

const gpu = await open();
const arithmetic = await probeArithmetic(gpu.device);
const fusedSums = (await probeVariant(gpu.device, "fused")).guardsHold;
const fusedErrors = count ? await measure(gpu.device, "f32", count, "fused") : [];
const errors = count ? await measure(gpu.device, precision, count) : [];
const doubleErrors = doubles ? await measureDouble(gpu.device, doubles) : [];
const acceptedRewritten = broken ? await notRefused(gpu.device, REWRITTEN) : [];
const acceptedUnguarded = broken ? await notRefused(gpu.device, UNGUARDED) : [];
gpu.release();
const integrals = [];
for (const options of problems) {
  const problem = prepare(options);
  const result = await integrate(
    problem,
    async (plan) => gpuAlone(plan, precision, await open(), host),
    host,
  );
  integrals.push(result.integral);
}
console.log(
  JSON.stringify({
    adapter: gpu.identity.name,
    arithmetic,
    fusedSums,
    errors,
    fusedErrors,
    doubleErrors,
    integrals,
    acceptedRewritten,
    acceptedUnguarded,
  }),
);
