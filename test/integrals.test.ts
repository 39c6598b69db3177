import { describe, it } from "vitest";
import { useGpu } from "./gpu.ts";
import { expectPromised, INTEGRANDS, RECTANGLES, type Rectangle } from "./integrals.ts";

const gpu = useGpu();

describe("f32 is as accurate as it promises", () => {
  it.each(INTEGRANDS)("on %s", (f) => expectPromised(gpu, f, RECTANGLES[0] as Rectangle, 17));

  it.each([17, 1000])("where 1 - cos(x) cancels, n = %i", (n) => {
    return expectPromised(
      gpu,
      "1-cos(x)",
      [
        [0, 0.01],
        [0, 0.01],
      ],
      n,
    );
  });

  it("far from the origin", () =>
    expectPromised(
      gpu,
      "cos(x*y)",
      [
        [1000, 1001],
        [-1, 1],
      ],
      1000,
    ));
});
