import { expect, it } from "vitest";
import { host } from "../../node/host.ts";
import type { Estimate } from "../../src/accuracy/claim.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { RULE_NAMES } from "../../src/problem/grid.ts";
import { prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { CASES, domains, judged, misleading } from "../estimate-suite.ts";
import { useGpu } from "../gpu.ts";
import { INTEGRANDS } from "../integrals.ts";

it("is never wrong in silence: all misleading integrands, at three n", async () => {
  const all = misleading(() => true, [50, 200, 2000]);
  const { runs, flagged, silent, above } = await judged(all);
  expect(runs).toBe(3 * CASES.length);
  expect(silent).toEqual([]);
  expect(above).toBeLessThanOrEqual(0.02 * runs);
  // Nor does it doubt everything: these were chosen to be hard.
  expect(flagged).toBeLessThan(0.45 * runs);
});

/** All but some of Gauss's, which are alike. */
const RULES = RULE_NAMES.filter((name) => !/gauss(3|4|6|7|8|9|10|11|12|13|14|15)$/.test(name));

it.each([
  ["rules over all domains", () => domains(RULES, [0, 1])],
  [
    "Gauss's on all misleading integrands",
    () => misleading(() => true, [3, 150], ["gauss2", "gauss5", "gauss16"]),
  ],
] as const)("is never wrong in silence: %s", async (_, all) => {
  const { runs, silent, above } = await judged(all());
  expect(silent).toEqual([]);
  expect(above).toBeLessThanOrEqual(0.02 * runs);
});

const gpu = useGpu();

it.each(["fast", "f32"] as const)(
  "what %s makes of a sum is below three times its estimated rounding",
  async (precision) => {
    const misses: unknown[] = [];
    for (const f of INTEGRANDS) {
      const problem = prepare({ f, n: 1000 });
      const { integral, estimate } = await gpu.run(problem, precision, {}, { estimate: true });
      const truth = await integrate(problem, (plan) => openSerial(plan, host), host);
      const { rounding } = estimate as Estimate;
      const error = Math.abs(integral - truth.integral);
      if (error > 3 * rounding) misses.push([f, error, rounding]);
    }
    expect(misses.length, JSON.stringify(misses)).toBeLessThanOrEqual(0.05 * INTEGRANDS.length);
  },
);

it.each([1, 3, 17])(
  "rounding on a grid of %i cells a side is not taken for that on a finer one",
  async (n) => {
    const problem = prepare({ n });
    const { integral, estimate } = await gpu.run(problem, "f32", {}, { estimate: true });
    // The lesson's sum is 0 on any grid.
    expect(Math.abs(integral)).toBeLessThanOrEqual((estimate as Estimate).rounding + 1e-14);
  },
);
