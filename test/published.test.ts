import { describe, expect, it } from "vitest";
import { host, spawnWorker } from "../node/host.ts";
import type { Backend } from "../src/backend.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { constantOf } from "../src/integrand/language/integrand.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import { type Precision, type Prepared, prepare } from "../src/problem/problem.ts";
import type { Plan } from "../src/quadrature/grid/plan.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { threadsAlone } from "./alone.ts";
import { useGpu } from "./gpu.ts";
import published from "./integrands.json" with { type: "json" };
import { AREA, meanOver, promised, TOLERANCE, volumeOf } from "./truth.ts";

const gpu = useGpu();

const run = async (problem: Prepared, open: (plan: Plan) => Promise<Backend> | Backend) =>
  (await integrate(problem, open, host)).integral;
const serial = (problem: Prepared) => run(problem, (plan) => openSerial(plan, host));
const threads = (problem: Prepared) => run(problem, (plan) => threadsAlone(plan, 2, spawnWorker));

/** The mean of |f| on a coarse grid, times the area: the scale of relative errors. */
function size(problem: Prepared): number {
  return (
    meanOver(problem, [0, 4096, 64, 16], (point) => Math.abs(evaluate(problem.f, point))) * volumeOf(problem)
  );
}

/** `fast` is as accurate as the adapter's own functions. */
const near = (problem: Prepared, precision: Precision) => {
  return precision === "f32" ? promised(problem) : 1e-3 * size(problem);
};

describe.each(published.integrals)("$name: $f", ({ f, x, y, exact }) => {
  const problem = (n: number) => prepare({ f, x, y, n });

  it("serial converges to the published value, and threads has the same bits", async () => {
    const [coarse, fine] = [await serial(problem(500)), await serial(problem(1000))];
    expect(await threads(problem(1000))).toBe(fine);
    // The midpoint rule's error falls at least as sqrt(h) for all of these, and for an indicator it is noise
    // of the order of h^1.5.
    const bound = 3 * Math.abs(fine - coarse) + (f.includes("?") ? 1000 ** -1.5 : 1e-13);
    expect(Math.abs(fine - constantOf(exact, "exact"))).toBeLessThanOrEqual(bound);
  });

  it.each(["fast", "f32"] as const)("%s agrees with serial on the same grid", async (precision) => {
    const { integral } = await gpu.run(problem(1000), precision);
    expect(Math.abs(integral - (await serial(problem(1000))))).toBeLessThanOrEqual(
      near(problem(1000), precision),
    );
  });
});

describe.each(published.midpointSums.filter(({ values }) => values))(
  "midpoint sums of $f",
  ({ f, x, y, values }) => {
    it.each([17, 1000])("n = %i", async (n) => {
      const problem = prepare({ f, x, y, n });
      const truth = Number((values as Record<string, string>)[n]);
      expect(Math.abs((await serial(problem)) - truth)).toBeLessThanOrEqual(1e-15 * size(problem) + 1e-15);
      const { integral } = await gpu.run(problem, "f32");
      expect(Math.abs(integral - truth)).toBeLessThanOrEqual(
        n < 1000 ? promised(problem) : (TOLERANCE.f32 / AREA) * volumeOf(problem),
      );
    });
  },
);
