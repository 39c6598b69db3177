import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { host, spawnWorker } from "../../node/host.ts";
import { prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { threadsAlone } from "../alone.ts";
import { useGpu } from "../gpu.ts";
import { AREA, cosineSum, TOLERANCE, truths, unitCosine } from "../truth.ts";

const gpu = useGpu();

describe("n = 20,000", () => {
  const n = 20_000;
  it.each(truths(n))("$name is the midpoint sum in f32 and on threads", async ({ problem, sum }) => {
    const { integral } = await gpu.run(problem, "f32");
    expect(Math.abs(integral - sum)).toBeLessThanOrEqual(TOLERANCE.f32);
    const threads = await integrate(problem, (plan) => threadsAlone(plan, 2, spawnWorker), host);
    expect(Math.abs(threads.integral - sum)).toBeLessThanOrEqual(TOLERANCE.f64);
  });
});

// 65,536^2 is 2^32: what comes after it needs more than 32 bits.
it.each([
  [65_536, "fast"],
  [65_537, "f32"],
] as const)("n = %i has all of its cells in %s", async (n, precision) => {
  const { integral, cells } = await gpu.run(prepare({ f: "cos(x+y)", n }), precision);
  expect(cells).toBe(n * n);
  expect(Math.abs(integral - cosineSum(n))).toBeLessThanOrEqual(TOLERANCE[precision]);
});

it.each([
  [1, 1_000_000],
  [1_000_000, 1],
  [1_000_000, 3],
])("%i x %i cells", async (nx, ny) => {
  const { integral } = await gpu.run(prepare({ f: "0.1", nx, ny }), "f32");
  expect(Math.abs(integral / AREA - Math.fround(0.1))).toBeLessThan(1e-9);
});

const UNIT = { x: "0,1", y: "0,1", z: "0,1" };

it.each([
  ["in one variable", { f: "cos(x)", x: "0,1" }, [1_000_000]],
  ["in three variables", { f: "cos(x)*cos(y)*cos(z)", ...UNIT }, [1000, 1000, 1000]],
  ["in ten thousand layers", { f: "cos(x)*cos(y)*cos(z)", ...UNIT }, [3, 5, 10_000]],
])("%s, on the GPU and on threads", async (_, options, [nx = 1, ny, nz]) => {
  const problem = prepare({ ...options, nx, ...(ny && { ny }), ...(nz && { nz }) });
  const sum = [nx, ny, nz].reduce<number>((product, n) => (n ? product * unitCosine(n) : product), 1);
  const { integral, cells } = await gpu.run(problem, "f32");
  expect(cells).toBe(nx * (ny ?? 1) * (nz ?? 1));
  expect(Math.abs(integral - sum)).toBeLessThanOrEqual(3e-8);
  const threads = await integrate(problem, (plan) => threadsAlone(plan, 2, spawnWorker), host);
  expect(Math.abs(threads.integral - sum)).toBeLessThanOrEqual(1e-15);
});

// Sixteen million nodes in one row.
it.each(["simpson", "gauss16"] as const)("a million cells of %s", async (rule) => {
  const problem = prepare({ f: "exp(x)", x: "0,1", n: 1_000_000, rule });
  const { integral } = await gpu.run(problem, "f32");
  expect(Math.abs(integral - Math.E + 1)).toBeLessThanOrEqual(3e-7);
});

it.each(["gpu", "threads", "serial"])("-b %s stays below 250 MiB at n = 20,000", async (backend) => {
  const report = "data:text/javascript,process.on('exit',()=>console.log(process.resourceUsage().maxRSS))";
  const args = ["--import", report, "gpu-integrate", "-n", "20000", "-b", backend, "-q"];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: new URL("../..", import.meta.url),
  });
  const kibibytes = Number(stdout.trim().split("\n").at(-1));
  expect(kibibytes).toBeGreaterThan(10_000);
  expect(kibibytes).toBeLessThan(250 * 1024);
});
