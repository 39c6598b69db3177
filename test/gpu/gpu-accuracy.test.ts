import { afterAll, describe, expect, it } from "vitest";
import { nodeProvider } from "../../node/devices/provider.ts";
import { host, spawnWorker } from "../../node/host.ts";
import { type Gpu, warm as makeWarm } from "../../src/gpu/device.ts";
import { makeRegionKernel } from "../../src/gpu/region-kernel.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import type { BackendName, Options } from "../../src/problem/options.ts";
import type { Precision } from "../../src/problem/problem.ts";
import { firstRegions } from "../../src/quadrature/regions/first.ts";
import { integrateTo } from "../../src/run/accuracy/accuracy.ts";
import { openRegions } from "../../src/run/accuracy/open-regions.ts";
import { makeSession, type Provider } from "../../src/run/session.ts";

/** A session on this machine's adapter, with what a test changes of it. */
function sessionWith(change: Partial<Provider> = {}) {
  const devices: Gpu[] = [];
  const plain = nodeProvider();
  const provider: Provider = {
    ...plain,
    async openDevice() {
      const gpu = await plain.openDevice();
      devices.push(gpu);
      return gpu;
    },
    spawn: spawnWorker,
    ...change,
  };
  const session = makeSession(provider, host);
  const notes: string[] = [];
  const onNote = (text: string) => notes.push(text);
  const run = (options: Options, onProgress?: () => void) => {
    const { backend = "gpu" as BackendName, precision, threads = 1, separation } = options;
    const prepared = prepareAccuracy(options);
    const { method } = prepared.problem;
    const open = () => openRegions({ session, host, onNote }, { backend, precision, threads }, method);
    return integrateTo(prepared, open, host, { onNote, apart: separation, onProgress });
  };
  return { session, provider, devices, notes, run };
}

const shared = sessionWith();
afterAll(() => shared.session.close());

const INF = { x: ["-inf", "inf"], y: ["-inf", "inf"] } as const;
const UNIT = { x: [0, 1], y: [0, 1] } as const;
/** Re of the integral of exp((-1 + 10i) x) from 0 to 5. */
const DAMPED = (Math.exp(-5) * (10 * Math.sin(50) - Math.cos(50)) + 1) / 101;
/** The integral of exp(x y z) over the unit cube: its power series, term by term. */
const CUBE = Array.from({ length: 20 }, (_, k) => k).reduce(
  ({ sum, factorial }, k) => ({ sum: sum + 1 / (factorial * (k + 1) ** 3), factorial: factorial * (k + 1) }),
  { sum: 0, factorial: 1 },
).sum;

const KNOWN: readonly (readonly [name: string, options: Options, truth: number, onGpu: boolean | null])[] = [
  ["a Gaussian over the plane", { f: "exp(-x^2-y^2)", ...INF }, Math.PI, true],
  ["a slow decay over the plane", { f: "1/(1+x^2+y^2)^2", ...INF }, Math.PI, null],
  ["an entire function", { f: "cos(x*y)", ...UNIT }, 0.946083070367183, true],
  ["a jump along a circle", { f: "x^2+y^2<1", x: [-1, 1], y: [-1, 1] }, Math.PI, true],
  ["a kink along a diagonal", { f: "abs(x-y)", ...UNIT }, 1 / 3, true],
  ["poles along two sides", { f: "1/sqrt(x*y)", ...UNIT, separation: false }, 4, false],
  ["a half-disc", { f: "1", x: [-1, 1], y: ["0", "sqrt(1-x^2)"] }, Math.PI / 2, false],
  ["jumps without end", { f: "1/x-floor(1/x)", x: [0, 1] }, 1 - 0.5772156649015329, null],
  [
    "jumps at 0.3, near which regions are small",
    { f: "x > 0.3 ? 1/(1e-5+x-0.3) : 2", x: [0, 1] },
    Math.log(1 + 0.7e5) + 0.6,
    null,
  ],
  ["a damped wave", { f: "exp(-x)*(2+cos(10*x))", x: [0, 5] }, DAMPED + 2 - 2 * Math.exp(-5), true],
  ["three variables", { f: "exp(x*y*z)", ...UNIT, z: [0, 1] }, CUBE, true],
  ["values far below f32", { f: "1e-200*cos(x*y)", ...UNIT }, 0.946083070367183e-200, false],
  ["values far above f32", { f: "1e200*cos(x*y)", ...UNIT }, 0.946083070367183e200, false],
  ["values next to f32's least", { f: "1e-30*x^12", x: [0, 1] }, 1e-30 / 13, null],
  ["small steps on the way", { f: "1e-40*(x+y)*1e40", ...UNIT }, 1, false],
];

