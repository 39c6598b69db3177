import { isCheap } from "../../src/accuracy/survey.ts";
import { escaped, UsageError } from "../../src/errors.ts";
import { exactOf } from "../../src/integrand/language/integrand.ts";
import { grouped } from "../../src/output/units.ts";
import { checkChoice, MAX_THREADS } from "../../src/problem/check-options.ts";
import { BACKENDS } from "../../src/problem/options.ts";
import { PRECISIONS, type Precision, type Prepared } from "../../src/problem/problem.ts";
import type { Shard } from "../../src/quadrature/grid/plan.ts";
import { checkedShard } from "../../src/run/grid/read-partial.ts";
import type { AdapterChoice } from "../devices/adapters.ts";
import { host } from "../host.ts";
import type { Arguments } from "./parse.ts";

/** The known value. Throws `usage`. */
export function exactIn(args: Arguments): number | undefined {
  const text = args.text("exact");
  return text === undefined ? undefined : exactOf(text);
}

/** Whether to estimate the error: as asked, or else where it is cheap. */
export function estimateIn(args: Arguments, prepared: Prepared): boolean {
  return args.flag("estimate") || (!args.flag("no-estimate") && isCheap(prepared));
}

/** CPU workers: one a core by default. */
export function threadsIn(args: Arguments, cores = host.info.cores): number {
  return wholeIn(args, "threads", 1, MAX_THREADS) ?? cores;
}

/** The part to do. Throws `usage`. */
export function shardIn(args: Arguments): Shard | undefined {
  const text = args.text("shard");
  if (text === undefined) return undefined;
  const [, k, m] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  try {
    return checkedShard([Number(k), Number(m)]);
  } catch {
    const advice = "must be K/M, the K-th of M parts, as in 1/4; M is at most 1,000,000";
    throw new UsageError("shard", text, advice);
  }
}

/** Throws `usage`. */
export function adapterIn(args: Arguments): AdapterChoice {
  const name = args.text("adapter");
  if (name?.trim() === "") throw new UsageError("adapter", name, "needs a part of an adapter's name");
  return { name, software: args.flag("software") };
}

/** Backend, precision and threads, checked with each other and with the adapter. `cores`: the default threads. Throws `usage`. */
export function choiceIn(args: Arguments, cores?: number) {
  const choice = {
    backend: oneOf(args, "backend", BACKENDS) ?? ("auto" as const),
    precision: oneOf<Precision>(args, "precision", PRECISIONS),
    threads: threadsIn(args, cores),
  };
  checkChoice(choice);
  const onCpu = ["simd", "threads", "serial"].includes(choice.backend) || choice.precision === "f64";
  const forGpu = args.given.find((name) => name === "adapter" || name === "software");
  if (onCpu && forGpu)
    throw new UsageError(forGpu, args.text(forGpu), "is for the GPU, but this run is on the CPU");
  return { ...choice, onCpu };
}

/** An option's seconds. Throws `usage`. */
export function secondsIn(args: Arguments, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  // A timer of Node's is at most 2^31 ms.
  if (/^\d*\.?\d+(e[-+]?\d+)?$/i.test(text) && value > 0 && value <= 2_000_000) return value;
  throw new UsageError(name, text, "must be a number of seconds above 0, at most 2,000,000");
}

/** How whole numbers are written, where their value is one: 1000, 1e3, 1.5e6. */
export const WHOLE = /^\d+(\.\d+)?(e\+?\d+)?$/i;

/** The whole number after an option, such as 1000000 or 1e6. Throws `usage`. */
export function wholeIn(args: Arguments, name: string, least: number, most: number): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  // People group digits.
  const value = text.trim() ? Number(text.replace(/(?<=\d)[,_' ](?=\d{3})/g, "")) : Number.NaN;
  const isWhole = Number.isInteger(value) && value >= least && value <= most;
  if (isWhole && WHOLE.test(text)) return value;
  const range = `${grouped(least)} to ${grouped(most)}`;
  throw new UsageError(
    name,
    text,
    `must be a whole number from ${range}${isWhole ? `: write ${value}` : ""}`,
  );
}

/** One of the words that an option allows. Throws `usage`. */
export function oneOf<T extends string>(args: Arguments, name: string, allowed: readonly T[]): T | undefined {
  const text = args.text(name);
  if (text === undefined || allowed.includes(text as T)) return text as T | undefined;
  throw new UsageError(name, text, `must be one of ${allowed.join(", ")}`);
}

/** Says each note on stderr once; with `--quiet`, only those that put the number itself in doubt. */
export function noter(args: Arguments): (text: string, doubt?: boolean) => void {
  const noted = new Set<string>();
  return (text, doubt = false) => {
    if ((doubt || !args.flag("quiet")) && !noted.has(text))
      process.stderr.write(`gpu-integrate: ${escaped(text)}\n`);
    noted.add(text);
  };
}
