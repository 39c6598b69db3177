import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { type Gpu, type WarmGpu, warm } from "../../src/gpu/device.ts";
import { type GpuLimits, openGpu } from "../../src/gpu/gpu.ts";
import { PARAMETERS } from "../../src/integrand/language/tree.ts";
import { sensitivity } from "../../src/integrand/reading/sensitivity.ts";
import { valuesAt } from "../../src/problem/family.ts";
import { type GpuPrecision, type Prepared, type ProblemOptions, prepare } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { integrateFamily } from "../../src/run/family/family.ts";
import { useGpu } from "../gpu.ts";
import { meanOver, volumeOf } from "../truth.ts";

const gpu = useGpu();
let device: WarmGpu;
beforeAll(async () => {
  device = await warm(await gpu.open());
});
afterAll(() => device.release());

async function onGpu(
  problem: Prepared,
  precision: GpuPrecision,
  limits: GpuLimits = {},
  on: WarmGpu = device,
): Promise<Float64Array> {
  const open = (plan: Parameters<typeof openGpu>[0]) => openGpu(plan, precision, on, host, limits);
  return (await integrateFamily(makePlan(problem), open, host)).family.integrals;
}

async function inF64(problem: Prepared): Promise<Float64Array> {
  return (await integrateFamily(makePlan(problem), async (plan) => openSerial(plan, host), host)).family
    .integrals;
}

/** Member k of these options' family as a family of its own. */
function alone(options: ProblemOptions, k: number): Prepared {
  const { members } = prepare(options);
  const own = valuesAt(members, k);
  return prepare({
    ...options,
    parameters: Object.fromEntries(members.names.map((name, p) => [name, [own[p] as number]])),
  });
}

const EPSILON = { fast: Number.POSITIVE_INFINITY, f32: 1e-7, df64: 1e-12 };
const COARSE = [0, 2500, 50, 14];

/** The contract's bound for member k, with the mean of the sensitivity where the contract has its maximum. */
function promised(problem: Prepared, k: number, precision: GpuPrecision): number {
  const mean = meanOver(problem, COARSE, (point) => {
    const all = [...point];
    for (const [position, value] of valuesAt(problem.members, k).entries())
      all[PARAMETERS + position] = value;
    return sensitivity(problem.f, all).sum;
  });
  return EPSILON[precision] * mean * volumeOf(problem);
}

const FAMILIES: readonly (ProblemOptions & { name: string })[] = [
  {
    name: "J0 in one variable",
    f: "cos(a*sin(t))/pi",
    variables: { t: "0,pi" },
    parameters: { a: "0:50:21" },
    n: 200,
  },
  {
    name: "peaks in two variables, with two parameters",
    f: "exp(-w*((x-a)^2+(y-0.4)^2))",
    x: "0,1",
    y: "0,1",
    parameters: { a: "0.1:0.9:3", w: "log:0.1:1000:5" },
    n: 140,
  },
  {
    name: "three variables, the last of which scales a column",
    f: "cos(x*z)+a*y",
    x: "0,1",
    y: "0,1",
    z: "0,2",
    parameters: { a: "-2:2:5" },
    nx: 140,
    ny: 20,
    nz: 3,
  },
  {
    name: "three variables, one of which f does not use",
    f: "x*y*a",
    x: "0,1",
    y: "0,1",
    z: "0,2",
    parameters: { a: "1,3" },
    nx: 20,
    ny: 20,
    nz: 3,
  },
  {
    name: "limits with parameters, and weights",
    f: "x^b*y",
    x: "0,a",
    y: "a,2*a",
    parameters: { a: "0.5:2:3", b: "1,2.5" },
    n: 20,
    rule: "gauss4",
  },
  {
    name: "weights in three variables",
    f: "a*x*y*z",
    x: "0,1",
    y: "0,1",
    z: "0,a",
    parameters: { a: "1,-2,20" },
    n: 10,
    rule: "simpson",
  },
  { name: "both signs in one variable", f: "atan(a*x)", x: "0,1", parameters: { a: "-2:2:5" }, n: 300 },
  {
    name: "both signs in two variables",
    f: "1/(1+(x-a)^2+y^2)",
    x: "0,1",
    y: "0,1",
    parameters: { a: "-2:2:5" },
    n: 140,
  },
  {
    name: "magnitudes from 0 to far beyond",
    f: "a*x+sqrt(y)",
    x: "0,1",
    y: "0,1",
    parameters: { a: "0,1e-9,-1e-9,0.1,1,10,-100,1e5,1e7,-1e12" },
    n: 40,
  },
  {
    name: "four parameters",
    f: "a*x+b*y+c*x*y+d",
    x: "0,1",
    y: "0,1",
    parameters: { a: "-1,1", b: "1,2", c: "0,3", d: "-1,1e7" },
    n: 20,
  },
];

