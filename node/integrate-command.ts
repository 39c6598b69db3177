import { UsageError } from "../src/errors.ts";
import { exactOf } from "../src/integrand/integrand.ts";
import { integrate } from "../src/integrate.ts";
import { howFar } from "../src/ledger.ts";
import { BACKENDS, checkChoice, MAX_THREADS } from "../src/library.ts";
import { MAX_SIDE, makeProblem, PRECISIONS, type Precision, type ProblemOptions } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { openCheckpoint } from "./checkpoint-file.ts";
import { type BackendChoice, openBackend } from "./choose.ts";
import { host } from "./host.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { type Arguments, count, oneOf } from "./options.ts";
import { makeProgress } from "./progress.ts";
import { csv, human, json, lessonLines } from "./report.ts";

/** `gpu-integrate [options]`: one integral, printed as asked. */
export async function runIntegrate(args: Arguments): Promise<void> {
  const options: ProblemOptions = {};
  for (const name of ["n", "nx", "ny"] as const) {
    const side = count(args, name, 1, MAX_SIDE);
    if (side !== undefined) options[name] = side;
  }
  if ((options.nx === undefined) !== (options.ny === undefined) && options.n === undefined) {
    const missing = options.nx === undefined ? "--nx" : "--ny";
    throw new UsageError(
      missing,
      undefined,
      "it is missing: give both --nx and --ny, or -n for the other side",
    );
  }
  for (const [name, option] of [
    ["f", "integrand"],
    ["x", "x"],
    ["y", "y"],
  ] as const) {
    const text = args.text(option);
    if (text !== undefined) options[name] = text;
  }
  const problem = makeProblem(options);
  const exactText = args.text("exact");
  const exact = exactText === undefined ? undefined : exactOf(exactText);
  const noted = new Set<string>();
  const choice: BackendChoice = {
    backend: oneOf(args, "backend", BACKENDS) ?? "auto",
    precision: oneOf<Precision>(args, "precision", PRECISIONS),
    threads: count(args, "threads", 1, MAX_THREADS) ?? host.info.cores,
    adapter: { name: args.text("adapter"), software: args.flag("software") },
    note: (text) => {
      if (!args.flag("quiet") && !noted.has(text)) process.stderr.write(`gpu-integrate: ${text}\n`);
      noted.add(text);
    },
  };
  checkChoice(choice);
  const onCpu = choice.backend === "threads" || choice.backend === "serial" || choice.precision === "f64";
  const forGpu = args.given.find((name) => name === "adapter" || name === "software");
  if (onCpu && forGpu)
    throw new UsageError(forGpu, args.text(forGpu), "the run is on the CPU, which has no adapter");
  if (args.flag("json") && args.flag("csv"))
    throw new UsageError("--csv", undefined, "not beside --json: choose one");
  const repeat = count(args, "repeat", 1, 1_000_000) ?? 1;
  const warmup = count(args, "warmup", 0, 1_000_000) ?? 0;
  const timeout = seconds(args.text("timeout"));
  const file = args.text("checkpoint");
  if (file !== undefined && repeat + warmup > 1) {
    throw new UsageError("checkpoint", file, "not beside --repeat or --warmup, which time whole runs");
  }
  const store = file === undefined ? undefined : openCheckpoint(file);
  let far = { done: 0, total: problem.nx * problem.ny };
  const said = (reason: Interrupted) => {
    const later = store ? "; the same command goes on from there" : "";
    return new Interrupted(
      `${reason.message} at ${howFar({ done: far.done, cells: far.total })}${later}`,
      reason.exitCode,
    );
  };
  const shown = process.stderr.isTTY && !args.flag("quiet") && !args.flag("no-progress");
  const progress = shown ? makeProgress(process.stderr, host.now) : null;
  const interrupt = interruptible(timeout, (reason) => {
    progress?.clear();
    process.stderr.write(`gpu-integrate: ${said(reason).message}\n`);
    store?.close();
  });
  let result: Result;
  try {
    result = await integrate(problem, (plan) => openBackend(plan, choice), host, {
      repeat,
      warmup,
      exact,
      estimate: args.flag("estimate"),
      checkpoint: store,
      signal: interrupt.signal,
      onProgress(now) {
        far = now;
        progress?.update(now);
      },
      onNote: (text) => {
        progress?.clear();
        choice.note(text);
      },
    });
  } catch (error) {
    throw error instanceof Interrupted ? said(error) : error;
  } finally {
    interrupt.done();
    progress?.clear();
    store?.close();
  }
  const print = args.flag("json") ? json : args.flag("csv") ? csv : args.flag("quiet") ? lessonLines : human;
  process.stdout.write(print(result));
}

/** The value of --timeout. Throws `usage`. */
function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  // A timer of Node's is at most 2^31 ms.
  if (/^\d*\.?\d+(e[-+]?\d+)?$/i.test(text) && value > 0 && value <= 2_000_000) return value;
  throw new UsageError("timeout", text, "a number of seconds above 0, at most 2,000,000");
}
