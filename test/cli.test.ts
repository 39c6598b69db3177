import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS, type Command } from "../node/options/commands.ts";
import { OPTIONS } from "../node/options/table.ts";
import pkg from "../package.json" with { type: "json" };
import { isFunction } from "../src/integrand/language/names.ts";
import { OPERATIONS } from "../src/integrand/language/operations.ts";
import type { Result } from "../src/run/result.ts";
import { cli, useCli } from "./cli.ts";

const run = useCli();

describe("one integral", () => {
  it("prints the lesson's two lines, then what ran where and how fast", async () => {
    const { code, out, err } = await cli(["-n", "1000", "-b", "gpu"]);
    expect(code).toBe(0);
    const [integral, time, empty, problem, grid, where] = out.split("\n");
    expect(integral).toMatch(/^Integral value is -?\d\.\d{6}e[+-]\d\d, Error is \d\.\d{6}e[+-]\d\d$/);
    expect(time).toMatch(/^Time spent: \d+\.\d\d sec$/);
    expect(empty).toBe("");
    expect(problem).toBe("  ∫∫ sin(x+y) dx dy   x 0..3.14159, y 0..3.14159");
    expect(grid).toBe("  midpoint, 1000 × 1000 = 1.00e6 cells");
    expect(where).toMatch(/^ {2}gpu f32 on ./);
    expect(out).toMatch(/\n {2}[\d.]+ [kMG]cell\/s · setup /);
    expect(out.endsWith("\n")).toBe(true);
    expect(err).toMatch(/^gpu-integrate: using .+\n$/);
  });

  it.each([
    ["gpu", "f32"],
    ["gpu", "fast"],
    ["threads", "f64"],
    ["serial", "f64"],
  ])("-b %s -p %s prints a contract document", async (backend, precision) => {
    const { code, out } = await cli(["--nx", "300", "--ny", "700", "-b", backend, "-p", precision, "--json"]);
    expect(code).toBe(0);
    const result = JSON.parse(out) as Result;
    expect(result).toMatchObject({
      schema: 2,
      version: pkg.version,
      problem: {
        f: "sin(x+y)",
        variables: [
          { name: "x", from: "0", to: "pi" },
          { name: "y", from: "0", to: "pi" },
        ],
        parameters: {},
        method: { kind: "grid", rule: "midpoint", n: [300, 700] },
      },
      status: "done",
      regions: null,
      evaluations: 210_000,
      backend,
      precision,
      exact: 0,
      error: Math.abs(result.integral),
      cells: 210_000,
      host: { os: `${process.platform} ${process.arch}` },
    });
    expect(Math.abs(result.integral)).toBeLessThan(precision === "f64" ? 1e-14 : 1e-5);
    expect(result.threads === null).toBe(backend !== "threads");
    expect(result.adapter === null).toBe(backend !== "gpu");
    expect(result.estimate?.total).toBeGreaterThanOrEqual(Math.abs(result.integral));
    const { total, setup, compute } = result.seconds;
    expect(total).toBe(setup + compute);
    expect(result.cellsPerSecond).toBe(Math.round(210_000 / compute));
    expect(result.evaluationsPerSecond).toBe(result.cellsPerSecond);
  });

  it("--csv is one header row and one row of the same fields", async () => {
    const { out } = await run(["-n", "100", "-b", "serial", "--csv"]);
    const [header = "", row = "", end] = out.split("\n");
    // The limits' two commas are quoted.
    expect(header.split(",").length).toBe(row.split(",").length - 2);
    const gpu = await run(["-n", "100", "-b", "gpu", "--repeat", "2", "--csv"]);
    expect(gpu.out.split("\n")[0]).toBe(header);
    expect(header).toContain(
      ",problem.f,problem.variables,problem.method.kind,problem.method.rule,problem.method.n,",
    );
    expect(row).toContain(',sin(x+y),"x=0,pi; y=0,pi",grid,midpoint,100 x 100,');
    expect(end).toBe("");
  });

  it("-q prints the two lines and nothing else, on either stream", async () => {
    const { out, err } = await cli(["-n", "100", "-q"]);
    expect(out.trimEnd().split("\n")).toHaveLength(2);
    expect(err).toBe("");
  });

  it("--repeat lists every time and shows the median", async () => {
    const { out } = await run(["-n", "500", "-b", "serial", "--repeat", "3", "--warmup", "1", "--json"]);
    const { samples, seconds } = JSON.parse(out) as Result;
    expect(samples).toHaveLength(3);
    expect([...(samples ?? [])].sort((a, b) => a - b)[1]).toBe(seconds.compute);
  });

  it("-b auto -p f64 takes simd and says why", async () => {
    const { out, err } = await run(["-n", "100", "-p", "f64", "-t", "1"]);
    expect(out).toContain("simd f64 on 1 worker, ");
    expect(err).toBe("gpu-integrate: using CPU threads: only the CPU has f64\n");
  });
});

