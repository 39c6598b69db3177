import { describe, expect, it } from "vitest";
import type { AccuracyResult } from "../src/run/result.ts";
import { cli, useCli } from "./cli.ts";

const run = useCli();

const json = async (...args: string[]) => {
  const { code, out, err } = await run([...args, "--json"]);
  return { code, err, result: JSON.parse(out) as AccuracyResult };
};

describe("an accuracy", () => {
  it.each([
    ["a Gaussian over the plane", ["-f", "exp(-x^2-y^2)", "-x", "-inf,inf", "-y", "-inf,inf"], Math.PI],
    ["a wedge of it", ["-f", "exp(-x^2-y^2)", "-x", "0,inf", "-y", "0,x"], Math.PI / 8],
    ["a disc by its limits", ["-f", "1", "-x", "-1,1", "-y", "-sqrt(1-x^2),sqrt(1-x^2)"], Math.PI],
    ["a disc by a comparison", ["-f", "x^2+y^2 < 1", "-x", "-1,1", "-y", "-1,1"], Math.PI],
    ["a root's pole", ["-f", "1/sqrt(t)", "-v", "t=0,1"], 2],
    [
      "a logarithm within",
      ["-f", "log(abs(x-0.4))", "-x", "0,1"],
      0.4 * Math.log(0.4) + 0.6 * Math.log(0.6) - 1,
    ],
    ["a crease", ["-f", "abs(x-0.3)*y", "-x", "0,1", "-y", "0,1"], (0.09 + 0.49) / 4],
    ["a narrow peak", ["-f", "exp(-1e10*(x-0.7234)^2)", "-x", "0,1"], Math.sqrt(Math.PI) * 1e-5],
    ["reversed limits", ["-f", "x^3", "-x", "2,0"], -4],
    ["three variables", ["-f", "x*y*z", "-x", "0,1", "-y", "0,x", "-z", "0,y"], 1 / 48],
  ])("of %s is met, and its claim holds", async (_, args, exact) => {
    for (const tolerance of [1e-4, 1e-10]) {
      const { code, result } = await json(...args, "--tol", String(tolerance));
      expect([code, result.status]).toEqual([0, "converged"]);
      const error = Math.abs(result.integral - exact);
      expect(error).toBeLessThanOrEqual(tolerance * Math.abs(exact));
      // The closed form has a rounding error of its own.
      expect(error).toBeLessThanOrEqual(result.estimate.total + 4e-16 * Math.abs(exact));
    }
  });

  it.each([
    ["exp(x*(2e8-x)-1e16)", "-inf,inf", "values of f were 0"],
    ["exp(-x^2)", "30,31", "values of f were 0"],
    ["floor(x)", "0,1", "values of f were 0"],
    ["0", "0,1", ""],
    ["x", "-1,1", "the integral is 0 to this accuracy"],
  ])("of %s over %s: where all that was seen is 0, that is said", async (f, limits, doubt) => {
    const { code, err, result } = await json("-f", f, "-x", limits);
    expect([code, Math.abs(result.integral) < 1e-15]).toEqual([0, true]);
    if (doubt) expect(err).toContain(doubt);
    else expect(err).toBe("");
  });

  it("is 1e-8 for any problem but the lesson's, without looking for adapters", async () => {
    const { code, err, result } = await json("-f", "x*y", "-x", "0,1", "-y", "0,1");
    expect([code, err]).toEqual([0, ""]);
    expect(result.problem.method).toEqual({
      kind: "accuracy",
      relative: 1e-8,
      absolute: 0,
      maxEvaluations: 1e8,
    });
    expect(result).toMatchObject({
      schema: 2,
      backend: "serial",
      precision: "f64",
      cells: null,
      adapter: null,
    });
    expect(result.integral).toBeCloseTo(0.25, 12);
    for (const grid of [
      ["-n", "10"],
      ["--nx", "5", "--ny", "5"],
      ["--rule", "gauss2"],
      ["-p", "fast"],
    ]) {
      const { out } = await run([
        "-f",
        "x*y",
        "-x",
        "0,1",
        "-y",
        "0,1",
        "-t",
        "1",
        ...grid,
        "--no-estimate",
        "--json",
      ]);
      expect(JSON.parse(out).problem.method.kind).toBe("grid");
    }
  });

  it("has the same bits on any number of threads", async () => {
    const args = ["-f", "exp(x)*sqrt(abs(x-y))", "-x", "0,1", "-y", "0,1", "--tol", "1e-7"];
    const [one, two, three] = await Promise.all(
      [
        ["-b", "serial"],
        ["-t", "2"],
        ["-t", "3"],
      ].map((more) => json(...args, ...more)),
    );
    expect(two?.result.integral).toBe(one?.result.integral);
    expect(three?.result.integral).toBe(one?.result.integral);
    expect(two?.result.estimate).toEqual(one?.result.estimate);
  });

  it("of a sum of variables alone needs no worker, and says so", async () => {
    const args = ["-f", "cos(a+2*b+3*c)", "-v", "a=0,1", "-v", "b=0,1", "-v", "c=0,1", "-b", "threads"];
    const { out } = await run(args);
    expect(out.trimEnd().split("\n").at(-1)).toBe("  one CPU thread, f64");
  });

  it("is printed with the digits that its error supports", async () => {
    const { out } = await run(["-f", "exp(-x^2-y^2)", "-x", "0,inf", "-y", "0,x"]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^Integral value is 3\.9269908\d{2,6}e-01 ± \d\.\de-\d\d$/);
    expect(lines[3]).toBe("  ∫∫ exp(-x^2-y^2) dy dx   x 0..inf, y 0..x");
    expect(lines[4]).toMatch(/^ {2}to 1e-8: \d+ regions, [\d,]+ evaluations$/);
    expect(lines[5]).toBe("  one CPU thread, f64");
    const known = await run(["-f", "cos(x)", "-x", "0,1", "--exact", "sin(1)", "-q"]);
    expect(known.out).toMatch(
      /^Integral value is 8\.4147098\d*e-01 ± \S+, Error is \S+\nTime spent: \d\.\d\d sec\n$/,
    );
  });

  it("has its regions by level, which the parts of a product add to", async () => {
    for (const args of [
      ["-f", "x^2+y^2 < 1", "-x", "-1,1", "-y", "-1,1"],
      ["-f", "abs(x-0.3)*sqrt(y)", "-x", "0,1", "-y", "0,1"],
    ]) {
      const { regions, levels } = (await json(...args)).result;
      expect(levels.reduce((a, b) => a + b)).toBe(regions);
      expect(levels.at(-1)).toBeGreaterThan(0);
    }
    // Cubics are exact in the first regions.
    const { regions, levels } = (await json("-f", "x^3+y^2", "-x", "0,1", "-y", "0,1")).result;
    expect(levels).toEqual([regions]);
  });

  it("is timed as a grid is: --repeat lists every time and shows the median", async () => {
    const args = ["-f", "x*y", "-x", "0,1", "-y", "0,1", "--repeat", "3", "--warmup", "1"];
    const { result } = await json(...args);
    expect(result.problem.method.kind).toBe("accuracy");
    expect(result.samples).toHaveLength(3);
    const { compute, setup, total } = result.seconds;
    expect([...(result.samples ?? [])].sort((a, b) => a - b)[1]).toBe(compute);
    expect(total).toBe(setup + compute);
    expect((await json("-f", "x", "-x", "0,1")).result.samples).toBeUndefined();
    const [header, row] = (await run([...args, "--csv"])).out.split("\n").map((line) => line.split(","));
    expect(header?.at(-1)).toBe("samples");
    expect(row?.at(-1)?.split(" ")).toHaveLength(3);
    expect((await run(args)).out).toMatch(/^ {2}3 runs, median [\d.]+ .?s, [\d.]+ .?s to [\d.]+ .?s$/m);
  });

  it("cut short while it is timed has the runs that were finished", async () => {
    const args = ["-f", "x*y", "-x", "0,1", "-y", "0,1", "--repeat", "1000000", "--timeout", "1", "--json"];
    const { code, out } = await cli(args);
    const result = JSON.parse(out) as AccuracyResult;
    expect([code, result.status]).toEqual([1, "converged"]);
    expect(result.integral).toBeCloseTo(0.25, 12);
    expect(result.samples?.length).toBeGreaterThan(1);
  });

  it("that is not reached is exit 3, and says so", async () => {
    const { code, err, result } = await json(
      "-f",
      "sin(1/x)*cos(sqrt(2)/x)",
      "-x",
      "0,1",
      "--max-evaluations",
      "3e3",
    );
    expect([code, result.status]).toEqual([3, "evaluations"]);
    expect(err).toMatch(/^gpu-integrate: not reached with 3,000 values of f: the error may be /);
    // (g(1 + sqrt(2)) - g(sqrt(2) - 1)) / 2 with g(a) = sin(a) - a Ci(a) (Abramowitz and Stegun 5.2).
    expect(Math.abs(result.integral - -0.318306159864035)).toBeLessThanOrEqual(result.estimate.total);
  });

  it("of an integral that is 0 by symmetry is reached as a part of the integral of |f|", async () => {
    const { code, err, result } = await json("-f", "x^3", "-x", "-1,1");
    expect(code).toBe(0);
    expect(Math.abs(result.integral)).toBeLessThanOrEqual(result.estimate.total);
    expect(result.status).toBe("rounding");
    expect(err).toContain("the integral is 0 to this accuracy");
    const small = await json("-f", "x^3+1e-12", "-x", "-1,1");
    expect([small.code, small.result.status]).toEqual([0, "rounding"]);
    expect(Math.abs(small.result.integral - 2e-12)).toBeLessThanOrEqual(small.result.estimate.total);
    expect(small.err).toMatch(
      /: f cancels: the error of \S+ is within the tolerance for the integral of \|f\|, not /,
    );
    expect((await json("-f", "x^3+1e-12", "-x", "-1,1", "--abs-tol", "1e-9")).result.status).toBe(
      "converged",
    );
    expect((await json("--tol", "1e-8")).code).toBe(0);
  });

  it("cut short in the first factor of a product has nothing to print", async () => {
    const plane = ["-x", "0,1", "-y", "0,1", "-v", "u=0,1", "-v", "v=0,1"];
    const args = ["-f", "sin(1/(u*v))*exp(x*y)", ...plane, "--tol", "1e-12", "--max-evaluations", "1e11"];
    const { code, out, err } = await cli([...args, "--timeout", "1", "--json"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe("gpu-integrate: stopped after 1 s\n");
  });

  it("cut short prints what it has", async () => {
    const args = [
      "-f",
      "sin(1/(x*y))",
      "-x",
      "0,1",
      "-y",
      "0,1",
      "--tol",
      "1e-12",
      "--timeout",
      "1",
      "--json",
    ];
    const { code, out, err } = await cli(args);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ status: "timeout", integral: expect.any(Number) });
    expect(err).toContain("stopped after 1 s");
  });

  it.each([
    [["--tol", "0"], "--tol 0: must be between 1e-16 and 1"],
    [["--tol", "-1e-8"], "--tol -1e-8: must be between 1e-16 and 1"],
    [["--tol", "2"], "--tol 2: must be between 1e-16 and 1"],
    [["--tol", "1e-20"], "--tol 1e-20: f64 reaches 1e-16 at best"],
    [["--tol", "tight"], "--tol tight: must be a number, as in 1e-8"],
    [["--abs-tol", "0"], "--abs-tol 0: must be a number above 0"],
    [["--max-evaluations", "0"], "--max-evaluations 0: must be a whole number"],
    [["--estimate"], "--estimate: is for a grid; give -n, or leave it out"],
    [["--no-estimate", "--tol", "1e-5"], "--no-estimate: is for a grid; give -n, or leave it out"],
    [["--repeat", "0"], "--repeat 0: must be a whole number from 1"],
    [["--tol", "1e-5", "-n", "100"], "cannot be combined with --tol"],
    [["--tol", "1e-5", "--checkpoint", "file"], "cannot be combined with --tol"],
    [["--tol", "1e-5", "-p", "fast"], "-p fast: promises no accuracy; with --tol, choose f32, df64 or f64"],
  ])("%j is one line", async (args, message) => {
    const { code, out, err } = await run(["-f", "x", "-x", "0,1", ...args]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("an integral beyond the largest number", () => {
  it.each([
    ["1e308", ["-x", "0,1", "-y", "0,10"]],
    ["1", ["-x", "0,1e308", "-y", "0,10"]],
    ["x", ["-x", "0,1e308"]],
    ["1e300*x*y", ["-x", "0,1", "-y", "0,1", "-v", "t=0,1e9"]],
  ])("of %s over %j has no value", async (f, limits) => {
    const { code, out, err } = await run(["-f", f, ...limits, "--tol", "1e-6"]);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: "",
      err: "gpu-integrate: a part of the integral exceeds 1.8e+308: scale f or its variables\n",
    });
  });

  it.each([
    ["1e307", ["-x", "0,1", "-y", "0,10"], 1e308],
    ["1", ["-x", "0,1e307", "-y", "0,10"], 1e308],
    ["exp(709*x)", ["-x", "0,1"], Math.expm1(709) / 709],
  ])("next to it, that of %s over %j has", async (f, limits, exact) => {
    const { code, result } = await json("-f", f as string, ...(limits as string[]), "--tol", "1e-6");
    expect(code).toBe(0);
    expect(Math.abs(result.integral / exact - 1)).toBeLessThan(1e-6);
  });
});

it.each([
  [
    "exp(-w*x*y*z)",
    ["w=0,1", "x=0,1", "y=0,1", "z=0,1", "--max-evaluations", "300"],
    "so few values of f make no value of the integral: raise --max-evaluations",
  ],
  [
    "1/sqrt(x*y)",
    ["x=0,1", "y=0,1-x", "z=0,1-x-y", "w=0,1-x-y-z"],
    "f is not finite at w = 0, x = 1, y = 0, z = 0, where the rule has a node: use another rule",
  ],
])("a lattice that comes to no value of %s says why", async (f, limits, reason) => {
  const variables = limits.flatMap((one) => (one.includes("=") ? ["-v", one] : [one]));
  const { code, err } = await run(["-f", f, ...variables, "--rule", "lattice"]);
  expect({ code, err }).toEqual({ code: 1, err: `gpu-integrate: ${reason}\n` });
});
