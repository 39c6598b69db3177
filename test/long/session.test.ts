import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { nodeProvider } from "../../node/devices/provider.ts";
import { host, spawnWorker } from "../../node/host.ts";
import { IntegrateError } from "../../src/errors.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import type { BackendName } from "../../src/problem/options.ts";
import { type Prepared, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { makeLibrary } from "../../src/run/library.ts";
import { makeSession, type Provider } from "../../src/run/session.ts";

/** A session that counts devices, pipelines and workers. */
function counted(change: Partial<Provider> = {}) {
  const plain = nodeProvider();
  const counts = { devices: 0, pipelines: 0, workers: 0 };
  const devices: Gpu[] = [];
  const provider: Provider = {
    ...plain,
    async openDevice() {
      counts.devices++;
      const gpu = await plain.openDevice();
      const create = gpu.device.createComputePipelineAsync.bind(gpu.device);
      gpu.device.createComputePipelineAsync = (descriptor) => {
        counts.pipelines++;
        return create(descriptor);
      };
      devices.push(gpu);
      return gpu;
    },
    spawn() {
      counts.workers++;
      return spawnWorker();
    },
    ...change,
  };
  const session = makeSession(provider, host);
  const run = (problem: Prepared, backend: BackendName = "gpu", options = {}) =>
    integrate(problem, (plan) => session.open(plan, { backend, threads: 2 }), host, options);
  return { session, run, counts, devices, provider };
}

const cosine = prepare({ f: "cos(x+y)", n: 2000 });

describe("a session", () => {
  it("opens one device, compiles a shader once, and returns the bits of a single run", async () => {
    const { session, run, counts } = counted();
    const alone = counted();
    const truth = await alone.run(cosine);
    alone.session.close();
    for (const problem of [
      cosine,
      prepare({ f: "x*y", n: 100 }),
      cosine,
      prepare({ f: "cos(x+y)", n: 500 }),
    ]) {
      const { integral } = await run(problem);
      if (problem === cosine) expect(integral).toBe(truth.integral);
    }
    expect(counts).toEqual({ devices: 1, pipelines: 2, workers: 0 });
    session.close();
  });

  it("reuses its workers for all plans, and replaces one that died", async () => {
    const workers: ReturnType<typeof spawnWorker>[] = [];
    const { session, run } = counted({
      spawn() {
        const worker = spawnWorker();
        workers.push(worker);
        return worker;
      },
    });
    const serial = (await run(cosine, "serial")).integral;
    for (let k = 0; k < 3; k++) expect((await run(cosine, "threads")).integral).toBe(serial);
    expect(workers).toHaveLength(2);
    workers[0]?.terminate();
    await setTimeout(200);
    expect((await run(cosine, "threads")).integral).toBe(serial);
    expect((await run(cosine, "threads")).integral).toBe(serial);
    expect(workers).toHaveLength(3);
    session.close();
  });

  it("survives the loss of its device between and during integrals", async () => {
    const { session, run, counts, devices } = counted();
    const { integral } = await run(cosine);
    devices[0]?.device.destroy();
    await devices[0]?.device.lost;
    expect((await run(cosine)).integral).toBe(integral);
    const lose = () => devices[1]?.device.destroy();
    const large = prepare({ f: "cos(x+y)", n: 6000 });
    const hurt = await run(large, "gpu", { onProgress: lose });
    expect(hurt.integral).toBe((await run(large)).integral);
    expect(counts.devices).toBe(3);
    session.close();
  });

  it("serves concurrent calls, each with its own result, and aborts one alone", async () => {
    const { session, run, counts } = counted();
    const problems = Array.from({ length: 6 }, (_, k) => prepare({ f: `cos(x+y)*${k + 1}`, n: 700 }));
    for (const backend of ["gpu", "threads"] as const) {
      const controller = new AbortController();
      const onProgress = () => controller.abort(new Error("enough"));
      const long = run(prepare({ n: 20_000 }), backend, { signal: controller.signal, onProgress });
      const stopped = expect(long).rejects.toThrow("enough");
      const results = await Promise.all(problems.map((problem) => run(problem, backend)));
      // -(h / sin(h/2))^2, h = pi / 700
      for (const [k, { integral }] of results.entries()) {
        expect(Math.abs(integral / (k + 1) + 4.00000671402)).toBeLessThan(1e-6);
      }
      await stopped;
    }
    expect(counts).toMatchObject({ devices: 1, workers: 2 });
    session.close();
  });

  it("looks for an adapter only once if there is none", async () => {
    let looked = 0;
    const { session, run } = counted({
      async openDevice() {
        looked++;
        throw new IntegrateError("no-adapter", "there is no WebGPU adapter");
      },
    });
    for (let k = 0; k < 2; k++) expect((await run(cosine, "auto")).backend).toBe("simd");
    await expect(run(cosine, "gpu")).rejects.toMatchObject({ code: "no-adapter" });
    expect(looked).toBe(1);
    session.close();
  });
});

describe("a library session", () => {
  it("finishes the integrals in progress before it closes, and rejects new ones", async () => {
    const { provider } = counted();
    const { openSession } = makeLibrary(host, () => provider);
    const session = openSession({ backend: "threads", threads: 1 });
    const running = session.integrate({ f: "cos(x+y)", n: 3000 });
    const closing = session.close();
    expect((await running).integral).toBeCloseTo(-4, 5);
    await closing;
    await expect(session.integrate()).rejects.toMatchObject({ code: "usage", message: /open another/ });
  });

  it("rejects at once when aborted, though its device never comes", async () => {
    const { provider } = counted({ openDevice: () => new Promise(() => {}) });
    const { openSession } = makeLibrary(host, () => provider);
    const session = openSession({ backend: "gpu" });
    const controller = new AbortController();
    const running = session.integrate({ n: 100, signal: controller.signal });
    controller.abort("enough");
    await expect(running).rejects.toBe("enough");
    await session.close();
  });
});
