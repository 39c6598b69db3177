// Runs under Deno, whose WebGPU is wgpu: measures the functions and takes integrals on the adapter that
// VK_DRIVER_FILES names, and prints them as JSON.

import type { Host } from "../../src/backend.ts";
import { regionsAlone } from "../../src/cpu/regions.ts";
import { identify } from "../../src/gpu/adapter.ts";
import { probeArithmetic, probeVariant } from "../../src/gpu/arithmetic.ts";
import { type WarmGpu, warm } from "../../src/gpu/device.ts";
import { manyOnGpu } from "../../src/gpu/many/worker.ts";
import { type GpuPrecision, type ProblemOptions, prepare } from "../../src/problem/problem.ts";
import { makeIntegrandRule } from "../../src/quadrature/integrands/integrand-rule.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { measureDouble } from "../accuracy/double.ts";
import { measure } from "../accuracy/measure.ts";
import { gpuAlone } from "../alone.ts";
import { MANY, manyDomain, offsOf } from "../many-work.ts";
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
  /** Whether to compare sums over many variables with f64. */
  readonly many?: boolean;
  /** Whether to break the shaders, and see that the probes refuse them. */
  readonly broken?: boolean;
}

const { count, doubles, precision, problems, many, broken } = JSON.parse(Deno.args[0] ?? "") as Task;
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

let warmed: Promise<WarmGpu> | null = null;
const device = () => {
  warmed ??= open().then(warm);
  return warmed;
};

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
const manyOffs = [];
for (const [name, axes, f, limits] of many ? MANY : []) {
  const integrand = manyDomain(axes, f, limits);
  const rest = regionsAlone(makeIntegrandRule(integrand), host);
  const own = precision === "df64" ? "df64" : "f32";
  const worker = manyOnGpu({ integrand, precision: own, device, rest, host, onNote() {} });
  for (const one of await offsOf(integrand, own, worker, rest)) manyOffs.push({ name, ...one });
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
    manyOffs,
    acceptedRewritten,
    acceptedUnguarded,
  }),
);
