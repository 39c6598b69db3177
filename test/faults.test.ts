import { describe, expect, it } from "vitest";
import { host, spawnWorker } from "../node/host.ts";
import type { Backend } from "../src/backend.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { IntegrateError } from "../src/errors.ts";
import { warm } from "../src/gpu/device.ts";
import { openGpu } from "../src/gpu/gpu.ts";
import { prepare } from "../src/problem/problem.ts";
import { makePlan, type Plan } from "../src/quadrature/grid/plan.ts";
import { type IntegrateOptions, integrate } from "../src/run/grid/integrate.ts";
import { gpuAlone, threadsAlone } from "./alone.ts";
import { useGpu } from "./gpu.ts";

const gpu = useGpu();
const problem = prepare({ f: "cos(x+y)", n: 3000 });

/** Runs on a device changed by `tamper` after its arithmetic and functions were measured, and returns the error. */
async function failOn(tamper: (device: GPUDevice) => void): Promise<IntegrateError> {
  const { device, ...rest } = await gpu.open();
  const opened = await warm({ device, ...rest });
  await Promise.all([opened.arithmetic(), opened.wrong("f32")]);
  tamper(device);
  const run = integrate(problem, (plan) => openGpu(plan, "f32", opened, host, { tiles: 20 }), host);
  const error = await run.then(
    () => null,
    (caught: unknown) => caught,
  );
  rest.release();
  expect(error).toBeInstanceOf(IntegrateError);
  return error as IntegrateError;
}

/** Replaces a method of a WebGPU object by one that receives the original. */
function replace<T extends object, K extends keyof T>(
  object: T,
  name: K,
  by: (original: T[K]) => T[K],
): void {
  const original = (object[name] as (...args: unknown[]) => unknown).bind(object) as T[K];
  Object.defineProperty(object, name, { value: by(original), configurable: true });
}

describe("a GPU", () => {
  it("without faults works", async () => {
    expect((await gpu.run(problem, "f32", { tiles: 20 })).integral).toBeCloseTo(-4, 5);
  });

  it("that skips a dispatch causes an error that names an unwritten tile", async () => {
    let dispatches = 0;
    const error = await failOn((device) =>
      replace(device, "createCommandEncoder", (create) => (descriptor) => {
        const encoder = create(descriptor);
        replace(encoder, "beginComputePass", (begin) => (options) => {
          const pass = begin(options);
          if (++dispatches === 3) replace(pass, "dispatchWorkgroups", () => () => undefined);
          return pass;
        });
        return encoder;
      }),
    );
    expect(error).toMatchObject({ code: "gpu" });
    expect(error.message).toMatch(/did not compute tile \d+$/);
  });

  it("that rejects a submit causes an error with the cause", async () => {
    const error = await failOn((device) =>
      replace(device, "createCommandEncoder", (create) => (descriptor) => {
        const encoder = create(descriptor);
        replace(encoder, "beginComputePass", (begin) => (options) => {
          const pass = begin(options);
          // Not the proof's.
          if (options?.label?.endsWith("of 144"))
            replace(pass, "dispatchWorkgroups", (dispatch) => () => dispatch(65_536));
          return pass;
        });
        return encoder;
      }),
    );
    expect(error).toMatchObject({ code: "gpu", cause: { message: expect.stringContaining("65536") } });
    expect(error.message).toMatch(/^tiles 0 to \d+ of 144: /);
  });

  it("that cannot compile a shader causes an error that names f", async () => {
    const error = await failOn((device) =>
      replace(device, "createShaderModule", (create) => (descriptor) => {
        return create({ ...descriptor, code: `${descriptor.code}\nfn broken( {` });
      }),
    );
    expect(error).toMatchObject({ code: "gpu" });
    expect(error.message).toMatch(/^integrate cos\(x\+y\) in f32: /);
  });

  it("that cannot allocate a buffer causes an error that says so", async () => {
    const error = await failOn((device) =>
      replace(device, "createBuffer", (create) => (descriptor) => {
        return create({ ...descriptor, size: descriptor.size + 2 ** 40 });
      }),
    );
    expect(error).toMatchObject({ code: "gpu" });
    expect(error.message).toMatch(/^allocating buffers: /);
  });

  it.each(["out-of-memory", "internal"])(
    "with an error of kind %s causes an error with the cause",
    async (kind) => {
      const error = await failOn((device) => {
        const filters: string[] = [];
        replace(device, "pushErrorScope", (push) => (filter) => {
          filters.push(filter);
          push(filter);
        });
        // The error scopes of the buffers, after those of the shader.
        let seen = 0;
        replace(device, "popErrorScope", (pop) => async () => {
          const own = filters.pop() === kind && ++seen === 2;
          return (await pop()) ?? (own ? ({ message: `no more: ${kind}` } as GPUError) : null);
        });
      });
      expect(error).toMatchObject({
        code: "gpu",
        message: `allocating buffers: no more: ${kind}`,
        cause: { message: `no more: ${kind}` },
      });
    },
  );

  it("whose results cannot be read causes an error with the cause", async () => {
    const error = await failOn((device) =>
      replace(device, "createBuffer", (create) => (descriptor) => {
        const buffer = create(descriptor);
        if (descriptor.label === "staging 1")
          replace(buffer, "mapAsync", () => () => Promise.reject(new Error("not now")));
        return buffer;
      }),
    );
    expect(error).toMatchObject({
      code: "gpu",
      message: expect.stringMatching(/^tiles \d+ to \d+ of 144: not now$/),
      cause: { message: "not now" },
    });
  });
});

