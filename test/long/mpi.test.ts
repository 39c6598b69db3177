import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { unpacked } from "../../node/devices/unpack.ts";
import { cosineSum, TOLERANCE } from "../truth.ts";

const root = new URL("../..", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-mpi-"));
afterAll(() => rmSync(folder, { recursive: true }));

// Both may be installed beside each other; Debian then calls them so.
const LAUNCHERS = [
  { name: "Open MPI", command: "mpirun.openmpi", options: ["--oversubscribe"] },
  { name: "MPICH", command: "mpirun.mpich", options: [] },
];
const env = {
  ...process.env,
  ...{ OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1", FORCE_COLOR: "0" },
};

const isThere = (command: string) => {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore", env });
    return true;
  } catch {
    return false;
  }
};

/** What a command has printed and how it ended; it is killed, and has no code, after a minute. */
async function run(command: string, args: readonly string[], meanwhile = async (_: ChildProcess) => {}) {
  const child = spawn(command, args, { cwd: root, env, timeout: 60_000, killSignal: "SIGKILL" });
  const texts = { out: "", err: "" };
  child.stdout.on("data", (data) => (texts.out += data));
  child.stderr.on("data", (data) => (texts.err += data));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await meanwhile(child);
  return { code: await ended, ...texts };
}

const program = (...args: string[]) => [process.execPath, "gpu-integrate", ...args];
const alone = async (...args: string[]) =>
  JSON.parse((await run(process.execPath, program(...args, "--json").slice(1))).out);

describe.each(LAUNCHERS)("ranks of $name", ({ command, options }) => {
  const missing = !isThere(command);
  const test = it.skipIf(missing);
  const ranks = (count: number, ...args: string[]) =>
    run(command, [...options, "-n", String(count), ...program(...args)]);
  const apart = (...of: string[][]) =>
    run(command, [...options, ...of.flatMap((one, k) => [...(k ? [":"] : []), "-n", "1", ...one])]);

  test(`end with the bits of one process, which rank 0 prints${missing ? `: no ${command} here` : ""}`, async () => {
    const one = await alone("-f", "cos(x+y)", "-n", "1000", "-b", "serial");
    expect(Math.abs(one.integral - cosineSum(1000))).toBeLessThanOrEqual(TOLERANCE.f64);
    for (const [count, backend] of [
      [2, "serial"],
      [3, "threads"],
      [4, "serial"],
    ] as const) {
      const { code, out, err } = await ranks(count, "-f", "cos(x+y)", "-n", "1000", "-b", backend, "--json");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(JSON.parse(out)).toMatchObject({
        integral: one.integral,
        ranks: count,
        backend,
        cells: 1_000_000,
      });
    }
  });

  test("the same on GPUs, and notes are rank 0's", async () => {
    const args = ["-f", "cos(x+y)", "-n", "1000", "-b", "gpu", "--software"];
    const { code, out, err } = await ranks(2, ...args, "--json");
    const { integral, adapter } = await alone(...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ integral, adapter, ranks: 2 });
    expect(err.match(/software adapter/g)).toHaveLength(1);
  });

  test("share the cores of their machine", async () => {
    const { cores } = (await alone("-n", "100", "-b", "serial")).host;
    for (const count of [2, 2 * cores + 1]) {
      const { out } = await ranks(count, "-n", "2000", "-b", "threads", "--json");
      expect(JSON.parse(out).threads).toBe(Math.max(1, Math.floor(cores / count)));
    }
    expect(JSON.parse((await ranks(2, "-n", "2000", "-b", "threads", "-t", "3", "--json")).out).threads).toBe(
      3,
    );
  });

  test("print as one program does: the lesson's lines, a part each, no help twice", async () => {
    const { out } = await ranks(2, "-n", "500", "-b", "serial");
    expect(out.match(/Integral value is/g)).toHaveLength(1);
    expect(out).toMatch(/ {2}serial f64 on 2 ranks, node/);
    const { out: twice } = await ranks(2, "-n", "600", "-b", "serial", "--repeat", "3", "--json");
    expect(JSON.parse(twice).samples).toHaveLength(3);
    const parts = await ranks(2, "-n", "500", "-b", "serial", "--shard", "1/2");
    expect(parts.out.match(/"shard":\[1,2\]/g)).toHaveLength(2);
  });

  test("keep a checkpoint each, and go on from it", async () => {
    const file = join(folder, `${command}.jsonl`);
    const args = ["-f", "cos(x+y)", "-n", "20000", "-b", "serial", "--checkpoint", file];
    const stopped = await ranks(2, ...args, "--timeout", "1");
    expect(stopped.code).toBe(1);
    expect(stopped.err).toMatch(/rank 0: stopped after 1 s at .*; rerun the same command to resume/);
    expect(
      readdirSync(folder)
        .filter((name) => name.startsWith(`${command}.jsonl.`) && !name.endsWith(".lock"))
        .sort(),
    ).toEqual([`${command}.jsonl.1-of-2`, `${command}.jsonl.2-of-2`]);
    const { integral, resumed } = JSON.parse((await ranks(2, ...args, "--json")).out);
    expect(resumed).toBeGreaterThan(0);
    expect(integral).toBe((await alone("-f", "cos(x+y)", "-n", "20000", "-b", "threads")).integral);
    // Together they are the whole.
    const files = [1, 2].map((k) => `${file}.${k}-of-2`);
    const merged = await run(process.execPath, program("merge", ...files, "--json").slice(1));
    expect(JSON.parse(merged.out).integral).toBe(integral);
  });

  test("end the job with one message where all or one of them cannot begin", async () => {
    const wrong = await ranks(3, "-n", "-5");
    expect(wrong.code).toBe(2);
    expect(wrong.err.match(/gpu-integrate: /g)).toHaveLength(1);
    expect(wrong.err).toContain("gpu-integrate: -n -5: must be a whole number");
    const cases: [string[][], number, string][] = [
      [
        [program("-b", "serial"), program("-n", "x")],
        2,
        "gpu-integrate: rank 1: -n x: must be a whole number",
      ],
      [
        [program("-n", "100", "-b", "serial"), program("-n", "200", "-b", "serial")],
        2,
        "gpu-integrate: the ranks differ: n is 100 x 100 on rank 0 and 200 x 200 on rank 1",
      ],
      [
        [program("-n", "100", "-b", "serial"), program("-n", "100", "-b", "threads")],
        2,
        "gpu-integrate: the ranks differ: backend is serial on rank 0 and threads on rank 1",
      ],
      [
        [program("-n", "100", "-b", "serial"), program("-n", "100", "-b", "serial", "--repeat", "2")],
        2,
        "gpu-integrate: the ranks differ: rank 0 has 1 runs, rank 1 2",
      ],
    ];
    for (const [of, exitCode, message] of cases) {
      const { code, out, err } = await apart(...of);
      expect({ code, out }).toEqual({ code: exitCode, out: "" });
      expect(err.match(/gpu-integrate: /g)).toHaveLength(1);
      expect(err).toContain(message);
    }
    const alike = await ranks(3, "intgrate");
    expect(alike.err.match(/gpu-integrate: /g)).toHaveLength(1);
    const compare = await ranks(2, "compare");
    expect(compare.code).toBe(2);
    expect(compare.err).toContain("compare: not in an MPI job");
  });

  test("end it where a library is missing or another MPI's, or one has no result", async () => {
    const own = ["-n", "3000", "-b", "serial"];
    const others = command === "mpirun.mpich" ? "libmpi.so.40" : "libmpich.so.12";
    const nowhere = await apart(program(...own), ["env", "GPU_INTEGRATE_MPI=/nowhere", ...program(...own)]);
    expect(nowhere.code).toBeGreaterThan(0);
    expect(nowhere.err).toContain("this is rank 1 of 2 of an MPI job; no MPI library loads (/nowhere)");
    const foreign = await apart(
      ...[1, 2].map(() => ["env", `GPU_INTEGRATE_MPI=${others}`, ...program(...own)]),
    );
    expect(foreign.code).toBeGreaterThan(0);
    expect(foreign.err).toMatch(/no MPI library loads|knows of 1: it belongs to another MPI/);
    const pole = await ranks(2, "-f", "1/(x-y)", ...own);
    expect({ code: pole.code, out: pole.out }).toEqual({ code: 1, out: "" });
    expect(pole.err).toMatch(/gpu-integrate: rank \d: f is (infinite|NaN) at x = /);
  });

  test("do not wait for what does not join them", async () => {
    const own = ["-n", "1000", "-b", "serial", "--timeout", "4"];
    for (const other of [program("-n", "100", "-b", "serial", "--shard", "1/1"), program("--help")]) {
      const { code, err } = await apart(program(...own), other);
      expect(code).toBeGreaterThan(0);
      // Some launchers end a job themselves when one of it has ended without joining.
      if (err.includes("gpu-integrate"))
        expect(err).toContain("rank 0 of 2 of an MPI job; not all ranks have joined in 4 s");
    }
    const compare = await apart(program(...own), program("compare"));
    expect(compare.err).toContain("gpu-integrate: rank 1: compare: not in an MPI job");
  });

  test("end it where one of them is killed", async () => {
    const args = [...options, "-n", "2", ...program("-n", "200000", "-b", "serial")];
    const { code, out } = await run(command, args, async () => {
      // Children of the launcher, or of its helper, by what they were started with.
      for (let one: string | undefined; ; await setTimeout(100)) {
        one = readdirSync("/proc").filter(isRank)[1];
        if (!one) continue;
        await setTimeout(1000);
        process.kill(Number(one), "SIGKILL");
        return;
      }
    });
    expect(code).toBeGreaterThan(0);
    expect(out).not.toContain("Integral");
    expect(readdirSync("/proc").filter(isRank)).toEqual([]);
  });
});

