import type { Host, RegionWorker } from "../backend.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";
import type { DeviceArithmetic, DeviceRule } from "../quadrature/integrands/device-rule.ts";
import type { Integrand } from "../quadrature/integrands/integrand-rule.ts";
import { COUNT } from "../quadrature/rules/kronrod.ts";
import type { Measure, Sums } from "../quadrature/rules/measure.ts";
import type { DeviceSums } from "./device-sums.ts";
import { allDone } from "./errors.ts";
import type { RegionPrecision } from "./region-shader.ts";

/**
 * By precision: the roundoffs that are promised; magnitudes that f32 does not flush to 0, or whose products keep 48 bits;
 * and angles whose sines are accurate.
 */
export const ARITHMETIC: Readonly<Record<RegionPrecision, DeviceArithmetic>> = {
  f32: { unit: 1e-7, least: 2 ** -126, floor: 2 ** -102, most: 2 ** 127, angle: 1e4 },
  df64: { unit: 1e-12, least: 2 ** -80, floor: 2 ** -80, most: 2 ** 126, angle: 1e4 },
};

/** Regions that lose more than this many roundoffs are measured in f64. */
const ILL_CONDITIONED = 32;
interface Surroundings {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  readonly rule: DeviceRule;
  readonly device: Pick<DeviceSums, "setup" | "close">;
  readonly sums: (regions: readonly Region[]) => Promise<readonly (Sums | null)[]>;
  /** The CPU, for regions that a device's arithmetic or the tensor rule alone will not do for. */
  readonly rest: RegionWorker;
  readonly host: Pick<Host, "now" | "pause">;
}

/** Measures what it can on the GPU, and the other regions on the CPU, in f64. */
export function regionsOnGpu({
  integrand,
  precision,
  rule,
  device,
  sums: sumsOf,
  rest,
  host,
}: Surroundings): RegionWorker {
  let onDevice = 0;
  return {
    get threads() {
      return rest.threads;
    },
    get setup() {
      return device.setup;
    },
    get onDevice() {
      return onDevice;
    },
    async measure(regions) {
      const mine = new Set(await suited(rule, regions, host));
      const [own, others] = [regions.filter((one) => mine.has(one)), regions.filter((one) => !mine.has(one))];
      const [sums, measures] = await allDone([sumsOf(own), rest.measure(others)]);
      onDevice += own.length * COUNT ** integrand.box.length;
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
    sums: rest.sums,
    close() {
      device.close();
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
