import { describe, expect, it } from "vitest";
import { type FoundAdapter, pick } from "../node/devices/adapters.ts";
import { host } from "../node/host.ts";
import { crowded } from "../node/mpi/job.ts";
import { launchIn, unshared } from "../node/mpi/launch.ts";
import type { Open } from "../src/backend.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { IntegrateError } from "../src/errors.ts";
import { prepare } from "../src/problem/problem.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import { integrateFamily } from "../src/run/family/family.ts";
import type { CompleteOptions } from "../src/run/grid/driver.ts";
import { type IntegrateOptions, integrate } from "../src/run/grid/integrate.ts";
import { amongRanks, disagreement, gather, type RankSetup, type Ranks } from "../src/run/grid/ranks.ts";
import { fake, fakeHost } from "./contenders.ts";
import { cosineSum, GRIDS, TOLERANCE } from "./truth.ts";

/** Ranks in one process; an exchange completes once the last rank has joined it. */
function ranksOf(size: number): Ranks[] {
  let waiting: { bytes: Uint8Array; resolve: (all: Uint8Array[]) => void }[] = [];
  const arrived = new Map<number, (typeof waiting)[number]>();
  const setups: RankSetup[] = [];
  const allgather = (rank: number) => (bytes: Uint8Array) =>
    new Promise<Uint8Array[]>((resolve) => {
      arrived.set(rank, { bytes, resolve });
      if (arrived.size < size) return;
      waiting = Array.from({ length: size }, (_, k) => arrived.get(k) as (typeof waiting)[number]);
      arrived.clear();
      const all = waiting.map((one) => one.bytes);
      for (const one of waiting) one.resolve(all);
    });
  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    joining: 10,
    allgather: allgather(rank),
    async meet(own) {
      setups[rank] = own;
      await allgather(rank)(new Uint8Array());
      const difference = disagreement(setups);
      if (difference) throw new IntegrateError("ranks", difference);
    },
  }));
}

const problem = prepare({ f: "cos(x+y)", n: 1000 });
const open: Open = (plan) => openSerial(plan, host);
const whole = await integrate(problem, open, host);

/** The run of one rank. */
function shared(
  ranks: Ranks,
  options: IntegrateOptions = {},
  own: CompleteOptions = {},
  opens = open,
  of = problem,
  on = host,
) {
  const runs = (options.repeat ?? 1) + (options.warmup ?? 0);
  return integrate(of, opens, on, { ...options, wrap: (plain) => amongRanks(ranks, runs, plain, on, own) });
}

