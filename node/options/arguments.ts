import { isCheap } from "../../src/accuracy/survey.ts";
import { UsageError } from "../../src/errors.ts";
import { exactOf } from "../../src/integrand/integrand.ts";
import { MAX_THREADS } from "../../src/problem/check-options.ts";
import { MAX_SIDE, type Prepared, type ProblemOptions, prepare } from "../../src/problem/problem.ts";
import type { Shard } from "../../src/quadrature/plan.ts";
import { checkedShard } from "../../src/run/read-partial.ts";
import type { AdapterChoice } from "../devices/adapters.ts";
import { host } from "../host.ts";
import { type Arguments, count } from "./parse.ts";

/** The problem that a command line states; what it leaves open is the lesson's. Throws `usage`. */
export function problemIn(args: Arguments): Prepared {
  const options: ProblemOptions = {};
  for (const name of ["n", "nx", "ny"] as const) {
    const side = count(args, name, 1, MAX_SIDE);
    if (side !== undefined) options[name] = side;
  }
  if ((options.nx === undefined) !== (options.ny === undefined) && options.n === undefined) {
    const missing = options.nx === undefined ? "--nx" : "--ny";
    const advice = "it is missing: give both --nx and --ny, or -n for the other side";
    throw new UsageError(missing, undefined, advice);
  }
  return prepare({ ...options, ...areaIn(args) });
}

/** f and the limits, without the grid. */
export function areaIn(args: Arguments): ProblemOptions {
  const texts = [
    ["f", args.text("integrand")],
    ["x", args.text("x")],
    ["y", args.text("y")],
  ] as const;
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

/** The known value. Throws `usage`. */
export function exactIn(args: Arguments): number | undefined {
  const text = args.text("exact");
  return text === undefined ? undefined : exactOf(text);
}

/** Whether to estimate the error: as asked, or else where it is cheap. Throws `usage` for both. */
export function estimateIn(args: Arguments, prepared: Prepared): boolean {
  const [yes, no] = [args.flag("estimate"), args.flag("no-estimate")];
  if (yes && no) throw new UsageError("--no-estimate", undefined, "not beside --estimate: choose one");
  return yes || (!no && isCheap(prepared));
}

/** CPU workers; of `cores`, where others have the rest. */
export function threadsIn(args: Arguments, cores = host.info.cores): number {
  return count(args, "threads", 1, MAX_THREADS) ?? cores;
}

/** The part that is to be done. Throws `usage`. */
export function shardIn(args: Arguments): Shard | undefined {
  const text = args.text("shard");
  if (text === undefined) return undefined;
  const [, k, m] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  try {
    return checkedShard([Number(k), Number(m)]);
  } catch {
    const advice = "K/M is wanted, the K-th of M parts from 1 to M, as in 1/4; M is 1,000,000 at most";
    throw new UsageError("shard", text, advice);
  }
}

export function adapterIn(args: Arguments): AdapterChoice {
  return { name: args.text("adapter"), software: args.flag("software") };
}

/** An option's seconds. Throws `usage`. */
export function secondsIn(args: Arguments, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  // A timer of Node's is at most 2^31 ms.
  if (/^\d*\.?\d+(e[-+]?\d+)?$/i.test(text) && value > 0 && value <= 2_000_000) return value;
  throw new UsageError(name, text, "a number of seconds above 0, at most 2,000,000");
}

/** --json, --csv or neither. Throws `usage` for both. */
export function formatIn(args: Arguments): "json" | "csv" | "human" {
  if (args.flag("json") && args.flag("csv"))
    throw new UsageError("--csv", undefined, "not beside --json: choose one");
  return args.flag("json") ? "json" : args.flag("csv") ? "csv" : "human";
}

/** Throws `usage` for the options that a command has no use for. */
export function refuse(args: Arguments, names: readonly string[], advice: string): void {
  const given = args.given.find((name) => names.includes(name));
  if (given) throw new UsageError(given, args.text(given), advice);
}

/** Says each note on stderr once; with -q only those that put the number itself in doubt. */
export function noter(args: Arguments): (text: string, doubt?: boolean) => void {
  const noted = new Set<string>();
  return (text, doubt = false) => {
    if ((doubt || !args.flag("quiet")) && !noted.has(text)) process.stderr.write(`gpu-integrate: ${text}\n`);
    noted.add(text);
  };
}