describe.each(FAMILIES)("$name", ({ name: _, ...options }) => {
  const problem = prepare(options);
  it.each<GpuPrecision>(["f32", "df64"])("are what f64 gives, in %s", async (precision) => {
    const [found, truth] = [await onGpu(problem, precision), await inF64(problem)];
    for (const [k, value] of truth.entries())
      expect(Math.abs((found[k] as number) - value)).toBeLessThanOrEqual(promised(problem, k, precision));
  });

  it.each<GpuPrecision>(["fast", "f32", "df64"])(
    "have the bits of each member alone, in %s",
    async (precision) => {
      const all = await onGpu(problem, precision);
      expect(all.every(Number.isFinite)).toBe(true);
      for (const [k, value] of all.entries())
        expect([k, ...(await onGpu(alone(options, k), precision))]).toEqual([k, value]);
    },
  );

  it("do not depend on submits", async () => {
    const all = await onGpu(problem, "f32");
    for (const limits of [{ tiles: 1 }, { tiles: 7 }, { groups: 1 }, { tiles: 10, groups: 3 }])
      expect(await onGpu(problem, "f32", limits)).toEqual(all);
  });
});

// Abramowitz and Stegun, table 9.1.
const J0 = { 0: 1, 1: 0.7651976866, 2: 0.2238907791, 5: -0.1775967713, 10: -0.2459357645 };

it("is Bessel's function", async () => {
  const a = Object.keys(J0).map(Number);
  const problem = prepare({ f: "cos(a*sin(t))/pi", variables: { t: "0,pi" }, parameters: { a }, n: 100 });
  const [single, double] = [await onGpu(problem, "f32"), await onGpu(problem, "df64")];
  for (const [k, value] of Object.values(J0).entries()) {
    expect(single[k]).toBeCloseTo(value, 6);
    expect(double[k]).toBeCloseTo(value, 9);
  }
});

describe.each<GpuPrecision>(["fast", "f32", "df64"])("a member fails alone, in %s", (precision) => {
  it.each<[string, ProblemOptions, number[]]>([
    ["at a pole", { f: "1/(x-a)", x: "0,1", n: 5 }, [-1, 0.5, 2]],
    ["at a pole in two variables", { f: "y/(x-a)", x: "0,1", y: "0,1", n: 5 }, [0.25, 0.5]],
    ["where f32 cannot hold its parameter", { f: "a > 1 ? 2 : x", x: "0,1", n: 50 }, [2, 1e39, -1, -1e300]],
  ])("%s", async (_, options, a) => {
    const found = await onGpu(prepare({ ...options, parameters: { a } }), precision);
    const truth = a.map((v) => (Math.abs(v) > 1e38 || v === 0.5 ? Number.NaN : v));
    for (const [k, value] of truth.entries()) {
      if (Number.isNaN(value)) expect(found[k]).toBeNaN();
      else
        expect(found[k]).toBe(
          (await onGpu(prepare({ ...options, parameters: { a: [value] } }), precision))[0],
        );
    }
  });
});

it("of which f32 holds no member fails", async () => {
  const problem = prepare({ f: "a*x", x: "0,1", parameters: { a: "1e39,-1e40" }, n: 5 });
  await expect(onGpu(problem, "f32")).rejects.toMatchObject({
    code: "not-finite",
    message: /1e\+39 exceeds the f32 range/,
  });
});

it("many members of few nodes are one submit's invocations", async () => {
  const problem = prepare({ f: "a*x", x: "0,1", parameters: { a: "0:1:100001" }, n: 4 });
  const found = await onGpu(problem, "df64");
  expect(found.length).toBe(100_001);
  for (const [k, value] of found.entries())
    if (Math.abs(value - k / 200_000) > 1e-13) expect(value).toBe(k / 200_000);
});

it.each([
  ["a parameter that is slightly off", "layer.p0 *", "layer.p0 * 1.001 *"],
  ["a parameter for another", "members[at + 1u]", "members[at]"],
])("is refused: %s", async (_, from, to) => {
  const own: Gpu = await gpu.open();
  const create = own.device.createShaderModule.bind(own.device);
  let changed = false;
  own.device.createShaderModule = (descriptor) => {
    const code = descriptor.code.replace(from, to);
    changed ||= code !== descriptor.code;
    return create({ ...descriptor, code });
  };
  const problem = prepare({ f: "exp(a*x)", x: "0,1", parameters: { a: "1:2:3" }, n: 50 });
  await expect(onGpu(problem, "f32", {}, await warm(own))).rejects.toThrow(/cannot do f32: .* off by/);
  expect(changed).toBe(true);
  own.release();
});