describe("two GPUs of one machine", () => {
  const launcher = LAUNCHERS.find((one) => isThere(one.command));
  it.skipIf(!launcher)("with a driver each go to two ranks", async () => {
    const { command, options } = launcher as (typeof LAUNCHERS)[number];
    const drivers = ["first", "second"].map((name) => join(folder, name, "libvk_swiftshader.so"));
    const unpackedOnce = (await unpacked("swiftshader", ["swiftshader.tar.br"])) as string;
    for (const driver of drivers) cpSync(unpackedOnce, dirname(driver), { recursive: true });
    const manifests = drivers.map((driver) => join(dirname(driver), "vk_swiftshader_icd.json")).join(":");
    const args = [...options, "-n", "2", "env", `VK_DRIVER_FILES=${manifests}`, ...program("-n", "200000")];
    const { code } = await run(command, args, async (child) => {
      const taken = () =>
        readdirSync("/proc")
          .filter(isRank)
          .map((id) => drivers.filter((driver) => readFileSync(`/proc/${id}/maps`, "utf8").includes(driver)));
      await expect.poll(taken, { timeout: 30_000, interval: 200 }).toEqual([[drivers[0]], [drivers[1]]]);
      child.kill();
    });
    expect(code).not.toBe(0);
  });
});

describe("a job's process", () => {
  it("says what is missing where koffi is not installed", async () => {
    const copy = join(folder, "without-koffi");
    for (const name of ["dist/node", "gpu-integrate.js", "package.json"]) {
      cpSync(new URL(name, root), join(copy, name), { recursive: true });
    }
    const args = [join(copy, "gpu-integrate.js"), "-n", "100", "-b", "serial"];
    const job = ["env", "PMI_RANK=1", "PMI_SIZE=2", process.execPath];
    const { code, out, err } = await run("env", [...job.slice(1), ...args]);
    expect({ code, out }).toEqual({ code: null, out: "" });
    expect(err).toBe(
      "gpu-integrate: this is rank 1 of 2 of an MPI job; the optional package koffi is needed for MPI and does not load: npm install koffi\n",
    );
    // Outside of a job it is not missed.
    expect((await run(process.execPath, args)).out).toContain("Integral value is");
  });
});

/** Whether a process is a rank of the run that is to be killed. */
function isRank(id: string): boolean {
  try {
    const [executable, ...args] = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
    return executable === process.execPath && args.includes("200000");
  } catch {
    return false;
  }
}
