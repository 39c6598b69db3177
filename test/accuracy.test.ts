import { expect, it } from "vitest";
import { withinPromise } from "./accuracy/functions.ts";
import { measure } from "./accuracy/measure.ts";
import { useGpu } from "./gpu.ts";

const gpu = useGpu();

it("every function is as accurate in f32 as it promises", async () => {
  const opened = await gpu.open();
  const errors = await measure(opened.device, "f32", 2 ** 15);
  opened.release();
  expect(errors.filter((one) => !withinPromise(one))).toEqual([]);
  expect(Math.min(...errors.map(({ count }) => count))).toBeGreaterThan(20_000);
});

it("the adapter's own functions are not, which the measurement would tell", async () => {
  const opened = await gpu.open();
  const errors = await measure(opened.device, "fast", 2 ** 12);
  opened.release();
  const wrong = errors.filter((one) => !withinPromise(one)).map(({ name }) => name);
  expect(wrong).toEqual(expect.arrayContaining(["sin", "cos", "log", "pow"]));
});
