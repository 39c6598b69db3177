import { expect, it } from "vitest";
import { withinPromise } from "./accuracy/functions.ts";
import { measure } from "./accuracy/measure.ts";
import { useGpu } from "./gpu.ts";

const gpu = useGpu();

// No function of f32 needs a fused fma to be exact, so both variants can be measured anywhere.
it.each(["xor", "fused"] as const)(
  "every function is as accurate in f32 as it promises, %s",
  async (variant) => {
    const opened = await gpu.open();
    const errors = await measure(opened.device, "f32", 2 ** 15, variant);
    opened.release();
    expect(errors.filter((one) => !withinPromise(one))).toEqual([]);
    expect(Math.min(...errors.map(({ count }) => count))).toBeGreaterThan(20_000);
  },
);

it("the adapter's own functions are not, which the measurement would tell", async () => {
  const opened = await gpu.open();
  const errors = await measure(opened.device, "fast", 2 ** 12);
  opened.release();
  const wrong = errors.filter((one) => !withinPromise(one)).map(({ name }) => name);
  expect(wrong).toEqual(expect.arrayContaining(["sin", "cos", "log", "pow"]));
});