describe.each([
  ["f32", 1e-5],
  ["df64", 1e-9],
] as const)("in %s, an accuracy of %f is reached on", (precision, tolerance) => {
  it.each(KNOWN)("%s", async (_, options, truth, onGpu) => {
    const result = await shared.run({ ...options, precision, tolerance });
    expect(result).toMatchObject({ backend: "gpu", precision, status: "converged" });
    expect(result.adapter).not.toBeNull();
    const error = Math.abs(result.integral - truth);
    expect(error).toBeLessThanOrEqual(result.estimate.total + 1e-15 * Math.abs(truth));
    expect(result.estimate.total).toBeLessThanOrEqual(tolerance * Math.abs(truth));
    if (onGpu !== null) expect((result.gpuEvaluations as number) > 0).toBe(onGpu);
  });
});

describe("a GPU's accuracy", () => {
  it("says what it cannot do: f32 at 1e-12", async () => {
    const { status, estimate, integral } = await shared.run({
      ...{ f: "cos(x*y)", ...UNIT, precision: "f32", tolerance: 1e-12 },
    });
    expect(status).toBe("rounding");
    expect(Math.abs(integral - 0.946083070367183)).toBeLessThanOrEqual(estimate.total);
    expect(estimate.total).toBeLessThan(1e-5);
    expect(shared.notes.at(-1)).toMatch(/^f32 cannot do better: .* use df64 or f64$/);
  });

  it("is f32 for 1e-5 and df64 for less, and has 1e-5 for a default in f32", async () => {
    const precisionOf = async (options: Options) =>
      (await shared.run({ f: "cos(x*y)", ...UNIT, ...options })).precision;
    expect(await precisionOf({ tolerance: 1e-5 })).toBe("f32");
    expect(await precisionOf({ tolerance: 9e-6 })).toBe("df64");
    const { problem } = await shared.run({ f: "cos(x*y)", ...UNIT, precision: "f32" });
    expect(problem.method.relative).toBe(1e-5);
  });

  it("has the same bits on any number of threads, and after its device was lost", async () => {
    const options = { f: "exp(-((x-0.3)^2+(y-0.6)^2)*3000)+abs(x-y)", ...UNIT, precision: "f32" } as const;
    const first = await shared.run({ ...options, threads: 1 });
    expect(first.evaluations).toBeGreaterThan(5e3);
    expect((await shared.run({ ...options, threads: 2 })).integral).toBe(first.integral);
    const { session, devices, notes, run } = sessionWith();
    let passes = 0;
    const again = await run(options, () => {
      if (++passes === 1) devices[0]?.device.destroy();
    });
    expect([again.integral, again.estimate.total]).toEqual([first.integral, first.estimate.total]);
    expect(devices).toHaveLength(2);
    expect(notes.join()).toMatch(/^the GPU device was lost \(.*\): .*; measuring these regions again$/);
    session.close();
  });

  it("begins again on a device of another kind", async () => {
    const plain = nodeProvider();
    let opened = 0;
    const devices: Gpu[] = [];
    const { session, notes, run } = sessionWith({
      async openDevice() {
        const gpu = await plain.openDevice();
        devices.push(gpu);
        return { ...gpu, identity: { ...gpu.identity, driver: `driver ${opened++}` } };
      },
    });
    let passes = 0;
    const options = {
      f: "exp(-((x-0.3)^2+(y-0.6)^2)*300)",
      ...UNIT,
      precision: "f32",
      separation: false,
    } as const;
    const { integral, adapter } = await run(options, () => {
      if (++passes === 1) devices[0]?.device.destroy();
    });
    expect(integral).toBe((await shared.run(options)).integral);
    expect(adapter?.driver).toBe("driver 1");
    expect(notes.join("\n")).toContain("starting again");
    session.close();
  });

  it("gives up where devices are lost again and again", async () => {
    const plain = nodeProvider();
    const devices: Gpu[] = [];
    const { session, run } = sessionWith({
      async openDevice() {
        const gpu = await plain.openDevice();
        devices.push(gpu);
        gpu.device.destroy();
        return gpu;
      },
    });
    await expect(run({ f: "cos(x*y)", ...UNIT })).rejects.toMatchObject({
      code: "device-lost",
      message: expect.stringContaining("3 times in a row"),
    });
    session.close();
  });
});

