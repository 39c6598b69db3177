import type { Variant } from "../../src/gpu/variant.ts";
import type { GpuPrecision } from "../../src/problem/problem.ts";
import { valuesOnGpu } from "../gpu-values.ts";
import { integrandOf } from "../trees.ts";
import { type Errors, FUNCTIONS, type Measured } from "./functions.ts";
import { generator } from "./generator.ts";

const LEAST = 2 ** -126;
const MOST = 2 ** 128;

/** Every function at `count` arguments, the same ones every time. */
export async function measure(
  device: GPUDevice,
  precision: GpuPrecision,
  count: number,
  variant: Variant = "xor",
): Promise<Errors[]> {
  const all: Errors[] = [];
  for (const measured of FUNCTIONS) {
    const points = measured.sample(count, generator(1));
    const trees = [integrandOf(measured.f)];
    const [values] = await valuesOnGpu(device, trees, points, precision, undefined, variant);
    all.push(compare(measured, points, values as Float64Array));
  }
  return all;
}

function compare({ name, truth, small }: Measured, points: Float32Array, values: Float64Array): Errors {
  let [count, most, sum, absolute] = [0, 0, 0, 0];
  let at: [number, number] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    const [x, y] = [points[2 * k] as number, points[2 * k + 1] as number];
    const value = values[k] as number;
    const true_ = truth(x, y);
    const size = Math.abs(true_);
    if (small && size <= small.below) absolute = Math.max(absolute, error(value, true_));
    else if (size >= LEAST && size < MOST) {
      const ulp = error(value, true_) / 2 ** (Math.floor(Math.log2(size)) - 23);
      count++;
      sum += ulp;
      if (ulp > most) [most, at] = [ulp, [x, y]];
    }
  }
  return { name, count, mostUlp: most, meanUlp: sum / count, at, mostAbsolute: small ? absolute : null };
}

/** A NaN counts as infinitely wrong. */
function error(value: number, truth: number): number {
  return Number.isFinite(value) ? Math.abs(value - truth) : Number.POSITIVE_INFINITY;
}
