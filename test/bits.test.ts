import { afterAll, describe, expect, it } from "vitest";
import { nodeProvider } from "../node/devices/provider.ts";
import { host } from "../node/host.ts";
import { type Precision, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { makeSession } from "../src/run/session.ts";
import recorded from "./bits.json" with { type: "json" };

/** Functions whose last digits are up to the JavaScript engine. */
const OPEN = /\b(sin|cos|a?tan2?|asin|acos|sinh|cosh|tanh|exp|log(2|10)?|pow|cbrt|hypot)\b|\)\^\(/;

// Integrals in f64, and in df64 but for sines of sums, as version 0.1 returned them; the others as the kernel does that takes
// two columns at a time, with powers and sines that are not normalised on the way; without roots on the GPU, since drivers start from the CPU's own estimate.
describe("recorded bits", () => {
  const session = makeSession(nodeProvider(), host);
  afterAll(() => session.close());
  for (const { values, f, x, y, nx, ny } of recorded.integrals) {
    const problem = prepare({ f, x: x as [number, number], y: y as [number, number], nx, ny });
    for (const [precision, integral] of Object.entries(values) as [Precision, number][]) {
      const foreign = precision === "f64" && OPEN.test(f) && host.info.math !== recorded.math;
      it.skipIf(foreign)(`${f} in ${precision}, ${nx} x ${ny} cells`, async () => {
        const choice = { backend: precision === "f64" ? "serial" : "gpu", precision, threads: 1 } as const;
        const result = await integrate(problem, (plan) => session.open(plan, choice), host);
        expect(result.integral).toBe(integral);
      });
    }
  }
});
