import { describe, expect, it } from "vitest";
import { host, spawnWorker } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { type Prepared, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { threadsAlone } from "./alone.ts";
import { GRIDS, TOLERANCE, truths } from "./truth.ts";

const serial = (problem: Prepared) => integrate(problem, (plan) => openSerial(plan, host), host);
const threads = (problem: Prepared, count: number) =>
  integrate(problem, (plan) => threadsAlone(plan, count, spawnWorker), host);

describe("serial", () => {
  describe.each([17, 1000, 2000])("n = %i", (n) => {
    it.each(truths(n))("$name is the midpoint sum", async ({ problem, sum }) => {
      const { integral } = await serial(problem);
      expect(Math.abs(integral - sum)).toBeLessThanOrEqual(TOLERANCE.f64);
    });
  });

  it("flips the sign with reversed limits, and is zero over an empty interval", async () => {
    const forwards = await serial(prepare({ f: "cos(x+y)", n: 100 }));
    const backwards = await serial(prepare({ f: "cos(x+y)", n: 100, x: [Math.PI, 0], y: [0, Math.PI] }));
    expect(backwards.integral).toBeCloseTo(-forwards.integral, 14);
    expect((await serial(prepare({ f: "cos(x+y)", n: 100, x: [1, 1], y: "0,pi" }))).integral).toBe(0);
  });
});

describe("limits and values at the ends of f64", () => {
  it.each([
    // The sum of two nodes overflows.
    ["x < 5e304 ? 1e-305 : 0", [0, 1e305], [0, 1], 0.5],
    ["1e-308", [-1.7e308, 1.7e308], [0, 1], 3.4],
    ["1e-300", [-1e300, 1e300], [0, 1], 2],
    // The sum times one side is subnormal or infinite, but the integral is neither.
    ["1e-300", [0, 1e-20], [0, 1e100], 1e-220],
    ["1e30", [0, 1e290], [0, 1e-30], 1e290],
    ["1e-310", [0, 1], [0, 1e10], 1e-300],
  ] as const)("%s over x %j, y %j is %d", async (f, x, y, integral) => {
    const found = (await serial(prepare({ f, x, y, n: 100 }))).integral;
    expect(Math.abs(found - integral)).toBeLessThanOrEqual(1e-14 * Math.abs(integral));
  });
});

describe("threads", () => {
  it.each([1, 2, 3, 7])("%i of them give the bits of serial", async (count) => {
    for (const problem of [prepare({ f: "cos(x+y)", n: 1500 }), prepare({ nx: 1, ny: 5000 })]) {
      const result = await threads(problem, count);
      expect(result.integral).toBe((await serial(problem)).integral);
      expect(result.threads).toBe(count);
      expect(result.precision).toBe("f64");
    }
  });

  it.each(GRIDS)("give them in $name, too", async ({ problem, sum }) => {
    const { integral } = await serial(problem);
    expect(Math.abs(integral - sum)).toBeLessThanOrEqual(1e-15);
    for (const count of [2, 3]) expect((await threads(problem, count)).integral).toBe(integral);
  });

  it("are at most one per tile", async () => {
    const { threads: used, integral } = await threads(prepare({ f: "cos(x+y)", n: 100 }), 8);
    expect(used).toBe(1);
    expect(integral).toBeCloseTo(-4, 2);
  });
});
