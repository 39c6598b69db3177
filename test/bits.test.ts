import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { type Precision, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/integrate.ts";
import recorded from "./bits.json" with { type: "json" };
import { useGpu } from "./gpu.ts";

/** Functions whose last digits are up to the JavaScript engine. */
const OPEN = /\b(sin|cos|a?tan2?|asin|acos|sinh|cosh|tanh|exp|log(2|10)?|pow|cbrt|hypot)\b|\)\^\(/;

// Integrals as version 0.1 returned them; without roots on the GPU, since drivers start from the CPU's own estimate.
describe("the bits of version 0.1", () => {
  const gpu = useGpu();
  for (const { values, f, x, y, nx, ny } of recorded.integrals) {
    const problem = prepare({ f, x: x as [number, number], y: y as [number, number], nx, ny });
    for (const [precision, integral] of Object.entries(values) as [Precision, number][]) {
      const foreign = precision === "f64" && OPEN.test(f) && host.info.math !== recorded.math;
      it.skipIf(foreign)(`${f} in ${precision}, ${nx} x ${ny} cells`, async () => {
        const result =
          precision === "f64"
            ? await integrate(problem, (plan) => openSerial(plan, host), host)
            : await gpu.run(problem, precision);
        expect(result.integral).toBe(integral);
      });
    }
  }
});
