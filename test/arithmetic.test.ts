import { expect, it } from "vitest";
import { probeArithmetic, probeVariant } from "../src/gpu/arithmetic.ts";
import { probeFunctions } from "../src/gpu/function-probe.ts";
import { useGpu } from "./gpu.ts";
import { notRefused, REWRITTEN } from "./stacks/broken.ts";

const gpu = useGpu();

it("the probe reports the known properties of the adapter's arithmetic", async () => {
  const { device, identity, release } = await gpu.open();
  const found = await probeArithmetic(device);
  release();
  expect(found.guardsHold).toBe(true);
  // WGSL promises 2^-11 on [-pi, pi].
  expect(found.sineError).toBeLessThan(2 ** -11);
  if (/SwiftShader/.test(identity.name)) {
    expect(found).toMatchObject({
      fusedFma: false,
      fusedHolds: false,
      foldsLiterals: true,
      rearranges: false,
    });
    expect(found.sineError).toBeCloseTo(1.9e-4, 5);
  }
});

it("the probes find nothing wrong with the functions of either precision", async () => {
  const { device, release } = await gpu.open();
  expect(await probeFunctions(device, "f32", "xor")).toBe(null);
  expect(await probeFunctions(device, "df64", "xor")).toBe(null);
  expect(await probeFunctions(device, "f32", "fused")).toBe(null);
  release();
});

it("the probes refuse every step that a compiler simplifies as if f32 were the real numbers", async () => {
  const { device, release } = await gpu.open();
  expect(await notRefused(device, REWRITTEN)).toEqual([]);
  release();
});

it("without a fused fma the fused variant's sums are exact, and its products are not", async () => {
  const { device, release } = await gpu.open();
  const { fusedFma, guardsHold, productsHold } = await probeVariant(device, "fused");
  const wrong = await probeFunctions(device, "df64", "fused");
  release();
  expect(guardsHold).toBe(true);
  expect(productsHold).toBe(fusedFma);
  expect(wrong).toEqual(fusedFma ? null : expect.stringMatching(/^its product is off by \d\.\de-/));
});
