import type { Host, RegionWorker } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import { type DeviceArithmetic, type DeviceRule, makeDeviceRule } from "../quadrature/device-rule.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import { COUNT } from "../quadrature/kronrod.ts";
import type { Measure, Sums } from "../quadrature/region.ts";
import type { Region } from "../quadrature/segments.ts";
import { cached, type WarmGpu } from "./device.ts";
import { failure } from "./errors.ts";
import { proveArithmetic, refusal } from "./proof.ts";
import { makeRegionKernel, type RegionKernel } from "./region-kernel.ts";
import type { RegionPrecision } from "./region-shader.ts";

/**
 * By precision: the roundoffs that are promised; magnitudes that f32 does not flush to 0, or whose products keep 48 bits;
 * and angles whose sines are accurate.
 */
export const ARITHMETIC: Readonly<Record<RegionPrecision, DeviceArithmetic>> = {
  f32: { unit: 1e-7, least: 2 ** -126, floor: 2 ** -102, most: 2 ** 127, angle: 1e4 },
  df64: { unit: 1e-12, least: 2 ** -80, floor: 2 ** -80, most: 2 ** 126, angle: 1e4 },
};

/** A run fails after so many losses of the device in one pass. */
const MOST_LOSSES = 3;
/** Regions that lose more than this many roundoffs are measured in f64. */
const ILL_CONDITIONED = 32;
/** Regions of a shader's first pass that are compared with f64. */
const PROVEN = 3;

interface Surroundings {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  /** The device, or the one that took its place. Throws where it rounds in another way. */
  readonly device: () => Promise<WarmGpu>;
  /** The CPU, for regions that a device's arithmetic or the tensor rule alone will not do for. */
  readonly rest: RegionWorker;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** Measures what it can on the GPU, and the other regions on the CPU, in f64. */
export function regionsOnGpu(surroundings: Surroundings): RegionWorker {
  const { integrand, precision, device, rest, host, onNote } = surroundings;
  const rule = makeDeviceRule(integrand, ARITHMETIC[precision]);
  let kernel: RegionKernel | null = null;
  let setup = 0;
  let onDeviceSoFar = 0;
  const opened = async (regions: readonly Region[]) => {
    if (kernel) return kernel;
    const since = host.now();
    const gpu = await device();
    const task = `preparing regions in ${precision}`;
    const made = await prepared(gpu, regions).catch(async (error) => {
      throw await failure(gpu.device, task, error);
    });
    setup += host.now() - since;
    kernel = made;
    return made;
  };
  const prepared = async (gpu: WarmGpu, regions: readonly Region[]) => {
    const [made] = await Promise.all([
      makeRegionKernel(integrand, precision, gpu, host),
      proveArithmetic(gpu, precision),
    ]);
    const key = `${made.code}${integrand.box.join(" ")}`;
    await cached(gpu.proofs, key, () => proveKernel(gpu.identity, precision, rule, made, regions));
    return made;
  };
  const onDevice = async (regions: readonly Region[]): Promise<(Sums | null)[]> => {
    for (let losses = 1; regions.length; losses++) {
      try {
        return await (await opened(regions)).sums(regions);
      } catch (error) {
        if (!(error instanceof IntegrateError) || error.code !== "device-lost") throw error;
        if (losses === MOST_LOSSES) {
          throw new IntegrateError("device-lost", `${error.message}, ${losses} times in a row`, {
            cause: error,
          });
        }
        onNote(`${error.message}; measuring these regions again`);
        kernel = null;
      }
    }
    return [];
  };
  return {
    get threads() {
      return rest.threads;
    },
    get setup() {
      return setup;
    },
    get onDevice() {
      return onDeviceSoFar;
    },
    async measure(regions) {
      const mine = new Set(await suited(rule, regions, host));
      const [own, others] = [regions.filter((one) => mine.has(one)), regions.filter((one) => !mine.has(one))];
      const [sums, measures] = await Promise.all([onDevice(own), rest.measure(others)]);
      onDeviceSoFar += own.length * COUNT ** integrand.box.length;
      const found = new Map(others.map((one, k) => [one, measures[k] as Measure]));
      const poor: Region[] = [];
      for (const [k, one] of own.entries()) {
        const measure = sums[k] ? rule.measure(one, sums[k]) : null;
        if (measure && isWellConditioned(measure, precision)) found.set(one, measure);
        else poor.push(one);
      }
      const again = poor.length ? await rest.measure(poor) : [];
      for (const [k, one] of poor.entries()) {
        const measure = again[k] as Measure;
        found.set(one, { ...measure, evaluations: measure.evaluations + COUNT ** integrand.box.length });
      }
      return regions.map((one) => found.get(one) as Measure);
    },
    look: rest.look,
    close() {
      kernel?.close();
      rest.close();
    },
  };
}

/** Whether the device's rounding is about that of its unit, and not what cancellation in f made of it. */
function isWellConditioned({ rounding, size }: Measure, precision: RegionPrecision): boolean {
  return rounding <= ILL_CONDITIONED * ARITHMETIC[precision].unit * size;
}

/** Those that the device may measure. Yields to the event loop every 50 ms. */
async function suited(rule: DeviceRule, regions: readonly Region[], host: Surroundings["host"]) {
  const found: Region[] = [];
  let resumed = host.now();
  for (const region of regions) {
    if (rule.suits(region)) found.push(region);
    if (host.now() - resumed < 50) continue;
    await host.pause();
    resumed = host.now();
  }
  return found;
}

/** Compares a few regions with f64. Throws `gpu` with the adapter's name and the error. */
async function proveKernel(
  identity: AdapterIdentity,
  precision: RegionPrecision,
  rule: DeviceRule,
  kernel: RegionKernel,
  regions: readonly Region[],
): Promise<void> {
  const step = Math.max(1, Math.floor((regions.length - 1) / (PROVEN - 1)));
  const some = regions.filter((_, k) => k % step === 0).slice(0, PROVEN);
  const sums = await kernel.sums(some);
  for (const [k, region] of some.entries()) {
    const { value, rounding } = rule.reference(region);
    const error = Math.abs((sums[k]?.value ?? value) - value);
    // Where f overflows, or is not finite, the CPU will measure.
    if (!Number.isFinite(value) || !Number.isFinite(rounding) || error <= rounding) continue;
    const figures = `${error.toExponential(1)}, more than the promised ${rounding.toExponential(1)}`;
    throw refusal(identity, precision, `a region of ${kernel.values} values of f is off by ${figures}`);
  }
}
