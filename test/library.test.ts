import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../src/run/result.ts";
import { useBrowser } from "./browser.ts";
import { BOTH_BACKENDS, bundle } from "./bundle.ts";
import { useProject } from "./user-project.ts";

const run = promisify(execFile);
const root = new URL("..", import.meta.url).pathname;

const { folder, write, printed } = useProject();

describe("in Node", () => {
  it("integrates on every backend, and the process exits", async () => {
    const results: Result[] = await printed(`
      import { integrate } from "gpu-integrate";
      const problem = { f: "exp(-x^2-y^2)", x: [-6, 6], y: "-6,6", n: 400, exact: "pi" };
      const all = [];
      for (const backend of ["gpu", "threads", "serial", "simd"]) all.push(await integrate({ ...problem, backend }));
      console.log(JSON.stringify(all));`);
    expect(results.map(({ backend, precision }) => [backend, precision])).toEqual([
      ["gpu", "f32"],
      ["threads", "f64"],
      ["serial", "f64"],
      ["simd", "f64"],
    ]);
    for (const { integral, exact, error, precision } of results) {
      expect(exact).toBe(Math.PI);
      expect(error).toBe(Math.abs(integral - Math.PI));
      expect(error).toBeLessThan(precision === "f32" ? 1e-5 : 1e-13);
    }
  });

  it("rejects with error codes and with the signal's reason", async () => {
    const codes = await printed(`
      import { integrate, IntegrateError } from "gpu-integrate";
      const codes = [];
      const fail = (options) => integrate(options).catch((error) =>
        codes.push([error instanceof IntegrateError, error.code, error.message]));
      await fail({ f: "2x" });
      await fail({ n: 0 });
      await fail({ backend: "cuda" });
      await fail({ precision: "f64", backend: "gpu" });
      await fail({ threads: 0 });
      await fail({ x: [0, NaN], y: [0, 1] });
      await fail({ x: [0, 1] });
      await fail({ f: "1/x", x: [-1, 1], y: [0, 1], n: 3, backend: "serial" });
      const controller = new AbortController();
      await integrate({ n: 100000, signal: controller.signal, onProgress: () => controller.abort("enough") })
        .catch((reason) => codes.push(reason));
      console.log(JSON.stringify(codes));`);
    expect(codes).toEqual([
      [true, "usage", "f = 2x: write the multiplication: 2*x"],
      [true, "usage", "n = 0: must be a whole number of cells from 1 to 1,000,000"],
      [true, "usage", "backend = cuda: must be one of auto, gpu, threads, serial, simd"],
      [true, "usage", "precision = f64: with gpu it must be one of fast, f32, df64"],
      [true, "usage", "threads = 0: must be a whole number from 1 to 256"],
      [true, "usage", "x = NaN: a limit is a number, an expression, inf or -inf"],
      [true, "usage", expect.stringContaining("f = sin(x+y): y needs limits, as in y=0,1")],
      [true, "not-finite", expect.stringContaining("f is infinite at x = 0, y = ")],
      "enough",
    ]);
  });

  it("integrates repeatedly in a session, and the process exits", async () => {
    const values = await printed(`
      import { openSession } from "gpu-integrate";
      const session = openSession({ backend: "gpu" });
      const values = [];
      for (const f of ["x", "y", "x"])
        values.push((await session.integrate({ f, x: [0, 1], y: [0, 2], n: 64 })).integral);
      values.push((await session.integrate({ f: "x", x: [0, 1], y: [0, 2], n: 64, backend: "serial" })).backend);
      await session.close();
      console.log(JSON.stringify(values));`);
    expect(values).toEqual([1, 2, 1, "serial"]);
  });

  it("times an accuracy as often as a grid", async () => {
    const results = await printed(`
      import { integrate } from "gpu-integrate";
      const own = { f: "x*y", x: [0, 1], y: [0, 1], repeat: 3, warmup: 1 };
      console.log(JSON.stringify([await integrate(own), await integrate({ ...own, n: 64, backend: "serial" })]));`);
    expect(results.map((one: Result) => [one.problem.method.kind, one.samples?.length])).toEqual([
      ["accuracy", 3],
      ["grid", 3],
    ]);
  });

  it("rejects wrong options of any type with `usage`", async () => {
    const wrong = [
      "null",
      "5",
      "[]",
      "{ signal: {} }",
      "{ onProgress: 5 }",
      "{ onNote: 'x' }",
      "{ exact: 4n }",
      "{ exact: {} }",
      "{ repeat: 1.5 }",
      "{ f: 'x', x: [0, 1], estimate: true }",
      "{ x: Object.create(null) }",
      "{ f: Symbol('f') }",
      "{ f: 'x', x: [0, 1], tolerence: 1e-3 }",
      "{ f: 't', t: [0, 1] }",
      "{ f: 'x', limits: { x: [0, 1] } }",
      "{ f: 'x', variables: new Map([['x', [0, 1]]]) }",
      "{ f: 'x', x: [0, 1], tolerance: '1e-3' }",
      "{ f: 'x', x: [0, 1], separation: 'no' }",
    ];
    const codes = await printed(`
      import { integrate, openSession } from "gpu-integrate";
      const codes = [];
      const note = (error) => codes.push([error.code, error.message]);
      for (const options of [${wrong.join(", ")}]) await integrate(options).catch(note);
      try { openSession({ backend: "cuda" }); } catch (error) { note(error); }
      console.log(JSON.stringify(codes));`);
    expect(codes).toHaveLength(wrong.length + 1);
    for (const [code, message] of codes) {
      expect(code).toBe("usage");
      expect(message).toMatch(/^(tolerence|t|limits|\w+ = .*): \S/);
    }
    expect(codes.slice(12, 14)).toEqual([
      ["usage", "tolerence: unknown option; did you mean tolerance?"],
      ["usage", "t: unknown option; limits go into variables, as in { t: [0, 1] }"],
    ]);
  });

  it.each([
    ["bundler", "esnext"],
    ["nodenext", "nodenext"],
  ])("is typed, under module resolution %s", async (resolution, module) => {
    write(
      "user.ts",
      `import { type AccuracyResult, type IntegrationSession, integrate, openSession, type Result } from "gpu-integrate";
      const result: Result = await integrate({ f: "x*y", x: [0, 1], y: "0,1", n: 9, signal: new AbortController().signal });
      export const kernel: number | null = result.seconds.kernel;
      const accurate: AccuracyResult = await integrate({ f: "x", x: [0, "inf"], tolerance: 1e-10 });
      export const claim: number = accurate.estimate.total;
      export const { levels } = await integrate({ f: "x*y", variables: { x: [0, 1], y: "0,x" }, precision: "f64" });
      export const { by } = await integrate({ f: "x", x: "0,1", rule: "lattice" });
      export const { cells } = await integrate({ f: "x", x: "0,1", precision: "fast" });
      const lesson = await integrate({ f: "sin(x+y)" });
      // @ts-expect-error it is a grid
      lesson.levels;
      const session: IntegrationSession = openSession({ backend: "threads", threads: 2 });
      await session.close();
      // @ts-expect-error f must be a string
      await integrate({ f: 3 });`,
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
    await run(tsc, [...options, "--moduleResolution", resolution, "--module", module, "user.ts"], {
      cwd: folder,
    });
  });
});

describe("in a browser bundle", () => {
  beforeAll(() => bundle(folder, BOTH_BACKENDS));
  const browser = useBrowser({ folder: join(folder, "dist") });

  it("integrates on the GPU and on workers", async () => {
    const page = await browser.open("", "done");
    const results = JSON.parse(await page.$eval("body", (body) => body.textContent ?? "")) as Result[];
    const [gpu, threads, simd] = results;
    expect(gpu).toMatchObject({ backend: "gpu", precision: "f32" });
    expect(threads).toMatchObject({ backend: "threads", precision: "f64" });
    expect(simd).toMatchObject({ backend: "simd", precision: "f64" });
    // -(h / sin(h/2))^2, h = pi / 300
    for (const { integral } of results) expect(integral).toBeCloseTo(-4.00003655436, 6);
    await page.close();
  });
});
