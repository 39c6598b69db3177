import { describe, expect, it } from "vitest";
import { withinPromise } from "../accuracy/functions.ts";
import { wgpuStacks } from "../stacks/stacks.ts";
import { cosineSum, TOLERANCE } from "../truth.ts";

// The same shaders and the same host code on WebGPU implementations beside Dawn. What is not installed is
// skipped, and shown as skipped with the reason.
describe.each(await wgpuStacks())("$name", ({ name, missing, run }) => {
  it.skipIf(missing)(
    `has every function as accurate as it promises${missing ? `: ${missing}` : ""}`,
    async () => {
      const { errors } = await run({ count: 2 ** 18, precision: "f32", problems: [] });
      expect(errors.filter((one) => !withinPromise(one))).toEqual([]);
      expect(errors.length).toBeGreaterThan(18);
    },
  );

  it.skipIf(missing)("takes midpoint sums with closed forms", async () => {
    const sizes = [1000, 4000];
    const problems = sizes.flatMap((n) => [{ n }, { f: "cos(x+y)", n }, { f: "0.1", n }]);
    const { integrals } = await run({ count: 64, precision: "f32", problems });
    const truths = sizes.flatMap((n) => [0, cosineSum(n), 0.1 * Math.PI ** 2]);
    truths.forEach((truth, k) => {
      expect(Math.abs((integrals[k] as number) - truth)).toBeLessThanOrEqual(TOLERANCE.f32);
    });
  });

  it.skipIf(missing)("has guarded sums that are exact, whatever its compiler does to others", async () => {
    const { arithmetic } = await run({ count: 64, precision: "f32", problems: [] });
    expect(arithmetic).toMatchObject({ guardsHold: true, rearranges: name.includes("lavapipe") });
  });
});
