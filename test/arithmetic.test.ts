import { expect, it } from "vitest";
import { probeArithmetic, probeVariant } from "../src/gpu/arithmetic.ts";
import { useGpu } from "./gpu.ts";

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

it("the probe detects inexact guarded sums", async () => {
  const { device, release } = await gpu.open();
  const create = device.createShaderModule.bind(device);
  // As by a compiler that reassociates (a + b) - a to b despite the guard.
  device.createShaderModule = (descriptor) =>
    create({
      ...descriptor,
      code: descriptor.code.replace("let b_part = opaque(s - a);", "let b_part = b;"),
    });
  expect((await probeArithmetic(device)).guardsHold).toBe(false);
  release();
});

it("without a fused fma the fused variant's sums are exact, and its products are not", async () => {
  const { device, release } = await gpu.open();
  const { fusedFma, guardsHold, productsHold } = await probeVariant(device, "fused");
  release();
  expect(guardsHold).toBe(true);
  expect(productsHold).toBe(fusedFma);
});
