import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { type WarmGpu, warm } from "../src/gpu/device.ts";
import { makeRegionKernel } from "../src/gpu/region-kernel.ts";
import { ARITHMETIC } from "../src/gpu/regions.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { valuesAt } from "../src/problem/family.ts";
import { memberOf } from "../src/problem/parsed.ts";
import type { ProblemOptions } from "../src/problem/problem.ts";
import type { Region } from "../src/quadrature/coordinates/segments.ts";
import { makeDeviceRule } from "../src/quadrature/integrands/device-rule.ts";
import { firstRegions } from "../src/quadrature/regions/first.ts";
import { useGpu } from "./gpu.ts";

const gpu = useGpu();
let device: WarmGpu;
beforeAll(async () => {
  device = await warm(await gpu.open());
});
afterAll(() => device.release());

/** A family's first regions, with the parameters of each. */
function regionsOf(options: ProblemOptions) {
  const prepared = prepareAccuracy(options);
  const all = Array.from({ length: prepared.members.count }, (_, k) => {
    const parameters = valuesAt(prepared.members, k);
    return firstRegions(memberOf(prepared, k)).map((region) => ({ k, region, parameters }));
  }).flat();
  return { prepared, all };
}

describe.each([
  [
    "1,000 members of J0",
    { f: "cos(a*sin(t))/pi", variables: { t: "0,pi" }, parameters: { a: "0:50:1000" } },
  ],
  [
    "two variables and two parameters",
    {
      f: "exp(-w*(x-a)^2)*cos(b*y)",
      x: "0,1",
      y: "0,1",
      parameters: { w: "1,100", a: "0,0.5", b: "-3,2000" },
    },
  ],
  ["limits that depend", { f: "x^b/(1+y)", x: "0,a", y: "0,x", parameters: { a: "0.5,2", b: "1.5,3" } }],
  ["three variables", { f: "a*x*y+exp(a*z)", x: "0,1", y: "0,1", z: "0,1", parameters: { a: "-2:2:3" } }],
])("of %s", (_, options) => {
  it.each(["f32", "df64"] as const)("sums are those of each alone, and f64's, in %s", async (precision) => {
    const { prepared, all } = regionsOf(options);
    const kernel = await makeRegionKernel(prepared, precision, device, host);
    const together = await kernel.sums(
      all.map(({ region }) => region),
      all.map(({ parameters }) => parameters),
    );
    for (let at = 0; at < all.length; at += Math.ceil(all.length / 50)) {
      const { k, region, parameters } = all[at] as (typeof all)[number];
      expect(together[at]).toEqual((await kernel.sums([region], [parameters]))[0]);
      const truth = makeDeviceRule(memberOf(prepared, k), ARITHMETIC[precision]).reference(region);
      expect(Math.abs((together[at]?.value ?? Number.NaN) - truth.value)).toBeLessThanOrEqual(truth.rounding);
    }
    kernel.close();
  });
});

it("sums are null of a member that f32 cannot hold, or whose f is not finite at a node", async () => {
  const prepared = prepareAccuracy({ f: "1/(1-x/a)", x: "0,1", parameters: { a: "-1,2,3e9" } });
  const kernel = await makeRegionKernel(prepared, "f32", device, host);
  const region: Region = [{ centre: 0, length: 1, power: 1, from: 0, to: 1, within: null }];
  const a = [-1, 0.5, 2, 1e39, 3e9];
  const sums = await kernel.sums(
    a.map(() => region),
    a.map((one) => [one]),
  );
  const expected = [Math.LN2, null, 2 * Math.LN2, null, 1].map((one) =>
    one === null ? null : expect.objectContaining({ value: expect.closeTo(one, 6) }),
  );
  expect(sums).toEqual(expected);
  expect(kernel.codeFor([1e39])).toBeNull();
  expect(kernel.codeFor([2])).toBe(kernel.codeFor([3]));
  kernel.close();
});