describe("ranks that share a run", () => {
  it.each([2, 3, 5, 16, 17])("all end with the bits of one process: %i", async (size) => {
    const runs = ranksOf(size).map((ranks) => shared(ranks));
    const results = await Promise.all(runs);
    expect(Math.abs(whole.integral - cosineSum(1000))).toBeLessThanOrEqual(TOLERANCE.f64);
    for (const { integral, ranks, cells, seconds } of results) {
      expect({ integral, ranks, cells }).toEqual({ integral: whole.integral, ranks: size, cells: 1_000_000 });
      // Setup includes the time to connect.
      expect(seconds.setup).toBeGreaterThan(10);
    }
  });

  it("end with the members of one process, of which each has its part", async () => {
    const family = makePlan(prepare({ f: "sqrt(1-a*x)", x: "0,1", n: 100, parameters: { a: "0:2:7" } }));
    const alone = await integrateFamily(family, open, host);
    const runs = ranksOf(3).map((ranks) =>
      integrateFamily(family, open, host, { wrap: (plain) => amongRanks(ranks, 1, plain, host, {}) }),
    );
    for (const { family: members, failures, ranks } of await Promise.all(runs)) {
      expect([members, failures, ranks]).toEqual([alone.family, alone.failures, 3]);
    }
    expect(alone.family.statuses.slice(0, 4)).toEqual(Array(4).fill("done"));
  });

  it.each(GRIDS)("all end with the bits of one process in $name", async ({ problem: other }) => {
    const { integral, evaluations } = await integrate(other, open, host);
    const results = await Promise.all(ranksOf(5).map((ranks) => shared(ranks, {}, {}, open, other)));
    for (const result of results)
      expect([result.integral, result.evaluations]).toEqual([integral, evaluations]);
  });

  it("compute each cell once", async () => {
    const seen: number[] = [];
    const runs = ranksOf(3).map((ranks) => {
      let own = 0;
      const onProgress = ({ done }: { done: number }) => {
        own = done;
      };
      return shared(ranks, {}, { onProgress }).then(() => seen.push(own));
    });
    await Promise.all(runs);
    expect(seen.reduce((a, b) => a + b)).toBe(1_000_000);
    expect(Math.min(...seen)).toBeGreaterThan(200_000);
  });

  it("share the number of resumed cells and the longest GPU time", async () => {
    const kernels = [3, 7, null];
    const all = ranksOf(3).map((ranks, k) =>
      gather(ranks, {
        partials: Float64Array.of(k, -0),
        resumed: 10 ** k,
        kernel: kernels[k] as number | null,
      }),
    );
    for (const one of await Promise.all(all)) {
      expect([...one.partials]).toEqual([0, -0, 1, -0, 2, -0]);
      expect(one).toMatchObject({ resumed: 111, kernel: null });
    }
    const timed = ranksOf(2).map((ranks, k) =>
      gather(ranks, { partials: new Float64Array(1), resumed: 0, kernel: k + 1 }),
    );
    for (const one of await Promise.all(timed)) expect(one).toMatchObject({ kernel: 2 });
    // A rank without tiles does not count.
    const idle = ranksOf(2).map((ranks, k) =>
      gather(ranks, { partials: new Float64Array(k), resumed: 0, kernel: k ? 5 : null }),
    );
    for (const one of await Promise.all(idle)) expect(one).toMatchObject({ kernel: 5 });
  });

  const failing = async (of: { problem?: typeof problem; opens?: Open; options?: IntegrateOptions }[]) => {
    const ranks = ranksOf(of.length);
    const runs = of.map(({ problem: other = problem, opens = open, options }, k) =>
      shared(ranks[k] as Ranks, options, {}, opens, other),
    );
    const settled = await Promise.allSettled(runs);
    return settled.map((one) => (one.status === "rejected" ? one.reason.message : null));
  };

  it("all refuse parts that do not make one sum", async () => {
    const threads: Open = (plan) => ({ ...openSerial(plan, host), name: "threads" });
    const other = prepare({ f: "x", n: 1000 });
    const cases: [Parameters<typeof failing>[0], string][] = [
      [[{}, { problem: other }], "the ranks differ: f is cos(x+y) on rank 0 and x on rank 1"],
      [[{}, {}, { opens: threads }], "backend is serial on rank 0 and threads on rank 2"],
      [[{ options: { repeat: 2 } }, {}], "the ranks differ: rank 0 has 2 runs, rank 1 1"],
      [[{}, { options: { warmup: 2 } }], "the ranks differ: rank 0 has 1 runs, rank 1 3"],
    ];
    for (const [of, message] of cases) {
      for (const said of await failing(of)) expect(said).toContain(message);
    }
  });

  it("do not wait for each other after an abort", async () => {
    const [alone] = ranksOf(2) as [Ranks];
    const signal = AbortSignal.timeout(100);
    const run = shared(alone, { signal }, { signal });
    await expect(run).rejects.toBe(
      await new Promise((resolve) => (signal.onabort = () => resolve(signal.reason))),
    );
  });

  it("report the time until the slowest rank is done", async () => {
    const clock = fakeHost();
    const results = await Promise.all(
      ranksOf(2).map((ranks, k) => {
        const { open: slow } = fake(clock, { compute: () => (k ? 50 : 1) });
        return shared(ranks, {}, {}, slow, problem, clock.host);
      }),
    );
    for (const { seconds } of results) expect(seconds.compute).toBeGreaterThanOrEqual(50);
  });
});

