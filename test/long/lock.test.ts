import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";
import { root } from "../packed.ts";

const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Tries so often to lock a file, leaving locks of ended processes behind now and then, and prints what happened. */
const CONTENDER = `
  import { closeSync, mkdirSync, openSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
  import { lock } from "./checkpoint-lock.js";
  import { holderOf } from "./lock-holder.js";
  const [name, tries] = [process.argv[2], Number(process.argv[3])];
  const count = { locked: 0, refused: 0, twice: 0, planted: 0 };
  for (let k = 0; k < tries; k++) {
    try {
      const { release, held } = lock(name);
      count.locked++;
      try {
        closeSync(openSync(name + ".held", "wx"));
        if (!held()) count.twice++;
        unlinkSync(name + ".held");
      } catch {
        count.twice++;
      }
      release();
    } catch (error) {
      if (error.code !== "usage") throw error;
      count.refused++;
    }
    if (k % 2) continue;
    const made = name + ".planted." + process.pid;
    try {
      mkdirSync(made);
      writeFileSync(made + "/" + k + "-" + process.pid, JSON.stringify({ ...holderOf(process.pid), started: "1" }));
      renameSync(made, name + ".lock");
      count.planted++;
    } catch {
      rmSync(made, { recursive: true });
    }
  }
  console.log(JSON.stringify(count));`;

describe("a lock", () => {
  beforeAll(async () => {
    const entry = ["checkpoint-lock", "lock-holder"].map((name) => join(root, `node/${name}.ts`));
    const rolldownOptions = { input: entry, output: { entryFileNames: "[name].js" } };
    await build({
      configFile: false,
      root,
      logLevel: "silent",
      build: { ssr: true, target: "node20", outDir: folder, rolldownOptions },
    });
    writeFileSync(join(folder, "contender.mjs"), CONTENDER);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });

  it("is never held twice by four processes among locks of ended ones", async () => {
    const name = join(folder, "file");
    const runs = await Promise.all(
      Array.from({ length: 4 }, () =>
        promisify(execFile)(process.execPath, [join(folder, "contender.mjs"), name, "1500"]),
      ),
    );
    const counts = runs.map(({ stdout }) => JSON.parse(stdout));
    const sum = (of: string) => counts.reduce((total, count) => total + count[of], 0);
    expect(sum("twice")).toBe(0);
    expect(sum("locked") + sum("refused")).toBe(6_000);
    // It was tried: many got it, many were refused, many found the lock of one that has ended.
    for (const what of ["locked", "refused", "planted"]) expect(sum(what)).toBeGreaterThan(150);
    // But for what was planted last, nothing is left.
    rmSync(`${name}.lock`, { recursive: true, force: true });
    expect(readdirSync(folder).filter((one) => one.startsWith("file"))).toEqual([]);
  });
});

describe("a run that is stopped and goes on", () => {
  let child: ChildProcess;
  afterAll(() => child.kill("SIGKILL"));

  it("keeps its checkpoint from others meanwhile, and loses nothing", async () => {
    const name = join(folder, "stopped.jsonl");
    const args = ["-n", "200000", "-b", "serial", "-q", "--checkpoint", name];
    child = spawn(process.execPath, ["gpu-integrate", ...args], { cwd: root });
    const lines = () => (existsSync(name) ? readFileSync(name, "utf8").split("\n").length : 0);
    await expect.poll(lines, { timeout: 20_000 }).toBeGreaterThan(2);
    child.kill("SIGSTOP");
    const [token = ""] = readdirSync(`${name}.lock`);
    utimesSync(join(`${name}.lock`, token), 0, 0);
    const second = await cli(args);
    expect([second.code, second.err]).toEqual([
      2,
      `gpu-integrate: --checkpoint ${name}: process ${child.pid} is using it: wait for that run, or use another file (lock ${name}.lock)\n`,
    ]);
    const before = lines();
    child.kill("SIGCONT");
    await expect.poll(lines, { timeout: 20_000 }).toBeGreaterThan(before);
    child.kill("SIGKILL");
    // The lock of a process that was killed is nobody's.
    const third = await cli([...args, "--timeout", "2"]);
    expect([third.code, third.err]).toEqual([1, expect.stringContaining("rerun the same command to resume")]);
    expect(existsSync(`${name}.lock`)).toBe(false);
  });
});