describe("any integrand", () => {
  it.each([
    [["-f", "cos(x+y)", "--exact", "-4"], 1e-5],
    [["-f", "exp(-x^2-y^2)", "-x", "-6,6", "-y", "-6,6", "--exact", "pi"], 1e-5],
    [["-f", "-x^2", "-x", "-1,1", "-y", "0,1", "--exact", "-2/3"], 1e-5],
    [["-f", "-x^2", "-x", "1,-1", "-y", "0,1", "--exact", "2/3"], 1e-5],
    [["-f", "-x", "-x", "0,1", "-y", "0,1", "--exact", "-1/2"], 1e-5],
    [["-f", "x\n +y\n", "-x", "0,1", "-y", "0,1", "--exact", "1"], 1e-5],
    [["-f=x", "-x=0,1", "-y=0,1", "--exact=1/2"], 1e-5],
    [["-f", "x+y", "-x", "0,0", "-y", "0,1", "--exact", "0"], 0],
  ])("%j", async (args, tolerance) => {
    const equals = args.map((arg) =>
      arg.replace(/^-([fxy])=/, (_, short) => `--${short === "f" ? "integrand" : short}=`),
    );
    const { code, out } = await run([...equals, "-n", "800", "-b", "serial", "--json"]);
    expect(code).toBe(0);
    expect((JSON.parse(out) as Result).error).toBeLessThanOrEqual(tolerance);
  });

  it("on a backend that is wrong about it shows an error that is not zero", async () => {
    const { out } = await run(["-f", "cos(x+y)", "-n", "400", "--exact", "0", "-q"]);
    expect(out).toMatch(/^Integral value is -4\.0000\d\de\+00, Error is 4\.0000\d\de\+00/);
  });

  it.each(["gpu", "simd", "threads", "serial"])(
    "with a pole is exit 1 on %s, with the place",
    async (backend) => {
      const { code, out, err } = await run([
        "-f",
        "1/x",
        "-x",
        "-1,1",
        "-y",
        "0,1",
        "-n",
        "101",
        "-b",
        backend,
        "-q",
      ]);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toMatch(/^gpu-integrate: f is infinite at x = 0, y = \S+\n$/);
    },
  );

  it("beyond f32 is exit 1 with what to use instead", async () => {
    const { code, err } = await cli([
      "-f",
      "exp(99*x)",
      "-x",
      "0,1",
      "-y",
      "0,1",
      "-n",
      "100",
      "-b",
      "gpu",
      "-q",
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(/outside the range of f32 .* -b threads/);
    const literal = await cli(["-f", "x*1e39", "-n", "100", "-b", "gpu", "-q"]);
    expect([literal.code, literal.err]).toEqual([
      1,
      "gpu-integrate: 1e+39 exceeds the f32 range (3.4e38): use -b threads\n",
    ]);
  });

  it.each([
    [["-f", "2x"], "-f: write the multiplication: 2*x\n  2x\n   ^\n"],
    [["-f", `${"x".repeat(60)} ; ${"y".repeat(60)}`], "^\n"],
    [["-f", "1.2.3"], "-f: 1.2.3 is not a number\n  1.2.3\n  ^\n"],
    [["-f", "x", "-x", "0,pie"], "-x: unknown name pie: did you mean pi?\n  0,pie\n    ^\n"],
    [
      ["-f", "y", "-y", "0,q"],
      "-y: q needs limits, as in -v q=0,1, or a value, as in --param q=2\n  0,q\n    ^\n",
    ],
    [["-f", "y", "-y", "q , 1"], "-y: q needs limits"],
    [
      ["-f", "t", "-v", "t=0,q"],
      "-v: q needs limits, as in -v q=0,1, or a value, as in --param q=2\n  t=0,q\n      ^\n",
    ],
    [
      ["-f", "t", "--variable", "t = 0 , 2q"],
      "-v: write the multiplication: 2*q\n  t = 0 , 2q\n           ^\n",
    ],
    [["-f", "n", "-v", "n=0,q"], "-v: q needs limits"],
    [["-f", "f+q", "-v", "f=0,1"], "-f: q needs limits"],
    [["-f", "x*y", "-x", "0,1"], "-f: y needs limits, as in -y 0,1, or a value, as in --param y=2"],
    [["-f", "lenght", "-v", "length=0,1"], "-f: unknown name lenght: did you mean length?"],
    [["-x", "0,1"], "-f: missing; the default, sin(x+y), would need limits for x and y\n"],
    [["-x", "1"], "-x 1: takes two limits, as in 0,1\n"],
    [["-x", "0,1,2"], "-x 0,1,2: takes two limits, as in 0,1\n"],
    [["-v", "x"], "-v x: needs a name and limits, as in t=0,1\n"],
    [["-v", "x="], "-v x=: takes two limits, as in 0,1\n"],
    [["-v", "=0,1"], "-v =0,1: the name is missing, as in t=0,1\n"],
    [
      ["-f", "x", "-x", "inf,inf"],
      "-x inf,inf: both limits are the same infinity; use -inf,inf, or one finite limit\n",
    ],
    [["-f", "y", "-y", "1/0,1"], "-y 1/0,1: the limit is Infinity; it must be finite, inf or -inf\n"],
    [["-f", "y", "-y", "0,2*inf"], "-y: inf can only be a whole limit: inf or -inf\n  0,2*inf\n      ^\n"],
    [["-f", "x", "-x", "x,1"], "-x x,1: a limit of x cannot depend on x\n"],
    [["-x", "0,y", "-v", "y=0,x"], "-x 0,y: limits depend on each other: x on y on x\n"],
    [
      ["-f", "a", "-v", "a=0,b", "-v", "b=0,c", "-v", "c=0,a"],
      "-v a=0,b: limits depend on each other: a on b on c on a\n",
    ],
    [["-x", "0,1", "-v", "x=0,2"], "-v x=0,2: x already has limits, by -x 0,1; give them once\n"],
    [["-v", "t=0,1", "-v", "t=0,2"], "-v t=0,2: t already has limits, by -v t=0,1; give them once\n"],
    [["-x", "0,1", "-x", "0,2"], "-x 0,2: given twice, first as 0,1; give it once\n"],
    [["-n", "100", "-n", "200"], "-n 200: given twice, first as 100; give it once\n"],
    [["-q", "--quiet"], "-q: given twice; give it once\n"],
    [["-v", "sin=0,1"], "-v sin=0,1: sin is a function; choose another name\n"],
    [["-v", "pi=0,1"], "-v pi=0,1: pi is a constant; choose another name\n"],
    [["-v", "inf=0,1"], "-v inf=0,1: inf is a constant; choose another name\n"],
    [
      ["-v", "2x=0,1"],
      "-v 2x=0,1: a variable's name is a letter, a to z, followed by letters, digits or _\n",
    ],
    [
      [..."abcdghijklmno"].flatMap((name) => ["-v", `${name}=0,1`]),
      "-v a,b,c,d,g,h,i,j,k,l,m,n,o: at most 12 variables, not 13\n",
    ],
    [
      ["-n", "10", ...[..."abcd"].flatMap((name) => ["-v", `${name}=0,1`])],
      "-v a,b,c,d: a grid takes one, two or three variables; for more, ask for an accuracy (--tol, or tolerance)\n",
    ],
    [
      ["-f", "exp(x)", "-x", "-inf,5", "--rule", "trapezoid"],
      "--rule trapezoid: evaluates f at the limits, and x has an infinite one: use midpoint or gauss\n",
    ],
    [["--rule", "gauss17"], "--rule gauss17: must be midpoint, trapezoid, simpson, or gauss2 to gauss16\n"],
    [["--nz", "5"], "--nz 5: there is no such axis; the variables are x, y\n"],
    [["--nx", "5"], "--nx 5: give the cells along every variable (x, y), or -n for the others\n"],
    [
      ["-n", "1000000", ...[..."xyz"].flatMap((name) => [`-${name}`, "0,1"])],
      "-n 1000000 x 1000000 x 1000000: a grid has at most 10^12 cells, not 1.0e+18\n",
    ],
    [["x=0,1"], "x=0,1: unknown command; did you mean -v x=0,1?\n"],
    [
      ["--param", "a=0,1"],
      "--param a=0,1: neither f nor a limit depends on a: use it, or leave the parameter out\n",
    ],
    [["--exact", "y"], "--exact: must be a constant, without y\n  y\n  ^\n"],
    [["--exact", "1/0"], "--exact 1/0: must be finite\n"],
  ])("%j is exit 2", async (args, message) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
  });
});

const DISC = ["-f", "1", "-x", "-1,1", "-y", "-sqrt(1-x^2),sqrt(1-x^2)", "--exact", "pi"];
const WEDGE = ["-f", "exp(-x^2-y^2)", "-x", "0,inf", "-y", "0,x", "--exact", "pi/8"];
const BALL = [...DISC.slice(0, -1), "4*pi/3", "-z", "-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)"];
const LINE = ["-f", "exp(-t)*t^3", "-v", "t=0,inf", "--exact", "6"];
const POLAR = ["-f", "r", "-v", "r=0,1", "-v", "phi=0,tau", "--exact", "pi"];

describe("closed forms", () => {
  it.each<[string, string[], [n: number, error: number]]>([
    ["a disc", DISC, [1000, 5e-5]],
    ["a disc by Gauss's rule", [...DISC, "--rule", "gauss8"], [100, 5e-6]],
    ["the same in polar coordinates", POLAR, [300, 2e-6]],
    ["a quarter of a Gaussian over the plane", WEDGE, [500, 2e-6]],
    ["a ball", BALL, [100, 5e-3]],
    ["a line", LINE, [1000, 1e-5]],
    ["a line by Simpson's rule", ["-f", "x^3", "-x", "0,2", "--exact", "4", "--rule", "simpson"], [10, 1e-6]],
    [
      "a line by the trapezoidal rule",
      ["-f", "cos(z)", "-z", "pi,0", "--exact", "0", "--rule", "trapezoid"],
      [99, 1e-6],
    ],
  ])("%s, on serial, threads and gpu", async (_, args, [n, error]) => {
    const results: Result[] = [];
    for (const backend of ["serial", "threads", "simd", "gpu"]) {
      const { code, out } = await run([...args, "-n", String(n), "-b", backend, "--no-estimate", "--json"]);
      expect(code).toBe(0);
      results.push(JSON.parse(out));
      expect([backend, results.at(-1)?.error]).toEqual([backend, expect.any(Number)]);
      expect(results.at(-1)?.error).toBeLessThan(error);
    }
    expect(results[1]?.integral).toBe(results[0]?.integral);
  });

  it("print the integral as it was understood, whatever the order of the options", async () => {
    const printed = async (...args: string[]) =>
      (await run([...args, "-b", "serial", "--no-estimate"])).out.split("\n");
    const wedge = await printed(...WEDGE, "-n", "40");
    expect(wedge[3]).toBe("  ∫∫ exp(-x^2-y^2) dy dx   x 0..inf, y 0..x   midpoint, 40 × 40 = 1600 cells");
    expect(wedge[4]).toBe("  the grid divides the box that these limits are mapped to");
    expect(await printed("-y", "0,x", "-n", "40", "-x", "0,inf", ...WEDGE.slice(0, 2))).toContain(wedge[3]);
    const ball = await printed(...BALL, "-n", "10", "--rule", "gauss4");
    expect(ball.slice(3, 6)).toEqual([
      "  ∫∫∫ 1 dz dy dx",
      "  x -1..1, y -sqrt(1-x^2)..sqrt(1-x^2), z -sqrt(1-x^2-y^2)..sqrt(1-x^2-y^2)",
      "  gauss4, 10 × 10 × 10 = 1000 cells, 64000 nodes",
    ]);
    const line = await printed("-f", "s", "-v", "s=1/3,2*pi", "-n", "7", "--rule", "simpson");
    expect(line[3]).toBe("  ∫ s ds   s 0.333333..6.28319   simpson, 7 cells, 15 nodes");
    expect(line[4]).toMatch(/^ {2}serial f64/);
  });

  it("never wrap at 80 columns, however long names, limits and f are", async () => {
    const [a, b] = ["a".repeat(50), "b".repeat(90)];
    const long = Array.from({ length: 20 }, (_, k) => `${a}^${k}`).join("+");
    const limits = ["-v", `${a}=0,1`, "-v", `${b}=-sqrt(1-${a}^2),sqrt(1-${a}^2)`];
    const { code, out } = await run(["-f", long, ...limits, "-n", "20", "-b", "serial", "--no-estimate"]);
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("have sides of their own, by letter or by place", async () => {
    const sides = async (...args: string[]) =>
      (JSON.parse((await run([...args, "-b", "serial", "--json", "--no-estimate"])).out) as Result).problem
        .method.n;
    expect(await sides("-x", "0,1", "-z", "0,1", "-f", "x*z", "--nx", "3", "--nz", "5")).toEqual([3, 5]);
    expect(await sides("-v", "s=0,1", "-v", "r=0,1", "-f", "r", "-n", "4", "--ny", "5")).toEqual([4, 5]);
    expect(await sides("-f", "-x", "-x", "0,1", "-n", "9")).toEqual([9]);
  });
});

describe("the error estimate", () => {
  it("says in words and in the document how large the errors are", async () => {
    const args = ["-f", "cos(x+y)", "-n", "512", "--exact", "-4"];
    const { out, err } = await run([...args, "-b", "serial"]);
    expect(err).toBe("");
    expect(out).toMatch(/\n {2}value -4\.000013 ± 1\.3e-5\n/);
    expect(out).toMatch(
      /\n {2}error about 1\.3e-05 from the grid \(falls as n\^-2\), \d\.\de-1\d from rounding\n/,
    );
    const { error, estimate } = JSON.parse((await run([...args, "-b", "gpu", "--json"])).out) as Result;
    expect(estimate).toMatchObject({ regime: "asymptotic" });
    // The sum's own error: (h / sin(h/2))^2 - 4 with h = pi / 512.
    expect(estimate?.discretization).toBeCloseTo(1.255e-5, 7);
    expect(estimate?.total).toBeGreaterThanOrEqual(error as number);
    expect(estimate?.total).toBeLessThan(2e-5);
    expect(estimate?.extrapolated).toBeCloseTo(-4, 8);
  });

  it("is there unless it is not wanted, and CSV has the same columns either way", async () => {
    const csv = (...more: string[]) => run(["-n", "64", "-b", "serial", "--csv", ...more]);
    const [with_, without] = [await csv(), await csv("--no-estimate")];
    expect(without.out.split("\n")[0]).toBe(with_.out.split("\n")[0]);
    expect(with_.out.split("\n")[0]).toContain("estimate.total,estimate.discretization,estimate.rounding");
    const { out } = await run(["-n", "64", "-b", "serial", "--json", "--no-estimate"]);
    expect(JSON.parse(out).estimate).toBeNull();
    expect((await run(["--estimate", "--no-estimate"])).err).toContain(
      "--estimate: cannot be combined with --no-estimate",
    );
  });

  it.each([
    [["-f", "sin(1/x)", "-n", "1000", "-q"], "no order of convergence"],
    [["-f", "cos(2*pi*2000*x)", "-n", "2000", "-q"], "other grids agree on"],
    [["-f", "exp(-10000*((x-0.31)^2+(y-0.77)^2))", "-n", "50", "--csv"], "gpu-integrate: "],
  ])("doubts %j in one line on stderr", async (args, doubt) => {
    const { code, err } = await run(["-x", "0,1", "-y", "0,1", "-b", "threads", ...args]);
    expect(code).toBe(0);
    expect(err).toContain(doubt);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("has lines of at most 80 columns, however long f is", async () => {
    const f = Array.from({ length: 60 }, (_, k) => `x^${k}`).join("+");
    const { out } = await run(["-f", f, "-n", "128", "-b", "serial"]);
    for (const line of out.split("\n").slice(2)) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe("a wrong command line is exit 2 and one line", () => {
  it.each([
    [["-n", "0"], "-n 0: must be a whole number from 1 to 1,000,000"],
    [["-n", "-5"], "-n -5: must be a whole number"],
    [["-n", "1e7"], "-n 1e7: must be a whole number from 1 to 1,000,000"],
    [["-n", "1.5e0"], "-n 1.5e0: must be a whole number"],
    [["-n", "0x10"], "-n 0x10: must be a whole number from 1 to 1,000,000: write 16"],
    [["-n", "2.5"], "-n 2.5: must be a whole number"],
    [["-n", "abc"], "-n abc: must be a whole number"],
    [["-n", "99999999999"], "-n 99999999999: must be a whole number"],
    [["-n", "1000001"], "-n 1000001: must be a whole number"],
    [["-b", "cuda"], "-b cuda: must be one of auto, gpu, threads, serial"],
    [["-p", "f16"], "-p f16: must be one of fast, f32, df64, f64"],
    [["-p", "f64", "-b", "gpu"], "-p f64: with gpu it must be one of fast, f32, df64"],
    [["-p", "f32", "-b", "threads"], "-p f32: with threads it must be f64"],
    [["-t", "0"], "-t 0: must be a whole number from 1"],
    [["--repeat", "0"], "--repeat 0: must be a whole number from 1"],
    [["--frobnicate"], "--frobnicate: unknown option; see --help"],
    [["--back", "gpu"], "--back: unknown option; did you mean --backend?"],
    [["--tolerance", "1e-6"], "--tolerance: unknown option; did you mean --tol?"],
    [["x"], '"x": unknown command; see --help'],
    [
      ["-f", "sin", "x", "-x", "0,1"],
      '"x": unexpected after -f sin; put a value with blanks or * in quotes: -f "…"',
    ],
    [
      ["-f", "x", "-x", "0,", "1"],
      '"1": unexpected after -x 0,; put a value with blanks or * in quotes: -x "…"',
    ],
    [["compare", "--integrand=sin", "x"], '"x": unexpected after --integrand=sin; put a value with'],
    [["-f", "x", "comprae"], "comprae: unknown command; did you mean compare?"],
    [["-f", "x", "-x", "[0,1]"], "-x [0,1]: takes two limits, as in 0,1"],
    [["-n"], "-n: needs a value"],
    [["-n", "-b", "gpu"], "-n: needs a value"],
    [["--json=yes"], "--json=yes: this option takes no value"],
    [["--backed", "gpu"], "--backed: unknown option; did you mean --backend?"],
    [["comprae"], "comprae: unknown command; did you mean compare?"],
    [["integral"], "integral: unknown command; did you mean integrate?"],
    [["help", "swep"], "swep: unknown command; did you mean sweep?"],
    [["x^2*y"], 'x^2*y: unknown command; did you mean -f "x^2*y"?'],
    [["-n", "20,000"], "-n 20,000: must be a whole number from 1 to 1,000,000: write 20000"],
    [["-n", "20_000"], "-n 20_000: must be a whole number from 1 to 1,000,000: write 20000"],
    [["serve", "--port", ""], '--port "": must be a whole number from 0 to 65,535\n'],
    [["--adapter", ""], '--adapter "": needs a part'],
    [["-f", "", "-x", "0,1"], '-f "": enter an expression, as in 2*pi\n'],
    [["-nx", "5"], "-nx: unknown option; did you mean --nx?"],
    [["-n", ""], '-n "": must be a whole number'],
    [["--json", "--csv"], "--json: cannot be combined with --csv"],
    [["--timeout", "0"], "--timeout 0: must be a number of seconds above 0"],
    [["adapters", "--csv"], "--csv: not an option of adapters"],
    [["--checkpoint", "/none/x"], "--checkpoint /none/x: cannot be used: no such file or folder\n"],
    [["--timeout", "soon"], "--timeout soon: must be a number of seconds"],
    [["--checkpoint", "/dev/null"], "--checkpoint /dev/null: cannot be used: it is not a regular file"],
    [["--checkpoint", "x", "--repeat", "2"], "--checkpoint x: cannot be combined with --repeat"],
    [["doctor", "-n", "5"], "-n 5: not an option of doctor"],
    [["--adapter", "x", "-b", "serial"], "--adapter x: is for the GPU"],
    [["-t", "257"], "-t 257: must be a whole number from 1 to 256"],
    [["adapters", "-n", "5"], "-n 5: not an option of adapters"],
    [["--shard", "0/4"], "--shard 0/4: must be K/M, the K-th of M parts"],
    [["--shard", "5/4"], "--shard 5/4: must be K/M"],
    [["--shard", "2"], "--shard 2: must be K/M"],
    [["--shard", "-1/4"], "--shard -1/4: must be K/M"],
    [["--shard", "1/2000000"], "--shard 1/2000000: must be K/M"],
    [["--shard", "1/2", "--repeat", "3"], "--repeat 3: cannot be combined with --shard"],
    [["compare", "--shard", "1/2"], "--shard 1/2: only for integrate"],
    [["merge"], "merge: name the files that --shard printed"],
    [["merge", "-", "-"], "merge -: stdin can be read only once"],
    [["merge", "x", "-n", "5"], "-n 5: not an option of merge"],
    [["adapters", "list"], '"list": unexpected after adapters'],
  ])("%j", async (args, message) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(`gpu-integrate: ${message}`);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

it("control characters of a command line never reach the terminal", async () => {
  for (const args of [
    ["-v", "a\x1b[31m=0,1"],
    ["-v", "x=\x1b[31m,1", "-v", "x=0,1"],
    ["--fo\x1b[31mo"],
    ["fo\x1b]0;title\x07"],
    ["--exact", "1\x1b[2J"],
    ["compare", "a\u202eb"],
  ]) {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err.replace(/\n/g, "")).not.toMatch(/\p{C}/u);
  }
});

describe("help", () => {
  const sizeOf = (text: string) => [
    text.trimEnd().split("\n").length,
    Math.max(...text.split("\n").map((line) => line.length)),
  ];
  const named = ({ name, short }: (typeof OPTIONS)[number]) => (name === short ? `-${name} ` : `--${name}`);

  it("of the program fits one screen and starts with three examples", async () => {
    const { out, err } = await run(["--help"]);
    const [lines = 0, columns] = sizeOf(out);
    expect(lines).toBeGreaterThanOrEqual(24);
    expect(lines).toBeLessThanOrEqual(40);
    expect(columns).toBeLessThanOrEqual(80);
    expect(out.split("\n").slice(2, 5).join("\n")).toMatch(/^( {2}gpu-integrate .*\n?){3}$/);
    expect(err).toBe("");
    for (const args of [["-h"], ["help"]]) expect((await run(args)).out).toBe(out);
  });

  it.each(Object.keys(COMMANDS) as Command[])("of %s names its options and no others", async (command) => {
    const { code, out } = await run(["help", command]);
    expect(code).toBe(0);
    expect(sizeOf(out)[1]).toBeLessThanOrEqual(80);
    for (const option of OPTIONS) {
      const spelt = new RegExp(`(^|[ ,])${named(option).trim()}(?![\\w-])`, "m");
      const listed = out
        .split("\n")
        .filter((line) => /^ {2}-/.test(line))
        .join("\n");
      expect([option.name, spelt.test(listed)]).toEqual([option.name, option.commands.includes(command)]);
    }
  });

  it("of a command is also COMMAND --help, and explains compare's columns", async () => {
    const { out } = await run(["compare", "--help"]);
    expect(out).toBe((await run(["help", "compare"])).out);
    for (const column of ["off by", "allowed", "setup", "compute", "kernel", "× serial", "× threads"])
      expect(out).toContain(`\n  ${column} `);
  });

  it("of integrate has every function of the language", async () => {
    const { out } = await run(["integrate", "--help"]);
    const words = out.slice(out.indexOf("\nExpressions")).split(/\s+/);
    expect(words).toEqual(expect.arrayContaining([...OPERATIONS.keys()].filter(isFunction)));
  });

  it("version is the package's", async () => {
    for (const args of [["-V"], ["version"], ["compare", "--version"]])
      expect((await cli(args)).out).toBe(`${pkg.version}\n`);
  });
});

it("outside of an MPI job nothing of MPI is loaded, and in one it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-cli-"));
  const hook = join(folder, "hook.cjs");
  const loaded = join(folder, "loaded.json");
  writeFileSync(
    hook,
    `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(loaded)},
      JSON.stringify(process.report.getReport().sharedObjects)));`,
  );
  const env = { NODE_OPTIONS: `--require=${hook}` };
  const ofMpi = () =>
    JSON.parse(readFileSync(loaded, "utf8")).filter((name: string) => /koffi|libmpi/.test(name));
  expect((await cli(["-n", "100", "-b", "serial"], env)).code).toBe(0);
  expect(ofMpi()).toEqual([]);
  // A job's process whose other ranks there are not.
  const job = { ...env, PMI_RANK: "0", PMI_SIZE: "2", GPU_INTEGRATE_MPI: "/none/libmpi.so" };
  for (const alone of [["--version"], ["-n", "100", "-b", "serial", "--shard", "1/2"]]) {
    expect((await cli(alone, job)).code).toBe(0);
    expect(ofMpi()).toEqual([]);
  }
  const { code, out, err } = await cli(["-n", "100"], job);
  expect(code).not.toBe(0);
  expect(out).toBe("");
  expect(err).toMatch(
    /^gpu-integrate: this is rank 0 of 2 of an MPI job; (no MPI library loads|the optional package)/,
  );
  rmSync(folder, { recursive: true });
});

it("a reader that goes away is no failure", async () => {
  const child = spawn(process.execPath, ["gpu-integrate", "-n", "10", "-b", "serial"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (data) => {
    err += data;
  });
  expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
  expect(err).toBe("");
});
