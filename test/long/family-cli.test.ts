import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { cli, type Outcome } from "../cli.ts";

const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-family-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

const J0 = ["-f", "cos(a*sin(t))/pi", "-v", "t=0,pi"];
const GRID = [...J0, "-n", "100", "-b", "serial"];
/** Long enough to be interrupted: seconds. */
const LONG = ["-f", "exp(-a*x*y)", "-x", "0,1", "-y", "0,1", "-n", "1500", "--param", "a=0:10:3000"];

describe("a family", () => {
  it("to an accuracy has published values within its claims", async () => {
    const { code, out, err } = await cli([...J0, "--param", "a=0,1,5,50", "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const { problem, family, status, integral, failures, cells, regions, schema } = JSON.parse(out);
    expect(problem.parameters).toEqual({ a: "0,1,5,50" });
    expect(problem.method).toMatchObject({ kind: "accuracy", relative: 1e-8 });
    // Abramowitz and Stegun, table 9.1, and DLMF 10.
    for (const [k, value] of [1, 0.7651976865579666, -0.1775967713143383, 0.05581232766925181].entries()) {
      const error = Math.abs(family.integrals[k] - value);
      expect(error).toBeLessThanOrEqual(1e-8 * Math.abs(value));
      expect(error).toBeLessThanOrEqual(family.errors[k] + 4e-16);
    }
    expect(family.statuses).toEqual(Array(4).fill("converged"));
    expect({ schema, status, integral, failures, cells }).toEqual({
      schema: 2,
      status: "converged",
      integral: null,
      failures: [],
      cells: null,
    });
    expect(regions).toBeGreaterThanOrEqual(4);
  });

  it("takes parameters in limits, logarithmic values, and several parameters in all combinations", async () => {
    const area = await cli([
      ...["-f", "b", "-x", "-a,a", "-y", "-sqrt(a^2-x^2),sqrt(a^2-x^2)"],
      ...["--param", "a=log:1:100:3", "--param", "b=1,2", "--json"],
    ]);
    const { parameters, integrals } = JSON.parse(area.out).family;
    expect(parameters).toEqual({ a: [1, expect.closeTo(10, 12), 100], b: [1, 2] });
    const expected = [1, 10, 100].flatMap((a) => [1, 2].map((b) => b * Math.PI * a * a));
    expected.forEach((value, k) => {
      expect(Math.abs(integrals[k] / value - 1)).toBeLessThan(1e-8);
    });
  });

  it("of mean distances in rectangles has the square's, and those of similar ones", async () => {
    const f = "4*(1-x)*(b-y)*hypot(x,y)/b^2";
    const { out, err } = await cli(["-f", f, "-x", "0,1", "-y", "0,b", "--param", "b=1/2,1,2", "--json"]);
    const [half, one, two] = JSON.parse(out).family.integrals;
    // Closed form: E. W. Weisstein, MathWorld, Square Line Picking.
    const square = (2 + Math.SQRT2 + 5 * Math.log(1 + Math.SQRT2)) / 15;
    expect(Math.abs(one / square - 1)).toBeLessThan(1e-8);
    expect(Math.abs(two / half - 2)).toBeLessThan(1e-8);
    expect(err).toBe("");
    const grid = await cli([
      "-f",
      f,
      "-x",
      "0,1",
      "-y",
      "0,b",
      "--param",
      "b=1,2",
      "-n",
      "300",
      "-b",
      "serial",
    ]);
    expect(grid.out).toMatch(/\n1 {3}0\.5214\d+\n2 {3}0\.8047\d+\n/);
    expect(grid.out).toContain("x 0..1, y 0..b   b=1,2\n");
  });

  it("is a table of the digits that the claims support, and a block on how", async () => {
    const { out } = await cli([...J0, "--param", "a=0:10:101", "-t", "1"]);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^a {6}integral +±$/);
    // 0.1: 0.99750156206604.
    expect(lines[2]).toMatch(/^ 0\.1 {4}0\.997501562\d* +\d\.\de-\d+$/);
    expect(lines[13]).toBe("…      82 more: --csv, --json or --plot FILE.svg shows all");
    expect(lines[20]).toMatch(/^10 {5}-0\.24593576\d* +\d\.\de-\d+$/);
    expect(lines[22]).toMatch(/^101 integrals in \d+\.\d\d sec, the least certain to \d\.\de-\d+$/);
    expect(lines[24]).toBe("  ∫ cos(a*sin(t))/pi dt   t 0..3.14159   a=0:10:101");
    expect(lines[25]).toMatch(/^ {2}to 1e-8: \d+ regions, [\d,]+ evaluations$/);
    expect(lines.at(-1)).toMatch(/evaluations\/s · setup/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it("on a grid has no claims; -q prints the table alone", async () => {
    const all = await cli([...GRID, "--param", "a=0,1"]);
    expect(all.out).toMatch(
      /^a {3}integral\n0 {3}1\n1 {3}0\.76519768655797\n\n2 integrals in 0\.\d\d sec\n\n {2}∫ .* a=0,1 {3}midpoint, 100 cells each\n {2}serial f64 on node /,
    );
    expect((await cli([...GRID, "--param", "a=0,1", "-q"])).out).toBe(
      "a   integral\n0   1\n1   0.76519768655797\n",
    );
  });

  it("has no more than a screen of rows, in columns, and all of them as CSV", async () => {
    const many = [
      ...GRID.slice(2),
      "-f",
      "cos(a*sin(t))*b*c",
      "--param",
      "a=1:30:30",
      "--param",
      "b=1,2",
      "--param",
      "c=3",
    ];
    const lines = (await cli([...many, "-q"])).out.trimEnd().split("\n");
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^a +b +c +integral$/);
    expect(lines[13]).toMatch(/^… +41 more: --csv or --json shows all$/);
    const rows = (await cli([...many, "--csv"])).out.trimEnd().split("\n");
    expect(rows).toHaveLength(61);
    expect(rows[60]).toMatch(/^30,2,3,-?\d\.\d+,,done,,2,/);
  });

  it("may have a reader that goes away", () => {
    const args = ["-f", "a*x", "-x", "0,1", "-n", "1", "-b", "serial", "--param", "a=0:1:100000", "--csv"];
    const quoted = args.map((one) => `"${one}"`).join(" ");
    const command = `"${process.execPath}" gpu-integrate ${quoted} | head -1; echo "\${PIPESTATUS[0]}"`;
    const out = execFileSync("bash", ["-c", command], {
      cwd: new URL("../..", import.meta.url),
      encoding: "utf8",
    });
    expect(out).toMatch(/^parameters\.a,.*\n0\n$/);
  });

  it("is timed: --repeat has the samples, and the same bits", async () => {
    const one = JSON.parse((await cli([...GRID, "--param", "a=1:3:3", "--json"])).out);
    const { samples, family } = JSON.parse(
      (await cli([...GRID, "--param", "a=1:3:3", "--repeat", "3", "--warmup", "1", "--json"])).out,
    );
    expect(samples).toHaveLength(3);
    expect(family).toEqual(one.family);
  });
});

describe("a member that fails", () => {
  it("does so alone: exit 3, and a line that says which and why", async () => {
    const { code, out, err } = await cli(["-f", "t^(a-1)", "-v", "t=0,1", "--param", "a=0,1,2", "--json"]);
    const { family, failures, status } = JSON.parse(out);
    expect([code, status]).toEqual([3, "diverges"]);
    expect(family.statuses).toEqual(["diverges", "converged", "converged"]);
    expect(family.integrals).toEqual([null, expect.closeTo(1, 8), expect.closeTo(0.5, 8)]);
    expect(family.errors[0]).toBeNull();
    expect(failures).toEqual([
      { index: 0, status: "diverges", message: "the integral diverges at t = 0, for a = 0" },
    ]);
    expect(err).toBe(
      "gpu-integrate: 1 of 3 members was not reached; the first: the integral diverges at t = 0, for a = 0\n",
    );
  });

  it("on a grid, too, and where all do it is exit 1", async () => {
    const some = await cli([
      "-f",
      "sqrt(a-t)",
      "-v",
      "t=0,1",
      "-n",
      "10",
      "-b",
      "serial",
      "--param",
      "a=-1,2",
    ]);
    expect(some.code).toBe(3);
    expect(some.out).toMatch(/^a {4}integral\n-1 +– +failed\n {1}2 +1\.2/);
    expect(some.err).toBe(
      "gpu-integrate: 1 of 2 members was not reached; the first: f is NaN at t = 0.05, for a = -1\n",
    );
    const all = await cli(["-f", "sqrt(a-t)", "-v", "t=0,1", "--param", "a=-1,-2"]);
    expect(all.code).toBe(1);
    expect(all.err).toContain("2 of 2 members were not reached; the first: f is undefined at t = ");
  });

  it("for want of evaluations has a value, a claim and exit 3", async () => {
    const { code, out, err } = await cli([
      ...[
        "-f",
        "exp(x)*sqrt(abs(x-a*y))",
        "-x",
        "0,1",
        "-y",
        "0,1",
        "--tol",
        "1e-12",
        "--max-evaluations",
        "20000",
      ],
      ...["--param", "a=0,1.3", "--json"],
    ]);
    const { family, failures } = JSON.parse(out);
    expect([code, family.statuses[1]]).toEqual([3, "evaluations"]);
    expect(failures).toEqual([]);
    expect(family.errors[1]).toBeGreaterThan(1e-12);
    expect(err).toMatch(
      /: 1 of 2 members was not reached; the first: stopped at the limit .* for a = 1\.3\n$/,
    );
  });
});

describe("--param", () => {
  it.each<[string[], string]>([
    [["a=0:10"], "--param a=0:10: takes values, as in a=0:1:11, a=log:1:1000:4 or a=1,2,5\n"],
    [["a="], "--param a=: takes values, as in "],
    [["a"], "--param a: needs a name and values, as in a=0:1:11\n"],
    [["=1"], "--param =1: the name is missing, as in a=0:1:11\n"],
    [["a=0:10:0"], "--param a=0:10:0: the count must be a whole number from 1 to 1,000,000, as in 0:1:11\n"],
    [["a=0:10:1e3.5"], "the count must be"],
    [["a=0:1:1"], "--param a=0:1:1: one value is no range: write the value alone\n"],
    [
      ["a=log:0:1:3"],
      "--param a=log:0:1:3: logarithmic spacing needs two ends of the same sign, neither of them 0\n",
    ],
    [["a=1/0"], "--param a=1/0: the values of a parameter must be finite numbers\n"],
    [["a=1, 2x"], "--param: write the multiplication: 2*x\n  a=1, 2x\n        ^\n"],
    [["a=log:1:(2:4"], "--param: expected )\n  a=log:1:(2:4\n            ^\n"],
    [["a=q"], "--param: must be a constant, without q\n  a=q\n    ^\n"],
    [["a=1", "a=2"], "--param a=2: a already has values, by --param a=1; give them once\n"],
    [["t=1,2"], "--param t=1,2: t has limits, by -v t=0,pi, so it is a variable; a parameter has values\n"],
    [["pi=1,2"], "--param pi=1,2: pi is a constant; choose another name\n"],
    [
      ["a=1,2", "b=1,2"],
      "--param b=1,2: neither f nor a limit depends on b: use it, or leave the parameter out\n",
    ],
    [
      ["a=0:1:2000", "b=0:1:2000"],
      "--param 2000 x 2000: a family has at most 1,000,000 members, not 4000000\n",
    ],
  ])("%j is exit 2", async (values, message) => {
    const { code, out, err } = await cli([...J0, ...values.flatMap((value) => ["--param", value])]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it.each<[string[], string]>([
    [["--exact", "1"], "--exact 1: cannot be combined with --param, whose integrals differ"],
    [["-n", "10", "--estimate"], "--estimate: cannot be combined with --param"],
    [["--plot", "x.png"], "--plot x.png: must be the name of an .svg file"],
    [["--plot", "/none/x.svg"], "--plot /none/x.svg: cannot be written: no such file or folder"],
    [["-n", "10", "--shard", "1/2", "--plot", "x.svg"], "--plot x.svg: cannot be combined with --shard"],
    [["-n", "10", "--tol", "1e-3"], "-n 10: cannot be combined with --tol"],
  ])("with %j is exit 2", async (more, message) => {
    const { code, out, err } = await cli([...J0, "--param", "a=1,2", ...more]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("is not for other commands, and --plot is for it", async () => {
    for (const command of ["compare", "sweep"]) {
      const { code, err } = await cli([command, ...J0, "--param", "a=1,2"]);
      expect([code, err]).toEqual([
        2,
        "gpu-integrate: --param a=1,2: only for integrate and shader; see integrate --help\n",
      ]);
    }
    const { code, err } = await cli([...J0.slice(0, 1), "t", ...J0.slice(2), "--plot", "x.svg"]);
    expect([code, err]).toEqual([
      2,
      "gpu-integrate: --plot x.svg: draws a family: give --param, too, or see sweep --help\n",
    ]);
  });
});

describe("--plot", () => {
  it("draws a curve or a map, and refuses more parameters before the run", async () => {
    const b = ["-f", "cos(a*sin(t))*b", ...J0.slice(2), "-n", "50", "-b", "serial", "--param", "b=1,2,3"];
    for (const [args, drawn] of [
      [[...GRID, "--param", "a=0:9:30"], 'class="curve"'],
      [[...b, "--param", "a=0:9:30"], 'class="map"'],
    ] as const) {
      const { code, err } = await cli([...args, "--plot", file("x.svg")]);
      expect([code, err]).toEqual([0, ""]);
      expect(readFileSync(file("x.svg"), "utf8")).toContain(drawn);
    }
    const three = [
      "-f",
      "cos(a*sin(t))*b*c",
      ...b.slice(2),
      "--param",
      "a=1",
      "--param",
      "c=1",
      "--plot",
      file("y.svg"),
    ];
    const { code, out, err } = await cli(three);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe(
      `gpu-integrate: --plot ${file("y.svg")}: draws one or two parameters, not 3; use --csv or --json\n`,
    );
    expect(existsSync(file("y.svg"))).toBe(false);
  });
});

/** Starts the program, sends it a signal after so long, and reads what it prints slowly. */
function stopped(
  args: readonly string[],
  signal: "SIGINT" | "SIGTERM",
  milliseconds: number,
): Promise<Outcome> {
  const child = spawn(process.execPath, ["gpu-integrate", ...args], {
    cwd: new URL("../..", import.meta.url),
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", async (data) => {
    out += data;
    child.stdout.pause();
    await setTimeout(100);
    child.stdout.resume();
  });
  child.stderr.on("data", (data) => {
    err += data;
  });
  setTimeout(milliseconds).then(() => child.kill(signal));
  // As shells have it, where the process dies of the signal.
  const died = signal === "SIGINT" ? 130 : 143;
  return new Promise((resolve) => child.on("close", (code) => resolve({ code: code ?? died, out, err })));
}

describe("a family that is cut short", () => {
  it("by SIGINT has the members that are done, and exit 130", async () => {
    const { code, out, err } = await stopped([...LONG, "-b", "serial", "--json"], "SIGINT", 2500);
    const { family, failures, status } = JSON.parse(out);
    const done = family.statuses.filter((one: string) => one === "done").length;
    expect([code, status]).toEqual([130, "interrupted"]);
    expect(done).toBeGreaterThan(0);
    expect(family.integrals.filter((one: unknown) => one !== null)).toHaveLength(done);
    expect(failures).toHaveLength(3000 - done);
    expect(failures.at(-1)).toEqual({
      index: 2999,
      status: "interrupted",
      message: "stopped before a = 10 was done",
    });
    expect(err).toMatch(/^gpu-integrate: stopped by SIGINT at \d+ of 3,000 members\n$/);
    // At a = 0 the integrand is 1.
    expect(family.integrals[0]).toBeCloseTo(1, 13);
  });

  it("by the time-out, too, with exit 1, on a grid and to an accuracy", async () => {
    const grid = await cli([...LONG, "-b", "threads", "--timeout", "3", "-q"]);
    expect([grid.code, grid.err]).toEqual([
      1,
      expect.stringMatching(/: stopped after 3 s at \d+ of 3,000 members\n$/),
    ]);
    expect(grid.out).toMatch(/\n10 +– +timeout\n$/);
    const accuracy = await cli([
      ...["-f", "sqrt(abs(x-a*y^2))", "-x", "0,1", "-y", "0,1", "--tol", "1e-11", "--param", "a=1:2:1000"],
      ...["--timeout", "4", "--json", "--max-evaluations", "1000000000"],
    ]);
    expect(accuracy.code).toBe(1);
    expect(JSON.parse(accuracy.out).family.statuses.at(-1)).toBe("timeout");
  });

  it("with a checkpoint goes on to the same bits", async () => {
    const short = LONG.with(-1, "a=0:10:80");
    const args = [...short, "-b", "threads", "-t", "2", "--json"];
    const whole = JSON.parse((await cli(args)).out);
    const name = file("run.jsonl");
    const first = await stopped([...args, "--checkpoint", name], "SIGTERM", 1800);
    expect([143, 0]).toContain(first.code);
    if (first.err) expect(first.err).toMatch(/ at \d+ of 80 members; rerun the same command to resume\n$/);
    const resumed = JSON.parse((await cli([...args, "--checkpoint", name])).out);
    expect(resumed.family).toEqual(whole.family);
    const other = await cli([
      ...short.with(-1, "a=0:11:80"),
      "-b",
      "threads",
      "-t",
      "2",
      "--checkpoint",
      name,
    ]);
    expect(other.code).toBe(2);
    expect(other.err).toContain("this file is from a different run: parameters is a=0:10:80");
  });
});

describe("parts", () => {
  it("of a family to an accuracy merge to its document, too", async () => {
    const args = ["-f", "t^(a-1)", "-v", "t=0,1", "--tol", "1e-9", "-t", "1", "--param", "a=0:2:9"];
    const whole = JSON.parse((await cli([...args, "--json"])).out);
    const files = await Promise.all(
      [1, 2].map(async (k) => {
        writeFileSync(file(`accuracy.${k}`), (await cli([...args, "--shard", `${k}/2`])).out);
        return file(`accuracy.${k}`);
      }),
    );
    const { code, out, err } = await cli(["merge", ...files, "--json"]);
    const { parts, ...merged } = JSON.parse(out);
    // A part has the numbers alone, not the place where a member diverges.
    const other = { seconds: null, evaluationsPerSecond: null, failures: null };
    expect({ ...merged, ...other }).toEqual({ ...whole, ...other });
    const member = { index: 0, status: "diverges" };
    expect(whole.failures).toEqual([{ ...member, message: "the integral diverges at t = 0, for a = 0" }]);
    expect(merged.failures).toEqual([{ ...member, message: "the integral diverges for a = 0" }]);
    expect([code, parts]).toEqual([3, 2]);
    expect(err).toContain("1 of 9 members was not reached; the first: the integral diverges for a = 0");
    // 1/a.
    whole.family.integrals.slice(1).forEach((one: number, k: number) => {
      expect(Math.abs((one * (k + 1)) / 4 - 1)).toBeLessThan(1e-9);
    });
  });

  it("of a family merge to its document, and to its chart", async () => {
    const args = [
      "-f",
      "sqrt(1-a*x)*y",
      "-x",
      "0,1",
      "-y",
      "0,1",
      "-n",
      "700",
      "-b",
      "serial",
      "--param",
      "a=0:1.5:7",
    ];
    const whole = await cli([...args, "--json"]);
    expect(whole.code).toBe(3);
    const files = await Promise.all(
      [1, 2, 3].map(async (k) => {
        const { code, out } = await cli([...args, "--shard", `${k}/3`]);
        expect(code).toBe(0);
        writeFileSync(file(`part.${k}`), out);
        return file(`part.${k}`);
      }),
    );
    const { code, out, err } = await cli(["merge", ...files, "--json", "--plot", file("merged.svg")]);
    const { parts, ...merged } = JSON.parse(out);
    const timeless = { seconds: null, evaluationsPerSecond: null };
    expect({ ...merged, ...timeless }).toEqual({ ...JSON.parse(whole.out), ...timeless });
    expect([code, err, parts]).toEqual([3, whole.err, 3]);
    expect(readFileSync(file("merged.svg"), "utf8")).toContain('class="curve"');
    const missing = await cli(["merge", ...files.slice(1)]);
    expect([missing.code, missing.err]).toEqual([1, "gpu-integrate: part 1/3 is missing\n"]);
    const exact = await cli(["merge", ...files, "--exact", "1"]);
    expect([exact.code, exact.err]).toEqual([
      2,
      "gpu-integrate: --exact 1: is for one integral; these are a family's parts\n",
    ]);
    expect((await cli(["merge", ...files])).out).toContain("· times of 3 parts added up ·");
  });
});
