import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import type { GpuPrecision } from "../problem/problem.ts";
import { type Arithmetic, probeArithmetic } from "./arithmetic.ts";
import { probeFunctions } from "./function-probe.ts";
import type { Variant } from "./variant.ts";

/** A device and its adapter. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly identity: AdapterIdentity;
  release(): void;
}

/** A device with caches that outlive a plan. */
export interface WarmGpu extends Gpu {
  /** Compiled shaders, by their text. */
  readonly pipelines: Map<string, Promise<GPUComputePipeline>>;
  /** Checks of shaders that passed, by their text and domain. */
  readonly proofs: Map<string, Promise<void>>;
  /** What the device's arithmetic does, measured once. */
  readonly arithmetic: () => Promise<Arithmetic>;
  /** The first function of a precision that is inaccurate on this device, measured once; null if none is. */
  readonly wrong: (precision: GpuPrecision) => Promise<string | null>;
  /** The variant of exact arithmetic that its shaders use, as in its identity. */
  readonly variant: Variant;
  /** Milliseconds per cell, as last measured, by shader text. */
  readonly rates: Map<string, number>;
}

/** A device that is reused from plan to plan, and replaced once it is lost. */
interface WarmDevice {
  /** Rejects if none can be opened; after `no-adapter` it does not try again. */
  get(): Promise<WarmGpu>;
  close(): void;
}

export async function warm(gpu: Gpu): Promise<WarmGpu> {
  let probing: Promise<Arithmetic> | null = null;
  const arithmetic = () => {
    probing ??= probeArithmetic(gpu.device);
    return probing;
  };
  // Software adapters have no fused fma: there, the arithmetic is measured while a shader compiles.
  const variant = gpu.identity.software || !(await arithmetic()).fusedHolds ? "xor" : "fused";
  const identity = { ...gpu.identity, variant };
  const functions = new Map<string, Promise<string | null>>();
  // Those of `fast` promise nothing.
  const wrong = async (precision: GpuPrecision) =>
    precision === "fast"
      ? null
      : cached(functions, precision, () => probeFunctions(gpu.device, precision, variant));
  const caches = { pipelines: new Map(), proofs: new Map(), rates: new Map() };
  return { ...gpu, ...caches, identity, variant, arithmetic, wrong };
}

export function warmDevice(open: () => Promise<Gpu>): WarmDevice {
  let opening: Promise<WarmGpu> | null = null;
  let closed = false;
  let release = () => {};
  const start = async () => {
    const gpu = await warm(await open());
    release = gpu.release;
    if (closed) release();
    gpu.device.lost.then(() => {
      if (release === gpu.release) opening = null;
      gpu.release();
    });
    return gpu;
  };
  return {
    get() {
      opening ??= start().catch((error) => {
        if (!(error instanceof IntegrateError && error.code === "no-adapter")) opening = null;
        throw error;
      });
      return opening;
    },
    close() {
      closed = true;
      release();
    },
  };
}

/** The cached value for this key, made if there is none; failures are not cached. */
export function cached<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = cache.get(key);
  if (found) return found;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  return made;
}
