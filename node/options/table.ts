export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; without it the option is a flag. */
  readonly value?: string;
  readonly help: string;
  readonly group: "problem" | "where" | "timing" | "output";
}

/** Every option there is: parsed, shown by `--help` and looked up in tests from this one table. */
export const OPTIONS: readonly Option[] = [
  { name: "integrand", short: "f", value: "EXPR", group: "problem", help: "f(x, y) (default sin(x+y))" },
  { name: "x", short: "x", value: "A,B", group: "problem", help: "limits of x, as in 0,pi or -1,2*pi/3" },
  { name: "y", short: "y", value: "C,D", group: "problem", help: "limits of y (both default to 0,pi)" },
  {
    name: "n",
    short: "n",
    value: "N",
    group: "problem",
    help: "N × N cells, up to 1,000,000 (default 10000); sweep: A:B",
  },
  { name: "nx", value: "N", group: "problem", help: "cells along x, if not as many as along y" },
  { name: "ny", value: "N", group: "problem", help: "cells along y" },
  { name: "exact", value: "EXPR", group: "problem", help: "the known value, to show the error" },
  {
    name: "estimate",
    group: "problem",
    help: "estimate grid and rounding error (default: if cheap)",
  },
  { name: "no-estimate", group: "problem", help: "do not estimate them" },
  {
    name: "backend",
    short: "b",
    value: "B",
    group: "where",
    help: "auto (default), gpu, threads, serial; compare: a list",
  },
  {
    name: "precision",
    short: "p",
    value: "P",
    group: "where",
    help: "fast, f32 (GPU's default), df64, f64; compare: a list",
  },
  { name: "threads", short: "t", value: "K", group: "where", help: "CPU workers (default: all cores)" },
  { name: "adapter", value: "NAME", group: "where", help: "the GPU whose name contains NAME" },
  { name: "software", group: "where", help: "the software adapter, even beside a hardware GPU" },
  { name: "repeat", value: "R", group: "timing", help: "time R runs and show the median (default 1)" },
  { name: "warmup", value: "W", group: "timing", help: "runs before those (default 0)" },
  { name: "timeout", value: "SECONDS", group: "timing", help: "give up after that long" },
  {
    name: "checkpoint",
    value: "FILE",
    group: "timing",
    help: "keep finished parts in FILE, and go on from them",
  },
  {
    name: "shard",
    value: "K/M",
    group: "where",
    help: "only the K-th of M parts, for merge to put together",
  },
  { name: "steps", value: "S", group: "timing", help: "sweep: how many n from A to B (default 8)" },
  { name: "budget", value: "SECONDS", group: "timing", help: "sweep: the time to spend (default 45)" },
  { name: "plot", value: "FILE.svg", group: "output", help: "sweep: draw time and speed-up against n" },
  { name: "port", value: "P", group: "output", help: "serve: the port (default 8321, or a free one)" },
  { name: "host", value: "H", group: "output", help: "serve: the address (default 127.0.0.1)" },
  { name: "json", group: "output", help: "the result as JSON" },
  { name: "csv", group: "output", help: "the result as CSV" },
  { name: "quiet", short: "q", group: "output", help: "the two result lines and nothing else" },
  { name: "no-progress", group: "output", help: "no progress line on a terminal" },
  { name: "no-color", group: "output", help: "no colour, as with NO_COLOR set" },
  { name: "help", short: "h", group: "output", help: "this text" },
  { name: "version", short: "V", group: "output", help: "the program's version" },
];
