import { inspect } from "node:util";
import { IntegrateError, UsageError } from "../src/errors.ts";
import { SyntaxProblem } from "../src/integrand/parse.ts";
import { version } from "../src/version.ts";
import { Interrupted } from "./commands/interrupt.ts";
import type { Job } from "./mpi/job.ts";
import { LAST_WORDS, launchIn } from "./mpi/launch.ts";
import { help } from "./options/help.ts";
import { type Arguments, parseOptions, printable, spelled } from "./options/parse.ts";

// Loaded when they are needed: --help and a wrong command line are answered at once.
const COMMANDS: Readonly<Record<string, (args: Arguments, job: Job | null) => Promise<void>>> = {
  integrate: async (args, job) => (await import("./commands/integrate.ts")).runIntegrate(args, job),
  compare: async (args) => (await import("./commands/compare.ts")).runCompare(args),
  sweep: async (args) => (await import("./commands/sweep.ts")).runSweep(args),
  merge: async (args) => (await import("./commands/merge.ts")).runMerge(args),
  serve: async (args) => (await import("./commands/serve.ts")).runServe(args),
  doctor: async (args) => (await import("./commands/doctor.ts")).printDiagnosis(args),
  adapters: async (args) => (await import("./commands/adapters.ts")).printAdapters(args),
};

// A reader that goes away, as `head` does, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`gpu-integrate: the result could not be written: ${error.message}\n`);
  process.exit(1);
});
// Notes may be lost; the result may not.
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
    // Other ranks wait in MPI_Init for this one: some launchers end a job for a signal alone.
    if (launch) setTimeout(() => process.kill(process.pid, "SIGTERM"), LAST_WORDS);
  }
  // Who interrupts does not want to wait for devices and workers to be put away.
  if (error instanceof Interrupted) process.exit();
}

/**
 * Whether this process of an MPI job joins the others: for the work of one integral, and to say together what is wrong;
 * not for a part of it, nor for what each tells of its machine.
 */
function joins(args: Arguments | null): boolean {
  const alone = ["shard", "help", "version"].some((name) => args?.given.includes(name));
  return !alone && !["doctor", "adapters"].includes(args?.words[0] ?? "");
}

/** Seconds for the ranks of a job to find each other. */
async function patience(args: Arguments | null): Promise<number> {
  const { secondsIn } = await import("./options/arguments.ts");
  try {
    return (args && secondsIn(args, "timeout")) ?? 120;
  } catch {
    // It is said once they have.
    return 120;
  }
}

async function run(args: Arguments): Promise<void> {
  if (args.flag("help")) return void process.stdout.write(help());
  if (args.flag("version")) return void process.stdout.write(`${version}\n`);
  const [name = "integrate", ...rest] = args.words;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new UsageError(
      "command",
      name,
      `there is no such one; there are ${Object.keys(COMMANDS).join(", ")}`,
    );
  if (rest.length && name !== "merge")
    throw new UsageError("word", rest.join(" "), `${name} takes no further words, see --help`);
  if (job && name !== "integrate") {
    throw new UsageError(
      "command",
      name,
      "it is for one process; an MPI job shares the work of one integral",
    );
  }
  await command(args, job);
}

/** The one line that a person reads; the stack too, for those who ask for it. */
function describe(error: unknown): string {
  if (process.env.DEBUG === "gpu-integrate") return inspect(error);
  if (error instanceof SyntaxProblem) {
    const { argument, value, position, advice } = error;
    return `${spelled(argument)}: ${advice}\n${underlined(String(value), position)}`;
  }
  if (error instanceof UsageError) {
    const { argument, value, advice } = error;
    return `${spelled(argument)}${value === undefined ? "" : ` ${printable(String(value))}`}: ${advice}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof IntegrateError;
  return `${known ? "" : "unexpected: "}${message.split("\n", 1)[0]}`;
}

/** The text around a position, and a caret under it. */
function underlined(text: string, position: number): string {
  const start = Math.max(0, position - 40);
  const printable = Array.from(text.slice(start, start + 76), (one) => (/\p{C}/u.test(one) ? "·" : one));
  const before = Array.from(text.slice(start, position)).length;
  return `  ${printable.join("")}\n  ${" ".repeat(before)}^`;
}
