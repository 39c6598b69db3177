import { describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { type Prepared, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { useGpu } from "../gpu.ts";
import published from "../integrands.json" with { type: "json" };
import { promised, volumeOf } from "../truth.ts";

const gpu = useGpu();

/** What df64 promises, on the scale on which f32 promises 1e-7. */
const bound = (problem: Prepared) => promised(problem) * 1e-5;

async function expectNear(problem: Prepared, truth: number): Promise<void> {
  const { integral } = await gpu.run(problem, "df64");
  expect(Math.abs(integral - truth)).toBeLessThanOrEqual(bound(problem));
}

const serial = async (problem: Prepared) => {
  return (await integrate(problem, (plan) => openSerial(plan, host), host)).integral;
};

describe.each(published.midpointSums.filter(({ values }) => values))(
  "the sum of $f",
  ({ f, x, y, values }) => {
    it.each([17, 1000, 4000])("over n = %i cells a side has its known value", async (n) => {
      const problem = prepare({ f, x, y, n });
      const truth = Number((values as Record<string, string>)[n]);
      await expectNear(problem, truth);
      const area = volumeOf(problem);
      const { integral } = await gpu.run(problem, "df64");
      if (n >= 1000) expect(Math.abs(integral - truth)).toBeLessThanOrEqual(1e-14 * area);
    });
  },
);

describe("df64 is f64 on the same grid, within its bound", () => {
  it.each(published.integrals)("$f", async ({ f, x, y }) => {
    const problem = prepare({ f, x, y, n: 300 });
    await expectNear(problem, await serial(problem));
  });

  it.each<[string, string, string]>([
    // In f32 a coordinate has 13 bits left inside this square.
    ["cos(x+y)", "1000,1001", "1000,1001"],
    ["exp(-(x-1000)^2*(y-1000))", "1000,1001", "1000,1001"],
    ["1-cos(x)", "0,0.01", "0,0.01"],
    // Beyond where sines are promised to the last digit, but their arguments still have some.
    ["sin(x)+cos(y)", "1e6,1e6+10", "9e6,9e6+10"],
    ["sin(x)*y", "9e4,11e4", "0,1"],
    ["sin(x)*y", "-1e-6,1e-6", "0,1e-6"],
    ["tan(x)+atan2(y,x)", "-1,1", "0.5,2"],
    ["asin(x)*acos(y)", "-0.9,0.9", "-0.9,0.9"],
    ["sinh(x)*cosh(y)*tanh(x+y)", "-3,3", "-3,3"],
    ["log(x)+log2(y)+log10(x*y)", "0.1,30", "0.1,30"],
    ["x^y + (x*y)^1.5 + x^5", "0.1,3", "0.1,3"],
    ["cbrt(x-y-5)+hypot(x,y)+sqrt(x*x+y)", "-1,2", "0.1,2"],
    ["min(x,y)+max(x,y,1)+abs(x-y)+round(3*x)+floor(y*2)+ceil(x)+sign(x-y)", "-2,2", "-1,2"],
    ["x*y > 0.3 ? x/y : y/(2+x)", "-1,1", "0.1,1"],
  ])("%s on %s x %s", async (f, x, y) => {
    const problem = prepare({ f, x, y, nx: 130, ny: 513 });
    await expectNear(problem, await serial(problem));
  });
});

it.each(["x^4-y^4", "1/(x*y)", "exp(x)"])("%s beyond the range of f32 is refused", async (f) => {
  const run = gpu.run(prepare({ f, x: [1e10, 2e20], y: [1e20, 2e20], n: 10 }), "df64");
  await expect(run).rejects.toMatchObject({ code: "not-finite" });
});
