import { BASE } from "../../shaders/functions.ts";
import { SHADERS } from "../../shaders/index.ts";
import { computeOnce } from "./compute.ts";
import { allDone } from "./errors.ts";
import { probeFunctions } from "./function-probe.ts";
import type { Variant } from "./variant.ts";

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
  /** The error-free sums are exact when guarded against the optimizer: every sum here depends on them. */
  readonly guardsHold: boolean;
  /** TwoProduct is exact when guarded: df64 depends on it, too. */
  readonly productsHold: boolean;
  /** fma rounds once, and sums, products and functions are right when guarded by that instead of by XOR. */
  readonly fusedHolds: boolean;
  /** Largest error of the adapter's own sine on [-pi, pi]. */
  readonly sineError: number;
}

/** Of all, and of those made for cancellation. */
const PAIRS = 2048;
const HARD = 1024;
const FIELDS = 19;
/** As in guards.wgsl. */
const ROUND = 1.5 * 2 ** 23;

/** Measures the arithmetic of a device. Throws `gpu`. */
export async function probeArithmetic(device: GPUDevice): Promise<Arithmetic> {
  const found = await probeVariant(device, "xor");
  return { ...found, fusedHolds: found.fusedFma && (await fusedHolds(device)) };
}

async function fusedHolds(device: GPUDevice): Promise<boolean> {
  const [{ guardsHold, productsHold }, ...wrong] = await allDone([
    probeVariant(device, "fused"),
    probeFunctions(device, "f32", "fused"),
    probeFunctions(device, "df64", "fused"),
  ]);
  return guardsHold && productsHold && wrong.every((one) => one === null);
}

/** The same with one variant of the exact operations, whatever the device's fma does. */
export async function probeVariant(
  device: GPUDevice,
  variant: Variant,
): Promise<Omit<Arithmetic, "fusedHolds">> {
  const pairs = Float32Array.from({ length: 2 * PAIRS }, (_, k) => partOfPair(k >> 1, k % 2));
  const code = [BASE.guards, BASE.exact[variant], SHADERS.probe].join("\n");
  const shader = { code, entryPoint: "probe", workgroups: PAIRS / 64 };
  const bindings = [{ read: pairs }, { readWrite: new Float32Array(1) }, { output: PAIRS * FIELDS * 4 }];
  const found = new Float32Array(await computeOnce(device, "probing the arithmetic", shader, bindings));
  const all = Array.from({ length: PAIRS }, (_, k) => {
    const [a, b] = [pairs[2 * k] as number, pairs[2 * k + 1] as number];
    return { a, b, ...fieldsOf(found.subarray(k * FIELDS, (k + 1) * FIELDS)) };
  });
  const mild = all.slice(HARD);
  // Products of two f32 are exact in f64, and so are these sums: they span fewer than 53 bits.
  const inexact = mild.filter(({ a, b }) => Math.fround(a * b) !== a * b && Math.abs(a * b) > 2 ** -80);
  const isExact = (high: number, low: number, truth: number) =>
    high === Math.fround(truth) && high + low === truth;
  return {
    fusedFma: inexact.every(({ a, b, product, fused }) => fused === a * b - product),
    contracts: inexact.some(({ contracted }) => contracted !== 0),
    foldsLiterals: mild.some(({ nearest }) => !Number.isInteger(nearest)),
    rearranges: mild.some(({ a, b, plain }) => plain !== a + b - Math.fround(a + b)),
    flushesSmall: mild.some(({ a, small }) => Math.abs(a) < 0.9 && a !== 0 && small === 0),
    guardsHold: all.every(
      ({ a, b, sum, guarded, again, normal, difference, whole: [rounded, whole] }) =>
        // The product may be rounded first.
        Number.isInteger(whole) &&
        Math.abs(whole - 1000 * a) < 0.501 &&
        rounded - ROUND === whole &&
        isExact(sum, guarded, a + b) &&
        isExact(again[0], again[1], sum + b) &&
        isExact(normal[0], normal[1], a + b) &&
        isExact(difference[0], difference[1], larger(a, b) - smaller(a, b)),
    ),
    productsHold: all.every(({ a, b, high, low }) => isExact(high, low, a * b)),
    sineError: Math.max(...mild.map(({ a, sine }) => Math.abs(sine - Math.sin(a)))),
  };
}

/** First pairs that cancel, tie or carry, then a from -pi to pi and b of all magnitudes. */
function partOfPair(k: number, second: number): number {
  if (k < HARD) {
    const a = (1 + ((k * 7919) % 8192) * 2 ** -23) * (k % 3 ? 1 : -1);
    // A neighbour of -a, half its last place, or a few of them, at every distance of exponents up to 24.
    const b = k % 2 ? -a + ((k % 7) - 3) * 2 ** -23 : ((k % 5) - 2.5) * 2 ** -((k >> 1) % 25);
    return second ? b || 2 ** -24 : a;
  }
  const part = (k - HARD + 0.5) / (PAIRS - HARD);
  return second ? Math.sin(1e4 * part) * 2 ** ((k % 24) - 12) : Math.PI * (2 * part - 1);
}

const larger = (a: number, b: number) => (Math.abs(a) >= Math.abs(b) ? a : b);
const smaller = (a: number, b: number) => (Math.abs(a) >= Math.abs(b) ? b : a);

/** A `Found` of probe.wgsl. */
function fieldsOf(words: Float32Array) {
  const [product, fused, contracted, nearest, plain, sum, guarded, high, low, small, sine, ...pairs] =
    words as unknown as [N, N, N, N, N, N, N, N, N, N, N, ...N[]];
  const pair = (k: number) => [pairs[2 * k], pairs[2 * k + 1]] as [N, N];
  const [again, normal, difference, whole] = [pair(0), pair(1), pair(2), pair(3)];
  return {
    ...{ product, fused, contracted, nearest, plain, sum, guarded, high, low, small, sine },
    ...{ again, normal, difference, whole },
  };
}

type N = number;
