import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";

/** A device and what it is. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly identity: AdapterIdentity;
  release(): void;
}

/** A device with what outlives a plan on it; by the text of a shader, to which the domain may be added. */
export interface WarmGpu extends Gpu {
  readonly pipelines: Map<string, Promise<GPUComputePipeline>>;
  /** Of pipelines that passed. */
  readonly proofs: Map<string, Promise<void>>;
  /** Milliseconds a cell, as last measured. */
  readonly rates: Map<string, number>;
}

/** A device from one plan to the next, replaced once it is lost. */
export interface WarmDevice {
  /** Throws what keeps one from being opened; `no-adapter` for good. */
  get(): Promise<WarmGpu>;
  close(): void;
}

export function warm(gpu: Gpu): WarmGpu {
  return { ...gpu, pipelines: new Map(), proofs: new Map(), rates: new Map() };
}

export function warmDevice(open: () => Promise<Gpu>): WarmDevice {
  let opening: Promise<WarmGpu> | null = null;
  let closed = false;
  let release = () => {};
  const start = async () => {
    const gpu = warm(await open());
    release = gpu.release;
    if (closed) release();
    gpu.device.lost.then(() => {
      opening = null;
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

/** The value kept under this key, made where there is none; a failure is not kept. */
export function kept<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = map.get(key);
  if (found) return found;
  const made = make();
  map.set(key, made);
  made.catch(() => map.delete(key));
  return made;
}
