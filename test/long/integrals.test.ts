import { describe, expect, it } from "vitest";
import { prepare } from "../../src/problem/problem.ts";
import { useGpu } from "../gpu.ts";
import { expectPromised, INTEGRANDS, RECTANGLES } from "../integrals.ts";
import published from "../integrands.json" with { type: "json" };
import { TOLERANCE, volumeOf } from "../truth.ts";

const gpu = useGpu();

// What f32 has no room for, or f no value.
const BEYOND = /sinh|cosh|asin|\^\(x/;

describe.each(RECTANGLES)("f32 on %j x %j is as accurate as it promises", (x, y) => {
  const all = INTEGRANDS.filter((f) => Math.max(...x) < 10 || !BEYOND.test(f));
  it.each(all)("on %s", async (f) => {
    for (const n of [17, 1000]) await expectPromised(gpu, f, [x, y], n);
  });
});

describe.each(published.midpointSums.filter(({ values }) => values))(
  "midpoint sums of $f",
  ({ f, x, y, values }) => {
    it.each([4000, 10_000])("n = %i", async (n) => {
      const problem = prepare({ f, x, y, n });
      const area = volumeOf(problem);
      const { integral } = await gpu.run(problem, "f32");
      const truth = Number((values as Record<string, string>)[n]);
      expect(Math.abs(integral - truth)).toBeLessThanOrEqual((TOLERANCE.f32 / Math.PI ** 2) * area);
    });
  },
);