describe("auto", () => {
  // One pass of 11^3 regions, each of 3,375 values: more than 2^22.
  const large: Options = {
    ...{ f: "(floor(11*x)+floor(11*y)*floor(11*z))*exp(x*y*z)", ...UNIT, z: [0, 1] },
    ...{ backend: "auto", tolerance: 1e-5 },
  };

  it("goes to a hardware GPU with a large pass, and has its bits", async () => {
    const { session, notes, run } = sessionWith({ prefersGpu: async () => true });
    const result = await run({ ...large, threads: 2 });
    expect(result).toMatchObject({ backend: "gpu", precision: "f32" });
    expect(notes.join()).toMatch(/^using the GPU: a pass has millions of values of f/);
    const alone = await run({ ...large, backend: "gpu", threads: 1 });
    expect([result.integral, result.evaluations]).toEqual([alone.integral, alone.evaluations]);
    session.close();
  });

  it("looks for no adapter where passes are small", async () => {
    const never = async (): Promise<never> => {
      throw new Error("looked for an adapter");
    };
    const { session, run } = sessionWith({ prefersGpu: never, openDevice: never });
    const { backend } = await run({ f: "cos(x*y)", ...UNIT, backend: "auto" });
    expect(backend).toBe("serial");
    session.close();
  });
});

describe("an adapter is refused by name", () => {
  it.each<[string, (code: string) => string, Precision, RegExp]>([
    [
      "for rearranged sums",
      (code) => code.replace("let b_part = opaque(s - a);", "let b_part = b;"),
      "f32",
      /cannot do f32: its guarded sums are not exact/,
    ],
    [
      "for a sine without its guard",
      (code) =>
        code.includes("fn probe(") ? code : code.replace("opaque(x * scale + ROUND)", "(x * scale + ROUND)"),
      "df64",
      /cannot do df64: a region of 225 values of f is off by \d\.\de[-+]\d+, more than the promised \d\.\de-\d+/,
    ],
    [
      "for weights that are not those of the rule",
      (code) =>
        code.replace("kronrod = gathered(kronrod, times(weight, mean))", "kronrod = gathered(kronrod, mean)"),
      "f32",
      /cannot do f32: a region of 225 values of f is off by/,
    ],
  ])("%s", async (_, broken, precision, why) => {
    const plain = nodeProvider();
    let changed = false;
    const { session, run } = sessionWith({
      async openDevice() {
        const gpu = await plain.openDevice();
        const create = gpu.device.createShaderModule.bind(gpu.device);
        gpu.device.createShaderModule = (descriptor) => {
          const code = broken(descriptor.code);
          changed ||= code !== descriptor.code;
          return create({ ...descriptor, code });
        };
        return gpu;
      },
    });
    const refused = run({ f: "cos(7*x+5*y)", ...UNIT, precision, separation: false });
    await expect(refused).rejects.toMatchObject({ code: "gpu", message: expect.stringMatching(why) });
    expect(changed).toBe(true);
    session.close();
  });

  it("and one that leaves out a region fails", async () => {
    const plain = nodeProvider();
    const { session, run } = sessionWith({
      async openDevice() {
        const gpu = await plain.openDevice();
        const create = gpu.device.createShaderModule.bind(gpu.device);
        gpu.device.createShaderModule = (descriptor) =>
          create({ ...descriptor, code: descriptor.code.replace("if (slab >=", "if (slab + 1u >=") });
        return gpu;
      },
    });
    await expect(run({ f: "cos(x*y)", ...UNIT })).rejects.toThrow("the GPU left out a region");
    session.close();
  });
});

it("a kernel's sums depend on the region alone", async () => {
  const gpu = await nodeProvider().openDevice();
  const warm = await makeWarm(gpu);
  const prepared = prepareAccuracy({ f: "exp(x)*sin(3*y+x)", ...UNIT });
  const kernel = await makeRegionKernel(prepared, "f32", warm, host);
  const regions = firstRegions(prepared);
  const together = await kernel.sums(regions);
  for (const [k, one] of regions.entries()) expect(await kernel.sums([one])).toEqual([together[k]]);
  kernel.close();
  gpu.release();
});
