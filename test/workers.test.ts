import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { host, spawnWorker } from "../node/host.ts";
import { makePool, type WorkerLike } from "../src/cpu/pool.ts";
import { regionsOnThreads } from "../src/cpu/regions.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { prepare } from "../src/problem/problem.ts";
import type { Region } from "../src/quadrature/coordinates/segments.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import type { Integrand } from "../src/quadrature/integrands/integrand-rule.ts";
import { firstRegions } from "../src/quadrature/regions/first.ts";
import { adaptParts } from "../src/run/accuracy/separately.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { threadsAlone } from "./alone.ts";
import { cli } from "./cli.ts";

const root = new URL("..", import.meta.url);
const problem = prepare({ f: "cos(x+y)", n: 3000 });

/** Spawns workers that a test may end. */
function keeping() {
  const workers: WorkerLike[] = [];
  const kept = () => {
    const worker = spawnWorker();
    workers.push(worker);
    return worker;
  };
  return { workers, kept };
}

describe("a worker", () => {
  const spawn = (change: Partial<WorkerLike>) => () => ({ ...spawnWorker(), ...change });

  it("that throws causes an error with its message", async () => {
    const unknown = { ...problem, problem: { ...problem.problem, f: "nonsense" } };
    const run = integrate(unknown, (plan) => threadsAlone(plan, 2, spawnWorker), host);
    await expect(run).rejects.toMatchObject({ code: "worker", message: expect.stringContaining("nonsense") });
  });

  it("that dies during a run leaves its tiles to the others, with the same bits", async () => {
    const living = await integrate(prepare({ n: 5000 }), (plan) => threadsAlone(plan, 2, spawnWorker), host);
    for (const victim of [0, 1]) {
      const { workers, kept } = keeping();
      const run = await integrate(prepare({ n: 5000 }), (plan) => threadsAlone(plan, 2, kept), host, {
        onProgress: () => workers[victim]?.terminate(),
      });
      expect(run.integral).toBe(living.integral);
    }
  });

  it("measures even one region where that may take seconds, so that this thread can be stopped", async () => {
    const slow = prepareAccuracy({ f: "sqrt(abs(x+y-z))", x: [0, 1], y: [0, 1], z: [0, 1] });
    const pool = makePool(spawnWorker);
    const worker = regionsOnThreads(slow, 2, pool, host, { eager: false });
    const [first] = firstRegions(slow);
    const [measure] = await worker.measure([first as Region]);
    pool.close();
    expect(worker.threads).toBe(2);
    expect(measure?.cut).toBe(true);
  });

  it("that is the last to die causes an error that names its tiles", async () => {
    const { workers, kept } = keeping();
    const run = integrate(prepare({ n: 10_000 }), (plan) => threadsAlone(plan, 2, kept), host, {
      onProgress: () => workers.forEach((worker) => void worker.terminate()),
    });
    await expect(run).rejects.toMatchObject({
      code: "worker",
      message: expect.stringMatching(
        /^all CPU workers died, the last with tiles \d+ to \d+: a CPU worker died/,
      ),
    });
  });

  it("is terminated if another cannot be started", async () => {
    let alive = 0;
    const third = () => {
      if (alive === 2) throw new Error("no more threads");
      alive++;
      const worker = spawnWorker();
      const terminate = () => {
        alive--;
        worker.terminate();
      };
      return { ...worker, terminate };
    };
    const opening = threadsAlone(makePlan(problem), 4, third);
    await expect(opening).rejects.toMatchObject({
      code: "worker",
      message: expect.stringContaining("no more threads"),
    });
    expect(alive).toBe(0);
  });

  it.runIf(process.platform === "linux")("without file descriptors causes an error with advice", () => {
    const limited = ["-c", 'ulimit -n 40; exec "$0" gpu-integrate -n 100000 -b threads --threads 256'];
    const { status, stderr } = spawnSync("sh", [...limited, process.execPath], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^gpu-integrate: not all 256 CPU workers started \(.*EMFILE.*\): use fewer threads\n$/,
    );
  });

  it.each(["serial", "threads"])(
    "or `%s` that may not compile code causes an error that says why",
    async (backend) => {
      const env = { NODE_OPTIONS: "--disallow-code-generation-from-strings" };
      const { code, out, err } = await cli(["-n", "100", "-b", backend], env);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toBe(
        "gpu-integrate: the CPU backends turn f into JavaScript, which is forbidden here (by " +
          "--disallow-code-generation-from-strings or a Content-Security-Policy): allow it, or use the GPU\n",
      );
      expect((await cli(["-n", "100", "-b", "gpu"], env)).code).toBe(0);
    },
  );

  it("that cannot start causes an error", async () => {
    const stillborn = spawn({ listen: (_, onDeath) => onDeath(new Error("no such file")) });
    await expect(threadsAlone(makePlan(problem), 2, stillborn)).rejects.toMatchObject({ code: "worker" });
  });
});

describe("a worker of an accuracy", () => {
  const hard = prepareAccuracy({ f: "x/y-floor(x/y)", x: [0, 1], y: [0, 1], maxEvaluations: 400_000 });
  const run = (spawn: () => WorkerLike, onPass = () => {}) => {
    const pool = makePool(spawn);
    const { relative, absolute, maxEvaluations } = hard.problem.method;
    const open = (integrand: Integrand) => regionsOnThreads(integrand, 2, pool, host, { eager: true });
    return adaptParts(hard, { relative, absolute, maxEvaluations }, open, { onPass }).finally(() =>
      pool.close(),
    );
  };

  it("that dies leaves its regions to the others, with the same bits", async () => {
    const living = await run(spawnWorker);
    for (const victim of [0, 1]) {
      const { workers, kept } = keeping();
      let passes = 0;
      const found = await run(kept, () => {
        if (++passes === 3) workers[victim]?.terminate();
      });
      expect(passes).toBeGreaterThan(4);
      expect([found.integral, found.evaluations]).toEqual([living.integral, living.evaluations]);
    }
  });

  it("that is the last to die causes an error", async () => {
    const { workers, kept } = keeping();
    const dying = run(kept, () => workers.forEach((worker) => void worker.terminate()));
    await expect(dying).rejects.toMatchObject({
      code: "worker",
      message: expect.stringMatching(/^all CPU workers died: a CPU worker died/),
    });
  });
});

it("an accuracy is reached where code may not be made from texts, too", () => {
  const args = [
    "--disallow-code-generation-from-strings",
    "gpu-integrate",
    "-f",
    "abs(x-y)",
    "-x",
    "0,1",
    "-y",
    "0,1",
  ];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect([status, stdout.slice(0, 32)]).toEqual([0, "Integral value is 3.333333333333"]);
});