describe("implausible timestamps", () => {
  const stamped = async (begin: bigint, end: bigint) => {
    const { device, ...rest } = await gpu.open();
    const sizes: number[] = [];
    replace(device, "createCommandEncoder", (create) => (descriptor) => {
      const encoder = create(descriptor);
      replace(encoder, "copyBufferToBuffer", (copy) => (...args: unknown[]) => {
        if (args[4] === 16) {
          const times = device.createBuffer({ size: 16, usage: 0x4, mappedAtCreation: true });
          new BigUint64Array(times.getMappedRange()).set([begin, end]);
          times.unmap();
          args[0] = times;
        }
        return (copy as (...all: unknown[]) => undefined)(...args);
      });
      replace(encoder, "beginComputePass", (begin) => (options) => {
        const pass = begin(options);
        replace(pass, "dispatchWorkgroups", (dispatch) => (x, y = 1) => {
          sizes.push(x * y);
          dispatch(x, y);
        });
        return pass;
      });
      return encoder;
    });
    const warmed = await warm({ device, ...rest });
    const run = (n: number, options: IntegrateOptions = {}) =>
      integrate(prepare({ f: "cos(x+y)", n }), (plan) => openGpu(plan, "fast", warmed, host), host, options);
    // Submits that grow have done so by the eighth.
    const enough = new AbortController();
    const onProgress = () => void (sizes.length > 8 && enough.abort());
    await run(40_000, { signal: enough.signal, onProgress }).catch(() => {});
    const { seconds } = await run(1000);
    rest.release();
    return { kernel: seconds.kernel, most: Math.max(...sizes) };
  };

  it.each([
    ["zeros", 0n, 0n],
    ["backwards", 9_000_000n, 1_000_000n],
    ["hours", 0n, 10n ** 13n],
  ])("%s are ignored: no kernel time, and submits sized by the host's clock", async (_, begin, end) => {
    const { kernel, most } = await stamped(begin, end);
    expect(kernel).toBeNull();
    // All 3,160 tiles take far longer than one submit should.
    expect(most).toBeLessThan(2000);
  });
});

describe("cancelling", () => {
  const backends: [string, () => (plan: Plan) => Promise<Backend> | Backend][] = [
    ["serial", () => (plan) => openSerial(plan, host)],
    ["threads", () => (plan) => threadsAlone(plan, 2, spawnWorker)],
    ["gpu", () => async (plan) => gpuAlone(plan, "f32", await gpu.open(), host)],
  ];

  it.each(backends)("%s rejects with the signal's reason before it is done", async (_, open) => {
    const controller = new AbortController();
    let done = 0;
    const run = integrate(prepare({ n: 20_000 }), open(), host, {
      signal: controller.signal,
      onProgress(progress) {
        done = progress.done;
        controller.abort(new Error("enough"));
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(4e8);
  });
});

describe("integrate", () => {
  const backend = (run: Backend["run"]): Backend => ({ ...openSerial(makePlan(problem), host), run });

  it("rejects a run with missing tiles", async () => {
    const lazy = backend(async (_, { onPartials }) => {
      onPartials(0, new Float64Array(143));
      return { kernel: null };
    });
    await expect(integrate(problem, () => lazy, host)).rejects.toThrow("serial left out 24640 evaluations");
  });

  it("rejects a duplicate tile in place of another", async () => {
    const twice = backend(async (_, { onPartials }) => {
      onPartials(0, new Float64Array(143));
      onPartials(7, new Float64Array(1));
      return { kernel: null };
    });
    await expect(integrate(problem, () => twice, host)).rejects.toThrow("has tile 7 twice");
  });

  it("rejects runs with different bits", async () => {
    let sum = 1;
    const drifting = backend(async (_, { onPartials }) => {
      sum += 2 ** -50;
      onPartials(0, new Float64Array(144).fill(sum));
      return { kernel: null };
    });
    await expect(integrate(problem, () => drifting, host, { repeat: 2 })).rejects.toThrow(
      "two runs disagree",
    );
  });

  it("rejects an integral that is not finite", async () => {
    const wild = backend(async (_, { onPartials }) => {
      onPartials(0, new Float64Array(144).fill(Number.POSITIVE_INFINITY, 7, 8));
      return { kernel: null };
    });
    await expect(integrate(problem, () => wild, host)).rejects.toMatchObject({ code: "not-finite" });
  });

  it("reports medians and all samples of several runs, without the warm-up", async () => {
    let runs = 0;
    const counting = backend(async (_, { onPartials }) => {
      runs++;
      onPartials(0, new Float64Array(144));
      return { kernel: runs };
    });
    const result = await integrate(problem, () => counting, host, { repeat: 3, warmup: 2 });
    expect(runs).toBe(5);
    expect(result.samples).toHaveLength(3);
    expect(result.seconds.kernel).toBe(0.004);
  });
});
