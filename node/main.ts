import { inspect } from "node:util";
import { escaped, IntegrateError, messageOf, printable, UsageError } from "../src/errors.ts";
import { SyntaxProblem } from "../src/integrand/language/parse.ts";
import { version } from "../src/version.ts";
import { Interrupted } from "./commands/interrupt.ts";
import type { Job } from "./mpi/job.ts";
import { LAST_WORDS, launchIn } from "./mpi/launch.ts";
import { ALONE, type Command } from "./options/commands.ts";
import { help, helpOf, spelled } from "./options/help.ts";
import { type Arguments, parseOptions } from "./options/parse.ts";

// Loaded on demand, so that --help and errors on the command line come at once.
const RUN: Readonly<Record<Command, (args: Arguments, job: Job | null) => Promise<unknown>>> = {
  integrate: async (args, job) => {
    const { asksForAccuracy, asksForGrid } = await import("./options/problem.ts");
    const grid = asksForGrid(args);
    if (args.given.includes("param")) {
      const { runFamily, runFamilyTo } = await import("./commands/integrate-family.ts");
      return grid || (job && !asksForAccuracy(args)) ? runFamily(args, job) : runFamilyTo(args, job);
    }
    return grid || job
      ? (await import("./commands/integrate.ts")).runIntegrate(args, job)
      : (await import("./commands/integrate-to.ts")).runIntegrateTo(args);
  },
  compare: async (args) => (await import("./commands/compare.ts")).runCompare(args),
  sweep: async (args) => (await import("./commands/sweep.ts")).runSweep(args),
  merge: async (args) => (await import("./commands/merge.ts")).runMerge(args),
  shader: async (args) => (await import("./commands/shader.ts")).printShader(args),
  serve: async (args) => (await import("./commands/serve.ts")).runServe(args),
  doctor: async (args) => (await import("./commands/doctor.ts")).printDiagnosis(args),
  adapters: async (args) => (await import("./commands/adapters.ts")).printAdapters(args),
  help: async ({ words: [name] }) => process.stdout.write(name ? helpOf(name as Command) : help()),
  version: async () => process.stdout.write(`${version}\n`),
};

// A reader that goes away, such as `head`, is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`gpu-integrate: the result could not be written: ${error.message}\n`);
  process.exit(1);
});
// Losing notes is no reason to fail.
process.stderr.on("error", () => {});

let args: Arguments | null = null;
let wrong: unknown = null;
try {
  args = parseOptions(process.argv.slice(2));
} catch (error) {
  wrong = error;
}
const launch = joins(args) ? launchIn(process.env) : null;
let job: Job | null = null;
try {
  if (launch) job = await (await import("./mpi/job.ts")).joinJob(launch, await patience(args));
  if (!args) throw wrong;
  await run(args);
  job?.leave();
} catch (error) {
  const exitCode = error instanceof Interrupted ? error.exitCode : error instanceof UsageError ? 2 : 1;
  if (job) process.exitCode = await job.fail(error, describe(error), exitCode);
  else {
    process.stderr.write(`gpu-integrate: ${describe(error)}\n`);
    process.exitCode = exitCode;
    // Other ranks wait for this one in MPI_Init, and some launchers end a job only when a process dies of a signal.
    if (launch) setTimeout(() => process.kill(process.pid, "SIGTERM"), LAST_WORDS);
  }
  // On interrupt, flush stdout and exit without closing devices and workers.
  if (error instanceof Interrupted) process.stdout.write("", () => process.exit());
}

/** Whether this process of an MPI job joins the others: to share one integral, and to report an error once. */
function joins(args: Arguments | null): boolean {
  return !args || !(args.given.includes("shard") || ALONE.includes(args.command));
}

/** Seconds for the ranks of a job to find each other. */
async function patience(args: Arguments | null): Promise<number> {
  const { secondsIn } = await import("./options/arguments.ts");
  try {
    return (args && secondsIn(args, "timeout")) ?? 120;
  } catch {
    // The error is reported once they have.
    return 120;
  }
}

async function run(args: Arguments): Promise<void> {
  const { command } = args;
  if (job && command !== "integrate")
    throw new UsageError(command, undefined, "not in an MPI job, which shares one integral");
  await RUN[command](args, job);
}

/** One line for people, with the text and a caret for a syntax error; everything with DEBUG=gpu-integrate. */
function describe(error: unknown): string {
  if (process.env.DEBUG === "gpu-integrate") return inspect(error);
  if (error instanceof SyntaxProblem) {
    const { argument, value, position, advice } = error;
    const where = String(value).trim() && `\n${underlined(String(value), position)}`;
    return `${spelled(argument)}${where ? "" : ` ${printable(String(value))}`}: ${advice}${where}`;
  }
  if (error instanceof UsageError) {
    const { argument, value, advice } = error;
    return `${spelled(argument)}${value === undefined ? "" : ` ${printable(String(value))}`}: ${advice}`;
  }
  const known = error instanceof IntegrateError;
  return `${known ? "" : "unexpected: "}${escaped(messageOf(error).split("\n", 1)[0] as string)}`;
}

/** The text around a position, and a caret under it. */
function underlined(text: string, position: number): string {
  const start = Math.max(0, position - 40);
  const printable = Array.from(text.slice(start, start + 76), (one) => (/\p{C}/u.test(one) ? "·" : one));
  const before = Array.from(text.slice(start, position)).length;
  return `  ${printable.join("")}\n  ${" ".repeat(before)}^`;
}
