import { expect, it } from "vitest";
import { probeArithmetic } from "../src/gpu/arithmetic.ts";
import { useGpu } from "./gpu.ts";

const gpu = useGpu();

it("the probe finds what is known of the adapter's arithmetic", async () => {
  const { device, identity, release } = await gpu.open();
  const found = await probeArithmetic(device);
  release();
  expect(found.guardsHold).toBe(true);
  // WGSL promises 2^-11 on [-pi, pi].
  expect(found.sineError).toBeLessThan(2 ** -11);
  if (/SwiftShader/.test(identity.name)) {
    expect(found).toMatchObject({ fusedFma: false, foldsLiterals: true, rearranges: false });
    expect(found.sineError).toBeCloseTo(1.9e-4, 5);
  }
});

it("the probe sees sums that are not exact", async () => {
  const { device, release } = await gpu.open();
  const create = device.createShaderModule.bind(device);
  // A compiler that rearranges (a + b) - a into b whatever stands between.
  device.createShaderModule = (descriptor) =>
    create({
      ...descriptor,
      code: descriptor.code.replace("let b_part = opaque(s - a);", "let b_part = b;"),
    });
  expect((await probeArithmetic(device)).guardsHold).toBe(false);
  release();
});
