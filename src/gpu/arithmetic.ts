import { SHADERS } from "../../shaders/index.ts";
import { computeOnce } from "./compute.ts";

/** Properties of an adapter's f32 arithmetic that the WGSL standard leaves open. */
export interface Arithmetic {
  /** fma rounds once. */
  readonly fusedFma: boolean;
  /** a * b - c is contracted to an fma. */
  readonly contracts: boolean;
  /** (x + C) - C is simplified to x for a literal C. */
  readonly foldsLiterals: boolean;
  /** Sums are reassociated. */
  readonly rearranges: boolean;
  /** Subnormals are flushed to 0. */
  readonly flushesSmall: boolean;
  /** TwoSum is exact when guarded against the optimizer: every sum here depends on it. */
  readonly guardsHold: boolean;
  /** TwoProduct is exact when guarded: df64 depends on it, too. */
  readonly productsHold: boolean;
  /** Largest error of the adapter's own sine on [-pi, pi]. */
  readonly sineError: number;
}

type N = number;
type Fields = [N, N, N, N, N, N, N, N, N, N, N];

const PAIRS = 1024;
const FIELDS = 11;

/** Measures the arithmetic of a device. Throws `gpu`. */
export async function probeArithmetic(device: GPUDevice): Promise<Arithmetic> {
  // a from -pi to pi and b of all magnitudes, so that sums and products are inexact.
  const pairs = Float32Array.from({ length: 2 * PAIRS }, (_, k) => {
    const part = ((k >> 1) + 0.5) / PAIRS;
    const a = Math.PI * (2 * part - 1);
    return k % 2 ? Math.sin(1e4 * part) * 2 ** (((k >> 1) % 24) - 12) : a;
  });
  const shader = { code: `${SHADERS.exact}\n${SHADERS.probe}`, entryPoint: "probe", workgroups: PAIRS / 64 };
  const bindings = [{ read: pairs }, { readWrite: new Float32Array(1) }, { output: PAIRS * FIELDS * 4 }];
  const found = new Float32Array(await computeOnce(device, "probing the arithmetic", shader, bindings));
  const all = Array.from({ length: PAIRS }, (_, k) => {
    const [a, b] = [pairs[2 * k] as number, pairs[2 * k + 1] as number];
    const [product, fused, contracted, nearest, plain, sum, guarded, high, low, small, sine] = found.subarray(
      k * FIELDS,
      (k + 1) * FIELDS,
    ) as unknown as Fields;
    return { a, b, product, fused, contracted, nearest, plain, sum, guarded, high, low, small, sine };
  });
  // Products of two f32 are exact in f64, and so are these sums: they span fewer than 53 bits.
  const inexact = all.filter(({ a, b }) => Math.fround(a * b) !== a * b && Math.abs(a * b) > 2 ** -80);
  return {
    fusedFma: inexact.every(({ a, b, product, fused }) => fused === a * b - product),
    contracts: inexact.some(({ contracted }) => contracted !== 0),
    foldsLiterals: all.some(({ nearest }) => !Number.isInteger(nearest)),
    rearranges: all.some(({ a, b, plain }) => plain !== a + b - Math.fround(a + b)),
    flushesSmall: all.some(({ a, small }) => Math.abs(a) < 0.9 && a !== 0 && small === 0),
    guardsHold: all.every(({ a, b, sum, guarded }) => sum === Math.fround(a + b) && sum + guarded === a + b),
    productsHold: all.every(({ a, b, high, low }) => high === Math.fround(a * b) && high + low === a * b),
    sineError: Math.max(...all.map(({ a, sine }) => Math.abs(sine - Math.sin(a)))),
  };
}
