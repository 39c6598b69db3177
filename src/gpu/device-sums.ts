import type { Host } from "../backend.ts";
import type { AdapterIdentity } from "../identity.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";
import type { DeviceRule } from "../quadrature/integrands/device-rule.ts";
import type { Integrand } from "../quadrature/integrands/integrand-rule.ts";
import type { Sums } from "../quadrature/rules/measure.ts";
import { cached, type WarmGpu } from "./device.ts";
import { allDone, failure } from "./errors.ts";
import { despiteLosses } from "./losses.ts";
import { proveArithmetic, refusal } from "./proof.ts";
import { makeRegionKernel, type RegionKernel } from "./region-kernel.ts";
import type { RegionPrecision } from "./region-shader.ts";

/** A region of an integrand, or of one member of a family. */
export interface DeviceTask {
  readonly region: Region;
  /** The member's. */
  readonly parameters: Float64Array;
  readonly rule: DeviceRule;
}

/** A device's sums over regions, which are the same however they are put together. */
export interface DeviceSums {
  /** Null where a value of f is not finite. Throws `gpu` or `device-lost`. */
  sums(tasks: readonly DeviceTask[]): Promise<readonly (Sums | null)[]>;
  /** Milliseconds that were spent on compiling. */
  readonly setup: number;
  close(): void;
}

interface Surroundings {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  /** The device, or the one that took its place. Throws where it rounds in another way. */
  readonly device: () => Promise<WarmGpu>;
  readonly host: Pick<Host, "now">;
  readonly onNote: (text: string) => void;
}

/** Regions of a shader's first pass that are compared with f64. */
const PROVEN = 3;

/** Opens the device with the first task, and once more when it is lost. */
export function makeDeviceSums({ integrand, precision, device, host, onNote }: Surroundings): DeviceSums {
  let open: { readonly gpu: WarmGpu; readonly kernel: RegionKernel } | null = null;
  let setup = 0;
  const proven = new Set<string>();
  const opened = async () => {
    const gpu = await device();
    const making = makeRegionKernel(integrand, precision, gpu, host);
    const [, kernel] = await prepared(gpu, allDone([proveArithmetic(gpu, precision), making]));
    proven.clear();
    return { gpu, kernel };
  };
  const prepared = <T>(gpu: WarmGpu, work: Promise<T>) =>
    work.catch(async (error) => {
      throw await failure(gpu.device, `preparing regions in ${precision}`, error);
    });
  /** The kernel, its shaders for these tasks compared with f64. */
  const ready = async (tasks: readonly DeviceTask[]) => {
    let since = host.now();
    open ??= await opened();
    const { gpu, kernel } = open;
    const isNew = ([code]: readonly [string, unknown]) => !proven.has(code);
    for (const [code, own] of byShader(kernel, tasks).filter(isNew)) {
      const key = `${code}${integrand.box.join(" ")}`;
      const proof = () => proveKernel(gpu.identity, precision, kernel, own);
      await prepared(gpu, cached(gpu.proofs, key, proof));
      proven.add(code);
      setup += host.now() - since;
      since = host.now();
    }
    return kernel;
  };
  return {
    get setup() {
      return setup;
    },
    async sums(tasks) {
      if (!tasks.length) return [];
      return despiteLosses(
        async () => measured(await ready(tasks), tasks),
        (message) => {
          onNote(`${message}; measuring these regions again`);
          open = null;
        },
      );
    },
    close() {
      open?.kernel.close();
    },
  };
}

function measured(kernel: RegionKernel, tasks: readonly DeviceTask[]) {
  return kernel.sums(
    tasks.map(({ region }) => region),
    tasks.map(({ parameters }) => parameters),
  );
}

/** The tasks by the shader that measures them. */
function byShader(kernel: RegionKernel, tasks: readonly DeviceTask[]): [string, readonly DeviceTask[]][] {
  const found = new Map<string, DeviceTask[]>();
  for (const task of tasks) {
    const code = kernel.codeFor(task.parameters);
    if (code === null) continue;
    const own = found.get(code) ?? [];
    found.set(code, own);
    own.push(task);
  }
  return [...found];
}

/** Compares a few regions with f64. Throws `gpu` with the adapter's name and the error. */
async function proveKernel(
  identity: AdapterIdentity,
  precision: RegionPrecision,
  kernel: RegionKernel,
  tasks: readonly DeviceTask[],
): Promise<void> {
  const step = Math.max(1, Math.floor((tasks.length - 1) / (PROVEN - 1)));
  const some = tasks.filter((_, k) => k % step === 0).slice(0, PROVEN);
  const sums = await measured(kernel, some);
  for (const [k, { rule, region }] of some.entries()) {
    const { value, rounding } = rule.reference(region);
    const error = Math.abs((sums[k]?.value ?? value) - value);
    // Where f overflows, or is not finite, the CPU will measure.
    if (!Number.isFinite(value) || !Number.isFinite(rounding) || error <= rounding) continue;
    const figures = `${error.toExponential(1)}, more than the promised ${rounding.toExponential(1)}`;
    throw refusal(identity, precision, `a region of ${kernel.values} values of f is off by ${figures}`);
  }
}
