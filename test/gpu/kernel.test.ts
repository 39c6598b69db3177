import { describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { type GpuPrecision, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { useGpu } from "../gpu.ts";
import { AREA, cosineSum, GRIDS, promised, TOLERANCE, truths } from "../truth.ts";

const gpu = useGpu();
const PRECISIONS: GpuPrecision[] = ["fast", "f32"];

describe.each(PRECISIONS)("%s", (precision) => {
  describe.each([1000, 4000])("n = %i", (n) => {
    it.each(truths(n))("$name is the midpoint sum", async ({ problem, sum }) => {
      const { integral } = await gpu.run(problem, precision);
      expect(Math.abs(integral - sum)).toBeLessThanOrEqual(TOLERANCE[precision]);
    });
  });

  it("a constant is summed exactly to f32", async () => {
    for (const [f, value] of [
      ["0.1", Math.fround(0.1)],
      ["1/3", Math.fround(1 / 3)],
    ] as const) {
      const { integral } = await gpu.run(prepare({ f, n: 1024 }), precision);
      expect(Math.abs(integral / AREA - value)).toBeLessThan(1e-15);
    }
  });

  // Both sides of a strip (8 rows), of four columns and of a tile (512 x 128), and the thinnest grids.
  it.each([
    [1, 1],
    [3, 7],
    [4, 8],
    [5, 9],
    [127, 511],
    [128, 512],
    [129, 513],
    [130, 1025],
    [1, 2000],
    [2000, 1],
  ])("%i x %i cells", async (nx, ny) => {
    const problem = prepare({ f: "cos(x+y)", nx, ny });
    const { integral } = await gpu.run(problem, precision);
    const truth = await integrate(problem, (plan) => openSerial(plan, host), host);
    // With few cells rounding errors do not average out: f32's promised bound, 1e-7 area times
    // the sum of |v df/dv|, at most 1 + 2 * 4.82 for cos(x+y) here.
    const bound = precision === "f32" ? 1e-7 * AREA * 10.7 : 1e-3 * AREA;
    expect(Math.abs(integral - truth.integral)).toBeLessThanOrEqual(bound);
  });
});

// A branch in a function that is unrolled 32 times, or 2,000 characters of functions, once took SwiftShader
// minutes to compile.
describe("a shader compiles without delay", () => {
  const many = (length: number, term: (k: number) => string) =>
    Array.from({ length }, (_, k) => term(k)).join("+");
  it.each([
    ["x/y", "x/y"],
    ["atan2(y,x)", "atan2(y,x)"],
    ["x > y && x*y < 2 || y > 1", "x > y && x*y < 2 || y > 1"],
    ["thirty powers", many(30, (k) => `(x+y)^1.${k}`)],
    ["a hundred quotients", many(100, (k) => `x/(y+${k})`)],
    ["forty powers of powers", `${"(".repeat(40)}x${"^y)".repeat(40)}`],
    ["ninety-nine sines of sines", `${"sin(".repeat(99)}x+y${")".repeat(99)}`],
  ])("of %s", async (_, f) => {
    const problem = prepare({ f, x: [0.5, 1], y: [1, 2], n: 40 });
    const { integral } = await gpu.run(problem, "f32");
    const truth = await integrate(problem, (plan) => openSerial(plan, host), host);
    expect(Math.abs(integral / truth.integral - 1)).toBeLessThan(1e-4);
  });
});

describe("an integrand too costly to unroll", () => {
  const terms = Array.from({ length: 100 }, (_, k) => `cos(x*y+${k}/50)`);
  const long = terms.join("+");

  it.each([
    [1, 1],
    [130, 520],
  ])("is summed in loops, %i x %i cells", async (nx, ny) => {
    const problem = prepare({ f: long, nx, ny });
    const { integral } = await gpu.run(problem, "f32");
    const truth = await integrate(problem, (plan) => openSerial(plan, host), host);
    expect(Math.abs(truth.integral)).toBeGreaterThan(10);
    // 1e-7 area Σ|v df/dv|: 100 terms of at most 1 + 3 * 9.87.
    expect(Math.abs(integral - truth.integral)).toBeLessThanOrEqual(1e-7 * AREA * 100 * 31);
  });
});

describe("values beyond the f32 range", () => {
  it.each([
    ["max(x^4-y^4,1)", [1.1e10, 1.2e10], [1e10, 1.05e10]],
    ["1/(x*y)", [1e20, 2e20], [1e20, 2e20]],
    ["x^2 < y^2 ? 1 : 2", [1e20, 2e20], [3e20, 4e20]],
    ["atan(1e-37*exp(x)/1e3)", [89, 92], [0, 1]],
    ["1e-30*cosh(x) > 1e20 ? 1 : 0", [90, 92], [0, 1]],
    ["1/(1+1e-30*(y+2)^x)", [120, 140], [0, 1]],
    ["1/(1+1e-30*hypot(x,x,y))", [3e38, 3.1e38], [0, 1]],
    ["max(1e-30*(x/y), 1)", [1e20, 2e20], [1e-20, 2e-20]],
    // A divisor that f32 flushes to zero.
    ["1/(1/exp(-x)-1e38)", [89, 92], [0, 1]],
    ["max(log(x*y), -100)", [1e-20, 2e-20], [1e-20, 2e-20]],
  ] as const)("are an error: %s", async (f, x, y) => {
    const problem = prepare({ f, x, y, n: 10 });
    for (const precision of [...PRECISIONS, "df64"] as const) {
      await expect(gpu.run(problem, precision)).rejects.toMatchObject({ code: "not-finite" });
    }
    const truth = await integrate(problem, (plan) => openSerial(plan, host), host);
    expect(Number.isFinite(truth.integral)).toBe(true);
  });

  it.each([
    ["y < 10 ? y : x*1e38*10", [1, 2], 0.5],
    ["y > 10 && x*1e38*10 > 1", [1, 2], 0],
    ["y < 10 || exp(100*x) > 1", [1, 2], 1],
    ["x > 5 ? exp(x) : x > -5 ? 3 : exp(-x)", [-1, 1], 6],
    ["1/(1/(x-x))", [1, 2], 0],
    ["exp(-1/(x*y*0))", [1, 2], 0],
    ["1/(-1/(1/(x-x))) < 0 ? 1 : 2", [1, 2], 1],
    ["1/sin(-floor(x/4)) < 0 ? 1 : 2", [1, 2], 1],
    ["(-1/(x-x))^0.3 > 0 ? 1 : 2", [1, 2], 1],
  ] as const)(
    "are ignored in a branch not taken, and true infinities count as in JavaScript: %s",
    async (f, x, value) => {
      const problem = prepare({ f, x, y: [0, 1], n: 10 });
      for (const precision of [...PRECISIONS, "df64"] as const) {
        expect((await gpu.run(problem, precision)).integral).toBeCloseTo(value, 5);
      }
      expect((await integrate(problem, (plan) => openSerial(plan, host), host)).integral).toBeCloseTo(
        value,
        9,
      );
    },
  );

  // Shader compilers fold 0 * v to 0.
  it.each([
    "1+0*log(x-2)",
    "0*sqrt(x-2)",
    "0/log(-x)",
    "max(0*log(-x),1)",
    "1+0*(y/(x-x))",
    "log(x-2)-log(x-2)",
  ])("are an error, as is NaN times 0: %s", async (f) => {
    const problem = prepare({ f, x: [0.3, 1.2], y: [0.3, 1.2], n: 4 });
    for (const precision of [...PRECISIONS, "df64"] as const) {
      await expect(gpu.run(problem, precision)).rejects.toMatchObject({ code: "not-finite" });
    }
  });

  it("are an error in the limits", async () => {
    const problem = prepare({ f: "1", x: [0, 1e39], y: [0, 1], n: 10 });
    await expect(gpu.run(problem, "f32")).rejects.toMatchObject({ code: "not-finite" });
  });

  it("are an error in sines of large arguments", async () => {
    const problem = prepare({ f: "sin(x)", x: [1e8, 1e8 + 100], y: [0, 1], n: 10 });
    await expect(gpu.run(problem, "f32")).rejects.toMatchObject({
      code: "not-finite",
      message: expect.stringContaining("a sin, cos or tan has an argument above 1e7"),
    });
  });
});

it("the error of f32 sums does not grow with n", async () => {
  for (const n of [500, 1500, 2500, 5000]) {
    const { integral } = await gpu.run(prepare({ f: "cos(x+y)", n }), "f32");
    expect(Math.abs(integral - cosineSum(n))).toBeLessThan(1e-8 * AREA);
  }
});

describe("the same bits", () => {
  const problem = prepare({ f: "cos(x+y)", nx: 700, ny: 3000 });

  it("do not depend on submits and dispatch dimensions", async () => {
    const { integral } = await gpu.run(problem, "f32");
    expect(integral).toBeCloseTo(-4, 4);
    const splits = [
      { tiles: 1 },
      { tiles: 7 },
      { tiles: 36, groups: 5 },
      { groups: 1 },
      { tiles: 10, groups: 3 },
    ];
    for (const limits of splits) expect((await gpu.run(problem, "f32", limits)).integral).toBe(integral);
  });

  it.each(GRIDS)("nor do they in $name", async ({ problem, sum }) => {
    const { integral } = await gpu.run(problem, "f32");
    expect(Math.abs(integral - sum)).toBeLessThanOrEqual(promised(problem));
    for (const limits of [{ tiles: 1 }, { tiles: 7 }, { groups: 1 }, { tiles: 10, groups: 3 }]) {
      expect((await gpu.run(problem, "f32", limits)).integral).toBe(integral);
    }
  });

  it("repeat from run to run", async () => {
    const once = await gpu.run(problem, "fast");
    expect((await gpu.run(problem, "fast")).integral).toBe(once.integral);
  });
});
