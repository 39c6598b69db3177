import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { generator } from "../accuracy/generator.ts";

const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-interrupt-"));
afterAll(() => rmSync(folder, { recursive: true }));
const cwd = new URL("../..", import.meta.url);
const random = generator(7);
const BACKENDS = ["gpu", "threads", "serial"];

/** The program in a process group of its own, and how it ends. */
function start(args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, ["gpu-integrate", ...args], { cwd, detached: true });
  let [out, err] = ["", ""];
  child.stdout?.on("data", (data) => {
    out += data;
  });
  child.stderr?.on("data", (data) => {
    err += data;
  });
  const ended = new Promise<{ code: number | null; signal: string | null; out: string; err: string }>(
    (resolve) => {
      child.on("close", (code, signal) => resolve({ code, signal, out, err }));
    },
  );
  return { child, ended };
}

/** Fails when a process of the group stays; the probe of drivers takes a moment to see that it is alone. */
async function expectNobody({ pid }: ChildProcess): Promise<void> {
  await expect.poll(() => isThere(-(pid as number)), { timeout: 5000 }).toBe(false);
}

function isThere(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch {
    return false;
  }
}

describe("a signal", () => {
  it.each(BACKENDS)(
    "stops %s at any moment: exit 130 or 143, how far it came, and nobody left",
    async (backend) => {
      for (let k = 0; k < 12; k++) {
        const { child, ended } = start(["-n", "100000", "-b", backend, "-q"]);
        // From before the program has its handlers, when the signal itself ends it, into the work.
        await setTimeout(60 + 1500 * random());
        child.kill(k % 4 ? "SIGINT" : "SIGTERM");
        const { code, signal, out, err } = await ended;
        // The program's own end, or the signal's, for which shells have the same codes: nothing else.
        const name = k % 4 ? "SIGINT" : "SIGTERM";
        expect([code, signal]).toEqual(signal ? [null, name] : [k % 4 ? 130 : 143, null]);
        const words = new RegExp(
          `^gpu-integrate: stopped by ${name} at \\d+\\.\\d % \\(\\S+ of 1\\.00e10 evaluations\\)\n$`,
        );
        if (code !== null || err) expect(err).toMatch(words);
        expect(out).toBe("");
        await expectNobody(child);
      }
    },
  );

  it("that comes twice ends the process at once", async () => {
    const { child, ended } = start(["-n", "100000", "-b", "gpu", "-q"]);
    await setTimeout(1500);
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { code, signal } = await ended;
    expect(code === 130 || signal === "SIGINT").toBe(true);
    await expectNobody(child);
  });
});

it.each(BACKENDS)("--timeout ends %s with exit 1", async (backend) => {
  const { child, ended } = start(["-n", "200000", "-b", backend, "-q", "--timeout", "1.5"]);
  const { code, err } = await ended;
  expect(code).toBe(1);
  expect(err).toMatch(/^gpu-integrate: stopped after 1\.5 s at \d+\.\d % /);
  await expectNobody(child);
});

describe("a checkpoint", () => {
  it.each(BACKENDS)("on %s outlives SIGKILL: the same bits as without", async (backend) => {
    const name = join(folder, `${backend}.jsonl`);
    const args = ["-f", "cos(x+y)", "-n", backend === "gpu" ? "20000" : "9000", "-b", backend, "--json"];
    const whole = JSON.parse((await start(args).ended).out);
    let killed = 0;
    for (;;) {
      const { child, ended } = start([...args, "--checkpoint", name]);
      // Longer each time: on a loaded machine the first second may be the start's alone.
      await Promise.race([ended, setTimeout((900 + 700 * random()) * (1 + killed / 8))]);
      child.kill("SIGKILL");
      const { code, out, err } = await ended;
      if (code === null) {
        killed++;
        expect(killed).toBeLessThan(50);
        continue;
      }
      expect(code, err).toBe(0);
      const resumed = JSON.parse(out);
      expect(resumed.integral).toBe(whole.integral);
      if (killed > 2) expect(resumed.resumed).toBeGreaterThan(0);
      break;
    }
  });

  it("is one run's at a time", async () => {
    const args = ["-n", "20000", "-b", "threads", "--checkpoint", join(folder, "shared.jsonl"), "-q"];
    const first = start(args);
    await setTimeout(700);
    const { code, err } = await start(args).ended;
    first.child.kill("SIGINT");
    expect(code).toBe(2);
    expect(err).toContain(`process ${first.child.pid} is using it`);
    expect((await first.ended).err).toContain("rerun the same command to resume");
  });

  it("on a full disk is said, and the result comes all the same", async (context) => {
    const disk = mkdtempSync(join(tmpdir(), "gpu-integrate-full-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      context.skip("no file system can be mounted here");
    }
    try {
      const args = ["-f", "cos(x+y)", "-n", "12000", "-b", "threads", "--json"];
      const { code, out, err } = await start([...args, "--checkpoint", join(disk, "c.jsonl")]).ended;
      expect(code).toBe(0);
      expect(JSON.parse(out).integral).toBeCloseTo(-4, 6);
      expect(err).toMatch(/cannot write the checkpoint .*; continuing without it: ENOSPC/);
      // What is there is whole lines, or nothing.
      expect(readFileSync(join(disk, "c.jsonl"), "utf8")).toMatch(/^$|\n$/);
    } finally {
      execFileSync("umount", [disk]);
      rmSync(disk, { recursive: true });
    }
  });
});

it("two runs at once have the same bits, and twelve in a row end well", async () => {
  const args = ["-f", "cos(x+y)", "-n", "1500", "-b", "gpu", "--no-estimate", "--json"];
  const pairs = [];
  for (let k = 0; k < 6; k++) {
    const [a, b] = await Promise.all([start(args).ended, start(args).ended]);
    expect([a.code, b.code]).toEqual([0, 0]);
    pairs.push(JSON.parse(a.out).integral, JSON.parse(b.out).integral);
  }
  expect(new Set(pairs).size).toBe(1);
});

it("a reader that takes one line is no failure", () => {
  const command = `${process.execPath} gpu-integrate -n 500 -b gpu 2>&1 | head -1; echo \${PIPESTATUS[0]}`;
  const out = execFileSync("bash", ["-c", command], { cwd, encoding: "utf8" });
  expect(out).toMatch(/\n0\n$/);
});
