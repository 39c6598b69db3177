import { expect, it } from "vitest";
import { measureDouble } from "../accuracy/double.ts";
import { useGpu } from "../gpu.ts";

const gpu = useGpu();

it("every function is as accurate in df64 as it promises, against 60 digits", async () => {
  const opened = await gpu.open();
  const errors = await measureDouble(opened.device, 500);
  opened.release();
  expect(errors.filter(({ mostBits, promisedBits }) => !(mostBits <= promisedBits))).toEqual([]);
  expect(Math.min(...errors.map(({ count }) => count))).toBeGreaterThan(100);
});
