import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Comparison } from "../../src/benchmark/compare.ts";
import type { AccuracyComparison } from "../../src/benchmark/compare-accuracy.ts";
import type { Sweep } from "../../src/benchmark/sweep.ts";
import { cli, useCli } from "../cli.ts";

const run = useCli();

const NO_GPU = { VK_DRIVER_FILES: "/none.json" };
const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-compare-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Records of a text of comma-separated values (RFC 4180). */
function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => cell ?? ""),
    );
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(
      header.map((name, k) => [name, (row[k] ?? "").replace(/^"(.*)"$/, "$1").replaceAll('""', '"')]),
    );
  });
}

describe("compare", () => {
  it("prints integrals with verdicts, and times with ratios, on lines of 80 characters", async () => {
    const { code, out, err } = await cli(["compare", "-n", "600", "-t", "2", "--repeat", "5"]);
    expect([code, err.trimEnd().split("\n").length]).toEqual([0, 1]);
    const lines = out.split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toContain("∫∫ sin(x+y) dx dy   x 0..3.14159, y 0..3.14159");
    expect(lines[1]).toBe("midpoint, 600 × 600 = 360000 cells");
    expect(lines[2]).toContain("(software adapter: runs on the CPU)");
    const rows = [
      "serial  f64",
      "threads f64 ×1",
      "threads f64 ×2",
      "gpu     fast",
      "gpu     f32",
      "gpu     df64",
      "simd    f64 ×2",
    ];
    const tables = rows.map((row) => lines.filter((line) => line.startsWith(`${row} `)));
    expect(tables.map((both) => both.length)).toEqual([2, 2, 2, 2, 2, 2, 2]);
    const verdicts = tables.map(([first]) => first?.split(/ {2,}/).at(-1));
    expect(verdicts.slice(1)).toEqual(["same bits", "same bits", "no guarantee", "ok", "ok", "ok"]);
    expect(lines).toContainEqual(expect.stringMatching(/^ +integral +error +off by +allowed +verdict$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^median of 5 +setup +compute +kernel +cell\/s +× serial +× threads$/),
    );
    expect(tables[4]?.[1]).toMatch(
      /^gpu +f32( +[\d.]+ [mµ]?s){2} ± *\d+ %( +[\d.]+ [mµ]?s) +[\d.]+ M +[\d.]+ \([\d.]+\) +[\d.]+ \([\d.]+\)$/,
    );
    expect(out).toMatch(
      /\n(gpu (f32|df64) is|2 threads with SIMD are) [\d.]+\s+times\s+as\s+fast\s+as (gpu (f32|df64)|2 threads( with SIMD)?) \([\d.]+ with its\s+setup\);\s+all\s+integrals\s+agree\n$/,
    );
    expect(out).not.toContain("first submit");
  });

  it("as JSON has every sample, verdict and ratio", async () => {
    const { out } = await run(["compare", "-f", "cos(x+y)", "-n", "900", "-t", "1", "-p", "f32", "--json"]);
    const { results, agreement, speedup, refusals, clocks, problem } = JSON.parse(out) as Comparison;
    expect(problem).toMatchObject({
      f: "cos(x+y)",
      method: { kind: "grid", rule: "midpoint", n: [900, 900] },
    });
    expect(results.map(({ backend, precision }) => `${backend} ${precision}`)).toEqual(Object.keys(speedup));
    expect(Object.keys(speedup)).toEqual(["serial f64", "threads f64", "simd f64", "gpu f32"]);
    for (const { samples = [], seconds, host, cells } of results) {
      expect(samples.length).toBeGreaterThanOrEqual(5);
      const spent = samples.reduce((sum, one) => sum + one, 0);
      expect(spent >= 0.5 || samples.length === 1000).toBe(true);
      expect([...samples, seconds.compute].sort((a, b) => a - b)[Math.floor(samples.length / 2)]).toBe(
        seconds.compute,
      );
      expect([host.cores > 0, cells]).toEqual([true, 810_000]);
    }
    expect(agreement).toMatchObject({ ok: true, reference: "serial f64" });
    // The midpoint sum of cos(x+y), (h / sin(h/2))^2 of -1 each: -4 and some.
    const h = Math.PI / 900;
    for (const { integral } of results) expect(integral).toBeCloseTo(-((h / Math.sin(h / 2)) ** 2), 6);
    expect([refusals, clocks.host > 0]).toEqual([[], true]);
    expect(speedup["serial f64"]).toMatchObject({ compute: 1, total: 1 });
  });

  it("as CSV has a row a sample", async () => {
    const args = [
      "compare",
      "-f",
      "pow(x+1,y)",
      "-n",
      "100",
      "-b",
      "serial,gpu",
      "-p",
      "f32",
      "--repeat",
      "4",
      "--csv",
    ];
    const rows = parseCsv((await run(args)).out);
    expect(rows.map((row) => [row.backend, row.sample])).toEqual(
      ["serial", "gpu"].flatMap((backend) => ["1", "2", "3", "4"].map((k) => [backend, k])),
    );
    for (const row of rows) {
      expect(row["problem.f"]).toBe("pow(x+1,y)");
      expect(Number(row.sampleSeconds)).toBeGreaterThan(0);
      expect(row["adapter.software"]).toBe(row.backend === "gpu" ? "true" : "");
    }
  });

  it("takes any grid", async () => {
    const wedge = ["-f", "exp(-x^2-y^2)", "-x", "0,inf", "-y", "0,x", "--exact", "pi/8", "--rule", "gauss4"];
    const args = ["compare", ...wedge, "-n", "60", "-t", "2", "--repeat", "1"];
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 3)).toEqual([
      "∫∫ exp(-x^2-y^2) dy dx   x 0..inf, y 0..x",
      "gauss4, 60 × 60 = 3600 cells, 57600 nodes",
      "the grid divides the box that these limits are mapped to",
    ]);
    expect(out.replace(/\s+/g, " ")).toContain("all integrals agree");
    const ball = [
      "-f",
      "x^2",
      "-x",
      "-1,1",
      "-y",
      "0,sqrt(1-x^2)",
      "-z",
      "0,sqrt(1-x^2-y^2)",
      "--exact",
      "pi/15",
    ];
    const { results } = JSON.parse(
      (await run(["compare", ...ball, "-n", "40", "-p", "f32", "--repeat", "1", "--json"])).out,
    ) as Comparison;
    for (const { error } of results) expect(error).toBeLessThan(1e-3);
    expect(results.length).toBeGreaterThan(3);
  });

  it("says in a row's place why a precision was refused, and is exit 0", async () => {
    const { code, out } = await run([
      "compare",
      "-f",
      "exp(99*x)",
      "-x",
      "0,1",
      "-y",
      "0,1",
      "-n",
      "100",
      "-b",
      "serial,gpu",
      "-p",
      "f32,df64",
      "--repeat",
      "1",
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^gpu +f32 +refused: [\s\S]* range of f32/m);
    expect(out).toMatch(/^gpu +df64 +refused: /m);
  });

  it("compares CPU backends where there is no GPU, and says so", async () => {
    const { code, out, err } = await cli(["compare", "-n", "200", "-t", "2", "--repeat", "2"], NO_GPU);
    expect([code, out.includes("gpu ")]).toEqual([0, false]);
    // Two runs have no percentiles.
    expect(out).toMatch(/^median of 2 /m);
    expect(out).not.toMatch(/±|Noisy/);
    expect(err).toMatch(/^gpu-integrate: no GPU: there is no WebGPU adapter/);
    const asked = await cli(["compare", "-n", "200", "-b", "serial,gpu"], NO_GPU);
    expect([asked.code, asked.out]).toEqual([1, ""]);
  });

  it("is exit 1 with the figures where backends disagree", async () => {
    // A sine that is wrong in the main thread only: in `serial`.
    const broken = `import{isMainThread as m}from"node:worker_threads";const s=Math.sin;if(m)Math.sin=(x)=>s(x)+1e-3`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(broken)}` };
    const args = ["compare", "-n", "200", "-t", "1", "-p", "f32", "--repeat", "1"];
    const { code, out, err } = await cli(args, env);
    expect(code).toBe(1);
    expect(out).toMatch(/^threads f64 ×1 .*BITS DIFFER$/m);
    // To f64 in the main thread the GPU's own sine is wrong.
    expect(out).toMatch(/^gpu +f32 +refused: .* cannot do f32: its sine is\s+off by \d\.\de-3/m);
    expect(err).toContain("results exceed their error bounds: threads f64 by 9.9e-3");
  });
});

describe("compare --tol", () => {
  const root = ["compare", "-f", "sqrt(abs(x-y))", "-x", "0,1", "-y", "0,1", "-t", "2"];
  // 8/15, by hand.
  const known = ["--exact", "8/15"];

  it("prints claims with verdicts, and times with ratios, on lines of 80 characters", async () => {
    const { code, out, err } = await run([...root, ...known, "--tol", "1e-6", "--repeat", "2"]);
    expect([code, err.trimEnd().split("\n").length]).toEqual([0, 1]);
    const lines = out.split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toBe("∫∫ sqrt(abs(x-y)) dx dy   x 0..1, y 0..1   to 1e-6");
    expect(out).toMatch(/^serial {2}f64 +5\.3333\d+e-01 +\S+ .* converged +the reference$/m);
    for (const count of [1, 2])
      expect(out).toMatch(new RegExp(`^threads f64 ×${count} .* 0 +converged +same bits$`, "m"));
    expect(out).toMatch(/^gpu {5}df64 +5\.3333\d+e-01 .* converged +ok$/m);
    expect(out).not.toMatch(/^gpu +f32/m);
    expect(out).toMatch(/^median of 2 +values of f +regions .*× serial +× threads$/m);
    expect(out).toMatch(/all\s+integrals\s+agree\n$/);
  });

  it("as JSON has the document of a comparison, with accuracies", async () => {
    const { code, out } = await run([...root, ...known, "--tol", "1e-6", "--repeat", "2", "--json"]);
    const { problem, results, agreement, speedup } = JSON.parse(out) as AccuracyComparison;
    expect([code, problem.method.kind, problem.method.relative]).toEqual([0, "accuracy", 1e-6]);
    expect(Object.keys(speedup)).toEqual([
      "serial f64",
      "threads f64 x1",
      "threads f64",
      "simd f64",
      "gpu df64",
    ]);
    expect(agreement).toMatchObject({ ok: true, reference: "serial f64" });
    expect(results.map(({ threads }) => threads)).toEqual([null, 1, 2, 2, null]);
    for (const { samples, status, error, estimate } of results) {
      expect([samples?.length, status]).toEqual([2, "converged"]);
      expect(error).toBeLessThanOrEqual(estimate.total);
    }
    expect(results[4]).toMatchObject({ backend: "gpu", precision: "df64", adapter: { software: true } });
  });

  it("as CSV has a row a sample", async () => {
    const args = ["--abs-tol", "1e-5", "-b", "serial,threads", "-t", "1", "--repeat", "3", "--csv"];
    const rows = parseCsv((await run(["compare", "-f", "abs(x-0.3)", "-x", "0,1", ...args])).out);
    expect(rows.map((row) => [row.backend, row.sample])).toEqual(
      ["serial", "threads"].flatMap((backend) => ["1", "2", "3"].map((k) => [backend, k])),
    );
    expect(rows[0]).toMatchObject({ "problem.method.absolute": "0.00001", status: "converged" });
  });

  it("of too little work for workers says so instead of comparing them", async () => {
    const args = ["-f", "x*y", "-x", "0,1", "-y", "0,1", "--tol", "1e-8", "-t", "2", "-b", "serial,threads"];
    const { out } = await run(["compare", ...args, "--repeat", "1"]);
    expect(out).toContain("Too little work to share: threads f64 ×1, threads f64 ×2 used no worker.");
    expect(out).not.toContain("times as fast");
  });

  it("has f32 where that can reach it, or where it is asked for: then it may be stopped by rounding", async () => {
    const wave = ["compare", "-f", "exp(x)*sin(9*y)", "-x", "0,1", "-y", "0,1", "-b", "serial,gpu"];
    const more = ["--no-separation", "--repeat", "1"];
    const reached = await run([...wave, ...more, "--tol", "1e-4", "-p", "f32"]);
    expect(reached.code).toBe(0);
    expect(reached.out).toMatch(/^gpu +f32 .* converged +ok$/m);
    const asked = await run([...wave, ...more, "--tol", "1e-10", "-p", "f32"]);
    expect(asked.code).toBe(0);
    expect(asked.out).toMatch(/^gpu +f32 .* rounding +not judged$/m);
  });

  it("does not call a GPU faster that left all of the work to the CPU", async () => {
    const args = ["-f", "1e-300*x", "-x", "0,1", "--tol", "1e-5", "-b", "serial,gpu", "-p", "df64"];
    const { out } = await run(["compare", ...args, "--repeat", "1"]);
    expect(out).toContain("gpu df64 left all values of f to the CPU, in f64.");
    expect(out).not.toContain("times as fast");
  });

  it("of an accuracy that is not reached is exit 3, and says so", async () => {
    const own = root.map((one) => (one.startsWith("sqrt") ? `exp(x)*${one}` : one));
    const args = ["--tol", "1e-12", "--max-evaluations", "20000", "-b", "serial,threads", "--repeat", "1"];
    const { code, out, err } = await run([...own, ...args]);
    expect(code).toBe(3);
    expect(out).toMatch(/^serial .* not reached +the reference$/m);
    expect(err).toMatch(/^gpu-integrate: not reached with 20,000 values of f: [^\n]*\n$/);
  });
});

describe("sweep", () => {
  it("prints times by n, what they are made of, and from where on the GPU pays", async () => {
    const plot = join(folder, "sweep.svg");
    const args = ["sweep", "-n", "100:400", "--steps", "3", "-t", "2", "-p", "f32", "--plot", plot];
    const { code, out } = await cli(args);
    expect(code).toBe(0);
    const lines = out.split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const n of [100, 200, 400]) expect(out).toMatch(new RegExp(`^${n} +[\\d.]+ [mµ]s`, "m"));
    expect(out).toMatch(/^gpu +f32 +[\d.]+ m?s +[\d.]+ [mµn]?s +[\d.]+ ns +\d+ %$/m);
    expect(out).toMatch(
      /^gpu f32 +(never|always|from about n = \d+( \*)?) +(never|always|from about n = \d+( \*)?)$/m,
    );
    expect(out).toMatch(/^as fast as 2 threads +by compute +with the setup$/m);
    expect(out).toMatch(/^2 +[\d.]+ +\d+ %$/m);
    expect(out).toContain("The integrals agree at every n to what their precisions promise.");
    // Times and speeds of serial, 1 thread, 2 threads, simd and f32 at three n, and the errors that are not 0.
    const points = readFileSync(plot, "utf8").match(/class="point"/g)?.length;
    expect(points).toBeGreaterThan(2 * 5 * 3);
    expect(points).toBeLessThanOrEqual(3 * 5 * 3);
  });

  it("as JSON has the results, and a line through them", async () => {
    const args = ["sweep", "-n", "20:80", "--steps", "3", "-b", "serial,gpu", "-p", "f32"];
    const swept = JSON.parse((await run([...args, "--json"])).out) as Sweep;
    expect(swept.sizes).toEqual([20, 40, 80]);
    expect(swept.problem).toEqual({
      f: "sin(x+y)",
      variables: [
        { name: "x", from: "0", to: "pi" },
        { name: "y", from: "0", to: "pi" },
      ],
      parameters: {},
      method: { kind: "grid", rule: "midpoint" },
    });
    expect(swept.results.map(({ problem, backend }) => `${backend} ${problem.method.n}`)).toEqual(
      [20, 40, 80].flatMap((n) => [`serial ${n},${n}`, `gpu ${n},${n}`]),
    );
    expect(swept.fits.map(({ contender, compute }) => [contender.backend, compute !== null])).toEqual([
      ["serial", true],
      ["gpu", true],
    ]);
  });

  it("compares the errors of rules: in f64 they fall by the rule's order", async () => {
    const plot = join(folder, "rules.svg");
    const rules = ["--rule", "midpoint,simpson,gauss4", "-b", "serial", "--plot", plot];
    const args = [
      "sweep",
      "-f",
      "exp(x)",
      "-x",
      "0,1",
      "--exact",
      "e-1",
      "-n",
      "1:8",
      "--steps",
      "4",
      ...rules,
    ];
    const { code, out } = await run(args);
    expect(code).toBe(0);
    const [, table = ""] = out.split("Errors of the f64 sums:\n");
    const rows = table
      .split("\n")
      .slice(0, 5)
      .map((row) => row.split(/ +/));
    expect(rows[0]).toEqual(["n", "midpoint", "simpson", "gauss4"]);
    const slopes = [1, 2, 3].map((column) => {
      const [coarse, fine] = [1, 2].map((row) => Number(rows[row]?.[column])) as [number, number];
      return Math.log2(coarse / fine);
    });
    for (const [k, slope] of [2, 4, 8].entries())
      expect(Math.abs((slopes[k] as number) - slope)).toBeLessThan(0.15);
    const svg = readFileSync(plot, "utf8");
    for (const name of ["midpoint f64", "simpson f64", "gauss4 f64"])
      expect(svg).toContain(`<title>${name}</title>`);
    const swept = JSON.parse((await run([...args.slice(0, -2), "--json"])).out) as Sweep;
    expect(swept.problem.method).toEqual({ kind: "grid", rule: "midpoint" });
    expect(new Set(swept.results.map(({ problem }) => problem.method.rule))).toEqual(new Set(["midpoint"]));
    expect(swept.otherRules.map(({ problem }) => `${problem.method.rule} ${problem.method.n}`)).toEqual(
      ["simpson", "gauss4"].flatMap((rule) => [1, 2, 4, 8].map((n) => `${rule} ${n}`)),
    );
  });

  it.each<[string, string[], number[]]>([
    ["a line", ["-f", "exp(-t)", "-v", "t=0,inf", "-n", "10:40"], [1]],
    ["three variables", ["-f", "x*y*z", "-x", "0,1", "-y", "0,x", "-z", "0,1", "-n", "10:40"], [1, 1, 1]],
  ])("takes %s", async (_, problem, axes) => {
    const args = ["sweep", ...problem, "--steps", "2", "-b", "serial,gpu", "-p", "f32", "--json"];
    const { sizes, results, breakEven } = JSON.parse((await run(args)).out) as Sweep;
    expect(results.map(({ problem }) => problem.method.n)).toEqual(
      sizes.flatMap((n) => [1, 2].map(() => axes.map(() => n))),
    );
    expect(breakEven.length).toBeLessThanOrEqual(1);
  });

  it("as CSV has every sample of every n", async () => {
    const rows = parseCsv((await run(["sweep", "-n", "20:80", "--steps", "2", "-b", "serial", "--csv"])).out);
    expect(new Set(rows.map((row) => row["problem.method.n"]))).toEqual(new Set(["20 x 20", "80 x 80"]));
    expect(rows.length).toBeGreaterThanOrEqual(2 * 5);
  });
});

describe("a wrong command line is exit 2 and one line", () => {
  it.each([
    [["compare", "-b", "gpu"], "-b gpu: needs serial, threads or simd as well"],
    [
      ["compare", "-b", "serial,cuda"],
      "-b serial,cuda: must be one or more of serial, threads, simd, gpu, separated by commas",
    ],
    [["compare", "-p", "f64"], "-p f64: must be one or more of fast, f32, df64"],
    [["compare", "-b", "threads", "-p", "f32"], "-p f32: it is for the GPU"],
    [
      ["compare", "--tol", "1e-8", "-n", "100"],
      "-n 100: cannot be combined with --tol, which asks for an accuracy; this is for a grid",
    ],
    [["compare", "--tol", "0"], "--tol 0: must be between 1e-16 and 1"],
    [["compare", "--tol", "1e-5", "-p", "fast"], "-p fast: must be one or more of f32, df64"],
    [["sweep", "--tol", "1e-8"], "--tol 1e-8: not an option of sweep"],
    [["compare", "--checkpoint", "x"], "--checkpoint x: only for integrate"],
    [["compare", "--plot", "x.svg"], "--plot x.svg: not an option of compare"],
    [["compare", "-v", "t"], "-v t: needs a name and limits"],
    [["sweep", "--rule", "midpoint,gauss1"], "--rule gauss1: must be midpoint, trapezoid, simpson"],
    [["sweep", "-n", "10:20000", "-z", "0,1", "-f", "z", "--rule", "x"], "--rule x: must be"],
    [
      ["sweep", "-n", "10:20000", "-f", "1", ...[..."xyz"].flatMap((name) => [`-${name}`, "0,1"])],
      "-n 20000 x 20000 x 20000: a grid has at most 10^12 cells",
    ],
    [["compare", "-n", "1:2"], "-n 1:2: must be a whole number from 1 to 1,000,000"],
    [["sweep", "-n", "4000"], "-n 4000: must be two whole numbers, as in 250:8000"],
    [
      ["sweep", "-n", "4000:250"],
      "-n 4000:250: must be two whole numbers up to 1,000,000, the second larger",
    ],
    [["sweep", "--nx", "5"], "--nx 5: not an option of sweep"],
    [["sweep", "--repeat", "5"], "--repeat 5: only for integrate and compare"],
    [["sweep", "--steps", "1"], "--steps 1: must be a whole number from 2 to 100"],
    [["sweep", "--budget", "0"], "--budget 0: must be a number of seconds above 0"],
    [["sweep", "--plot", "/none/x.svg"], "--plot /none/x.svg: cannot be written: no such file or folder"],
    [["sweep", "--plot", "-"], "--plot -: must be the name of an .svg file"],
    [["--budget", "5"], "--budget 5: only for sweep"],
    [["compare", "-n", "100", "--timeout", "x"], "--timeout x: must be a number of seconds"],
  ])("%j", async (args, message) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`gpu-integrate: ${message}`);
    expect(err.trimEnd()).not.toContain("\n");
  });
});
