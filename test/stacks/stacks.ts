import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { softwareDrivers } from "../../node/devices/vulkan.ts";
import type { Arithmetic } from "../../src/gpu/arithmetic.ts";
import type { DoubleErrors } from "../accuracy/double.ts";
import type { Errors } from "../accuracy/functions.ts";
import type { Broken } from "./broken.ts";
import type { Task } from "./program.ts";

/** A WebGPU implementation with a driver, outside this process. */
export interface Stack {
  readonly name: string;
  /** Why it is not available here; null if it is. */
  readonly missing: string | null;
  run(task: Task): Promise<Answer>;
}

export interface Answer {
  readonly adapter: string;
  readonly arithmetic: Arithmetic;
  /** Whether sums guarded by fma are exact, which does not need a fused one. */
  readonly fusedSums: boolean;
  readonly errors: Errors[];
  /** In the fused variant. */
  readonly fusedErrors: Errors[];
  readonly doubleErrors: DoubleErrors[];
  /** One per problem of the task. */
  readonly integrals: number[];
  /** Of sums over many variables, beside f64. */
  readonly manyOffs: { name: string; kind: string; off: number; allowed: number; onDevice: number }[];
  /** Broken shaders that the probes did not refuse: rewritten by algebra, and without a guard. */
  readonly acceptedRewritten: Broken[];
  readonly acceptedUnguarded: Broken[];
}

/** wgpu in Deno, on SwiftShader and on lavapipe. The variable DENO may name the program. */
export async function wgpuStacks(): Promise<Stack[]> {
  const deno = findDeno();
  const [swiftshader] = await softwareDrivers();
  const drivers = { SwiftShader: swiftshader?.manifest ?? null, lavapipe: findLavapipe() };
  return Object.entries(drivers).map(([name, driver]) => ({
    name: `wgpu in Deno, ${name}`,
    missing: !deno ? "Deno is not installed: set DENO" : driver ? null : `${name} is not installed`,
    run: (task) => runProgram(deno as string, driver as string, task),
  }));
}

function findDeno(): string | null {
  const program = process.env.DENO || "deno";
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return program;
  } catch {
    return null;
  }
}

function findLavapipe(): string | null {
  const folder = "/usr/share/vulkan/icd.d";
  try {
    const file = readdirSync(folder).find((name) => name.startsWith("lvp_icd") && name.includes("x86_64"));
    return file ? join(folder, file) : null;
  } catch {
    return null;
  }
}

async function runProgram(deno: string, driver: string, task: Task): Promise<Answer> {
  const file = join(await bundle(), "program.js");
  const env = {
    ...process.env,
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver,
    XDG_RUNTIME_DIR: tmpdir(),
  };
  const args = ["run", "--unstable-webgpu", "--allow-all", "--no-config", file, JSON.stringify(task)];
  const { stdout } = await promisify(execFile)(deno, args, { env, timeout: 300_000 });
  return JSON.parse(stdout);
}

let bundled: Promise<string> | undefined;

/** Deno reads TypeScript, but not the shaders' `?raw` imports. */
function bundle(): Promise<string> {
  bundled ??= (async () => {
    const outDir = mkdtempSync(join(tmpdir(), "gpu-integrate-stacks-"));
    const entry = new URL("./program.ts", import.meta.url).pathname;
    await build({
      configFile: false,
      logLevel: "error",
      build: { target: "esnext", outDir, lib: { entry, formats: ["es"], fileName: "program" } },
    });
    return outDir;
  })();
  return bundled;
}