describe("a launcher's environment", () => {
  it("gives rank and size: Open MPI, MPICH and Slurm's PMI, PMIx", () => {
    const openMpi = { OMPI_COMM_WORLD_RANK: "3", OMPI_COMM_WORLD_SIZE: "4", PMIX_RANK: "3" };
    expect(launchIn(openMpi)).toMatchObject({ rank: 3, size: 4 });
    expect(launchIn(openMpi)?.libraries[0]).toBe("libmpi.so.40");
    const hydra = { PMI_RANK: "0", PMI_SIZE: "2" };
    expect(launchIn(hydra)).toMatchObject({ rank: 0, size: 2 });
    expect(launchIn(hydra)?.libraries[0]).toBe("libmpich.so.12");
    expect(launchIn({ PMIX_RANK: "1" })).toMatchObject({ rank: 1, size: null });
    expect(launchIn({ ...hydra, GPU_INTEGRATE_MPI: "/opt/mpi.so" })?.libraries).toEqual(["/opt/mpi.so"]);
  });

  it("is no job outside of one, in a job of one process, and in a batch script", () => {
    expect(launchIn({})).toBeNull();
    expect(launchIn({ GPU_INTEGRATE_MPI: "/opt/mpi.so" })).toBeNull();
    expect(launchIn({ OMPI_COMM_WORLD_RANK: "0", OMPI_COMM_WORLD_SIZE: "1" })).toBeNull();
    expect(launchIn({ PMI_RANK: "0", PMI_SIZE: "1" })).toBeNull();
    expect(launchIn({ SLURM_PROCID: "0", SLURM_NTASKS: "4", SLURM_ARRAY_TASK_ID: "2" })).toBeNull();
  });
});

describe("Slurm processes without MPI", () => {
  it("get one warning", () => {
    const step = { SLURM_STEP_NUM_TASKS: "4", SLURM_PROCID: "0" };
    expect(unshared(step)).toContain("Slurm has started 4 processes, and each does the whole integral");
    expect(unshared({ ...step, SLURM_PROCID: "1" })).toBeNull();
    expect(unshared({ ...step, PMI_RANK: "0", PMI_SIZE: "4" })).toBeNull();
    expect(unshared({ ...step, SLURM_STEP_NUM_TASKS: "1" })).toBeNull();
    expect(unshared({ SLURM_NTASKS: "4", SLURM_PROCID: "0" })).toBeNull();
  });
});

describe("GPUs of one machine", () => {
  const adapter = (name: string, architecture: string, software = false): FoundAdapter => ({
    identity: { name, vendor: "v", architecture, driver: "1", software, api: "vulkan", variant: "xor" },
    driver: { manifest: name, source: "", inProcess: false },
  });
  const all = [
    adapter("H100", "hopper"),
    adapter("H100 NVL", "hopper"),
    adapter("A2", "ampere"),
    adapter("S", "s", true),
  ];
  const taken = (nth: number, choice = {}) => pick(all, { ...choice, nth })?.identity.name;

  it("go to its ranks in turn, if they give the same bits", () => {
    expect([0, 1, 2, 3].map((nth) => taken(nth))).toEqual(["H100", "H100 NVL", "H100", "H100 NVL"]);
    expect([0, 1].map((nth) => taken(nth, { name: "a2" }))).toEqual(["A2", "A2"]);
    expect([0, 1].map((nth) => taken(nth, { software: true }))).toEqual(["S", "S"]);
    expect(taken(1, { name: "none" })).toBeUndefined();
    expect(pick(all, {})?.identity.name).toBe("H100");
  });

  it("cause a warning if several ranks take the same one, unless it is software", () => {
    const on = ({ identity }: FoundAdapter) =>
      ({ runs: 1, document: { adapter: identity } }) as unknown as RankSetup;
    const [first, second, , software] = all.map(on) as [RankSetup, RankSetup, RankSetup, RankSetup];
    expect(crowded([first, second], ["a", "a"])).toEqual([]);
    expect(crowded([first, first], ["a", "b"])).toEqual([]);
    expect(crowded([software, software], ["a", "a"])).toEqual([]);
    const [note, ...more] = crowded([first, second, first], ["a", "a", "a"]);
    expect(note).toContain("ranks 0, 2 all take H100 of a");
    expect(more).toEqual([]);
  });
});
