// Several processes: MPI's ranks, and putting 1,000 parts together.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runnerImport } from "vite";
import { run, startToExit } from "./own.js";

const cwd = new URL("../..", import.meta.url);
const source = async (name) =>
  (await runnerImport(new URL(`../../src/${name}.ts`, import.meta.url).pathname)).module;

const asRoot = { OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };
const launch = (command, args) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...asRoot },
    stdio: ["ignore", "pipe", "ignore"],
  });

/** Seconds of one process and of 1 and 2 ranks that take turns: a list for each that there is. */
export function ranks(n, rounds) {
  const command = ["gpu-integrate", "-n", n, "-b", "serial", "--json"].map(String);
  const all = [
    { name: "one process, no MPI", ranks: 1, seconds: () => run(command.slice(1, -1).join(" ")).seconds },
    ...["mpirun.openmpi", "mpirun.mpich"].filter(isThere).map((mpirun) => ({
      name: `\`${mpirun} -n 2\`, ${launch(mpirun, ["--version"]).match(/\d+\.\d+\.\d+/)}`,
      ranks: 2,
      seconds: () => JSON.parse(launch(mpirun, ["-n", "2", process.execPath, ...command])).seconds,
    })),
  ];
  const samples = all.map(() => []);
  for (let round = -1; round < rounds; round++) {
    all.forEach(({ seconds }, k) => {
      const sample = seconds();
      if (round >= 0) samples[k].push(sample);
    });
  }
  return all.map((one, k) => ({ ...one, samples: samples[k] }));
}

/** Seconds from start to exit of putting together so many parts of n × n cells. */
export async function merging(count, n, rounds) {
  const [{ prepare }, { makePlan }, { openSerial }, { integrateShard }, { partialLine }] = await Promise.all(
    ["problem/problem", "quadrature/plan", "cpu/serial", "run/shard", "run/partial-document"].map(source),
  );
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-bench-"));
  const pause = async () => {};
  const info = { runtime: "none", webgpu: null, os: "", cpu: null, cores: 1, math: "none" };
  const host = { now: () => performance.now(), pause, info };
  const files = [];
  for (let k = 1; k <= count; k++) {
    const plan = makePlan(prepare({ n }));
    const part = await integrateShard(plan, [k, count], (plan) => openSerial(plan, host), host);
    files.push(join(folder, `part.${k}.json`));
    writeFileSync(files.at(-1), partialLine(part));
  }
  const seconds = Array.from({ length: rounds }, () => startToExit(["gpu-integrate", "merge", ...files]));
  rmSync(folder, { recursive: true });
  return seconds;
}

function isThere(command) {
  try {
    launch(command, ["--version"]);
    return true;
  } catch {
    return false;
  }
}
