import type { Host } from "../backend.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";
import type { Integrand } from "../quadrature/integrands/integrand-rule.ts";
import { volumeOf } from "../quadrature/regions/rounding.ts";
import { COUNT } from "../quadrature/rules/kronrod.ts";
import type { Sums } from "../quadrature/rules/measure.ts";
import { BEYOND_F32, classOf, rangesIn } from "./classes.ts";
import { cached, type WarmGpu } from "./device.ts";
import { parametersOf, type RegionPrecision, regionShader, slabsOf } from "./region-shader.ts";
import { regionDevice } from "./region-submit.ts";
import { sumsOf, valuesIn } from "./region-sums.ts";

export interface RegionKernel {
  /** Values of f in a region. */
  readonly values: number;
  /** The text of the shader that measures regions with these parameters; null where f32 cannot hold one. */
  codeFor(parameters?: ArrayLike<number>): string | null;
  /**
   * Sums over the nodes of regions, in their order; null where a value of f is not finite, or where there is no shader.
   * Where f has parameters, `parameters` are those of each region.
   */
  sums(regions: readonly Region[], parameters?: readonly ArrayLike<number>[]): Promise<(Sums | null)[]>;
  close(): void;
}

/** Values of f in the first submit, and the milliseconds that one should take. */
const FIRST = 2 ** 20;
const TARGET = 100;
/** The same at most, and the most bytes of nodes, which bound the memory. */
const MOST = 2 ** 25;
const MOST_BYTES = 2 ** 25;

/** Compiles an integrand's shader; those of a family once there are regions for them. */
export async function makeRegionKernel(
  integrand: Integrand,
  precision: RegionPrecision,
  gpu: WarmGpu,
  host: Pick<Host, "now">,
): Promise<RegionKernel> {
  const axes = integrand.box.length;
  const values = valuesIn(axes);
  const parametersEach = parametersOf(integrand.f);
  const device = regionDevice(gpu.device, precision, axes, parametersEach);
  const compiled = (code: string) => cached(gpu.pipelines, code, () => device.compile(code));
  const codes = new Map<number, string>();
  const codeFor = (parameters: ArrayLike<number> = []) => {
    const own = classOf(parameters);
    if (own === BEYOND_F32) return null;
    const code =
      codes.get(own) ?? regionShader(integrand, precision, gpu.variant, rangesIn(own, parameters.length));
    codes.set(own, code);
    return code;
  };
  if (!parametersEach) await compiled(codeFor() as string);
  const most = Math.min(Math.ceil(MOST / values), Math.floor(MOST_BYTES / (8 * COUNT * axes)));
  let size = Math.ceil(FIRST / values);

  /** Those of regions of one shader, which may take several submits. */
  async function sumsBy(code: string, regions: readonly Region[], parameters: readonly ArrayLike<number>[]) {
    const pipeline = await compiled(code);
    const found: (Sums | null)[] = [];
    for (let first = 0; first < regions.length; ) {
      const part = regions.slice(first, first + size);
      const since = host.now();
      const words = await device.submit(pipeline, part, parameters.slice(first, first + size));
      part.forEach((region, k) => {
        found.push(sumsOf(words, k * slabsOf(axes), axes, volumeOf(region)));
      });
      first += part.length;
      const growth = Math.min(8, TARGET / Math.max(host.now() - since, 1));
      if (part.length === size || growth < 1)
        size = Math.max(1, Math.min(most, Math.ceil(part.length * growth)));
    }
    return found;
  }

  return {
    values,
    codeFor,
    async sums(regions, parameters) {
      if (!parameters) return sumsBy(codeFor() as string, regions, []);
      const found: (Sums | null)[] = regions.map(() => null);
      const places = new Map<string, number[]>();
      regions.forEach((_, k) => {
        const code = codeFor(parameters[k]);
        if (code === null) return;
        const all = places.get(code);
        if (all) all.push(k);
        else places.set(code, [k]);
      });
      for (const [code, all] of places) {
        const own = await sumsBy(
          code,
          all.map((k) => regions[k] as Region),
          all.map((k) => parameters[k] as ArrayLike<number>),
        );
        for (const [at, k] of all.entries()) found[k] = own[at] ?? null;
      }
      return found;
    },
    close: device.close,
  };
}
