import { csv } from "../src/csv.ts";
import { UsageError } from "../src/errors.ts";
import { integrate } from "../src/integrate.ts";
import { howFar } from "../src/ledger.ts";
import { BACKENDS, checkChoice } from "../src/library.ts";
import { PRECISIONS, type Precision } from "../src/problem.ts";
import { adapterIn, exactIn, formatIn, noter, problemIn, refuse, secondsIn, threadsIn } from "./arguments.ts";
import { attend } from "./attend.ts";
import { openCheckpoint } from "./checkpoint-file.ts";
import { type BackendChoice, openBackend } from "./choose.ts";
import { host } from "./host.ts";
import { type Arguments, count, oneOf } from "./options.ts";
import { rateLine } from "./progress.ts";
import { human, json, lessonLines } from "./report.ts";

/** `gpu-integrate [options]`: one integral, printed as asked. */
export async function runIntegrate(args: Arguments): Promise<void> {
  const problem = problemIn(args);
  const exact = exactIn(args);
  const choice: BackendChoice = {
    backend: oneOf(args, "backend", BACKENDS) ?? "auto",
    precision: oneOf<Precision>(args, "precision", PRECISIONS),
    threads: threadsIn(args),
    adapter: adapterIn(args),
    note: noter(args),
  };
  checkChoice(choice);
  refuse(args, ["plot", "steps", "budget"], "it is for sweep");
  refuse(args, ["port", "host"], "it is for serve");
  const onCpu = choice.backend === "threads" || choice.backend === "serial" || choice.precision === "f64";
  const forGpu = args.given.find((name) => name === "adapter" || name === "software");
  if (onCpu && forGpu)
    throw new UsageError(forGpu, args.text(forGpu), "the run is on the CPU, which has no adapter");
  const format = formatIn(args);
  const repeat = count(args, "repeat", 1, 1_000_000) ?? 1;
  const warmup = count(args, "warmup", 0, 1_000_000) ?? 0;
  const timeout = secondsIn(args, "timeout");
  const file = args.text("checkpoint");
  if (file !== undefined && repeat + warmup > 1) {
    throw new UsageError("checkpoint", file, "not beside --repeat or --warmup, which time whole runs");
  }
  const store = file === undefined ? undefined : openCheckpoint(file);
  let far = { done: 0, total: problem.nx * problem.ny };
  const later = store ? "; the same command goes on from there" : "";
  const where = () => `at ${howFar({ done: far.done, cells: far.total })}${later}`;
  const line = rateLine(host.now);
  const close = () => store?.close();
  const surroundings = { args, timeout, note: choice.note, where, close };
  const result = await attend(surroundings, ({ signal, progress, onNote }) =>
    integrate(problem, (plan) => openBackend(plan, choice), host, {
      repeat,
      warmup,
      exact,
      estimate: args.flag("estimate"),
      checkpoint: store,
      signal,
      onNote,
      onProgress(now) {
        far = now;
        progress(line(now));
      },
    }),
  );
  const print = args.flag("quiet") ? lessonLines : human;
  process.stdout.write({ json, csv, human: print }[format](result));
}
