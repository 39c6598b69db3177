import { IntegrateError } from "./errors.ts";
import { estimateErrors } from "./estimate.ts";
import { explainNotFinite } from "./locate.ts";
import { cellsIn, makePlan, type Plan, type TileRange } from "./plan.ts";
import { knownValue, type Precision, type Problem } from "./problem.ts";
import { type AdapterIdentity, type HostInfo, median, type Result, SCHEMA } from "./result.ts";
import { openSerial } from "./serial.ts";
import { total } from "./sum.ts";
import { version } from "./version.ts";

/** Whatever can turn tiles into partial sums of f, one finite f64 a tile. */
export interface Backend {
  readonly name: "gpu" | "threads" | "serial";
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  /** CPU workers; null where there are none. */
  readonly threads: number | null;
  /**
   * Hands over the partial sums of all tiles in the ranges, in any order and any number of pieces.
   * `kernel`: milliseconds by the device's own clock, null without one. Rejects with the signal's
   * reason once it is aborted.
   */
  run(ranges: readonly TileRange[], options: RunOptions): Promise<{ kernel: number | null }>;
  close(): void;
}

export interface RunOptions {
  signal?: AbortSignal | undefined;
  /** Partial sums of tiles first, first + 1, ... */
  onPartials: (first: number, partials: Float64Array) => void;
}

/** What the flow needs from the browser or from Node. */
export interface Host {
  /** A monotonic clock, milliseconds. */
  now(): number;
  /** Lets the host's other work go first. */
  pause(): Promise<void>;
  /** Lets so many milliseconds pass; only where waiting for a GPU's promise keeps a CPU core busy. */
  doze?(milliseconds: number): Promise<void>;
  readonly info: HostInfo;
}

/** Makes a backend ready for a plan. */
export type Open = (plan: Plan) => Promise<Backend> | Backend;

export interface IntegrateOptions {
  /** Runs that are timed; the seconds of the result are their medians. Default 1. */
  repeat?: number;
  /** Runs before those. Default 0. */
  warmup?: number;
  /** The integral's true value, where it is known; the lesson's own problem knows its own. */
  exact?: number | undefined;
  /** Also estimate the error, which takes some more work on small grids. Default false. */
  estimate?: boolean;
  signal?: AbortSignal;
  /** Cells done so far, of the cells of one run. */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/**
 * Problem -> plan -> partial sums -> total -> result document. `open` makes the backend ready for the
 * plan: its time is `seconds.setup`.
 */
export async function integrate(
  problem: Problem,
  open: Open,
  host: Host,
  options: IntegrateOptions = {},
): Promise<Result> {
  const { repeat = 1, warmup = 0, signal } = options;
  signal?.throwIfAborted();
  const estimate = options.estimate ? await estimated(problem, open, host, signal) : null;
  const plan = makePlan(problem);
  const opening = host.now();
  const backend = await open(plan);
  try {
    const setup = (host.now() - opening) / 1000;
    const runs = [];
    for (let k = -warmup; k < repeat; k++) {
      signal?.throwIfAborted();
      const run = await once(plan, backend, host, options);
      if (k >= 0) runs.push(run);
    }
    const exact = options.exact ?? knownValue(problem);
    return { ...resultOf(plan, backend, host, exact, setup, runs), estimate };
  } finally {
    backend.close();
  }
}

/** Before the work itself, which may be long: so what is wrong with f on a small grid shows at once. */
function estimated(problem: Problem, open: Open, host: Host, signal: AbortSignal | undefined) {
  const by = (opener: Open) => (grid: Problem) => integrate(grid, opener, host, signal && { signal });
  const serial = by((plan) => openSerial(plan, host));
  return estimateErrors(problem, serial, by(open));
}

interface Run {
  integral: number;
  /** Seconds. */
  compute: number;
  kernel: number | null;
}

async function once(plan: Plan, backend: Backend, host: Host, options: IntegrateOptions): Promise<Run> {
  const partials = new Float64Array(plan.tiles).fill(Number.NaN);
  const cells = plan.problem.nx * plan.problem.ny;
  const fault = backend.name === "gpu" ? "gpu" : "worker";
  const arrived = new Uint8Array(plan.tiles);
  let done = 0;
  const started = host.now();
  const { kernel } = await backend.run([{ first: 0, end: plan.tiles }], {
    signal: options.signal,
    onPartials(first, piece) {
      for (let k = 0; k < piece.length; k++) {
        if (arrived[first + k])
          throw new IntegrateError(fault, `${backend.name} did tile ${first + k} twice`);
        arrived[first + k] = 1;
      }
      partials.set(piece, first);
      done += cellsIn(plan, { first, end: first + piece.length });
      options.onProgress?.({ done, total: cells });
    },
  });
  const compute = (host.now() - started) / 1000;
  if (done !== cells) throw new IntegrateError(fault, `${backend.name} left ${cells - done} cells undone`);
  const lost = partials.findIndex((partial) => !Number.isFinite(partial));
  if (lost >= 0) throw new IntegrateError("not-finite", explainNotFinite(plan, lost, backend.precision));
  const integral = total(plan, partials);
  if (!Number.isFinite(integral)) {
    throw new IntegrateError("not-finite", `the integral is not a finite number (${integral})`);
  }
  return { integral, compute, kernel: kernel === null ? null : kernel / 1000 };
}

function resultOf(
  plan: Plan,
  backend: Backend,
  host: Host,
  exact: number | null,
  setup: number,
  runs: readonly Run[],
): Result {
  const { problem } = plan;
  const { integral } = runs[0] as Run;
  const other = runs.find((run) => run.integral !== integral);
  if (other) {
    const code = backend.name === "gpu" ? "gpu" : "worker";
    throw new IntegrateError(
      code,
      `two runs disagree: ${integral} and ${other.integral}, where bits should be equal`,
    );
  }
  const samples = runs.map((run) => run.compute);
  const compute = median(samples);
  const kernels = runs.map((run) => run.kernel).filter((kernel) => kernel !== null);
  const cells = problem.nx * problem.ny;
  return {
    schema: SCHEMA,
    version,
    problem,
    backend: backend.name,
    precision: backend.precision,
    integral,
    exact,
    error: exact === null ? null : Math.abs(integral - exact),
    estimate: null,
    cells,
    adapter: backend.adapter,
    threads: backend.threads,
    seconds: { total: setup + compute, setup, compute, kernel: kernels.length ? median(kernels) : null },
    ...(runs.length > 1 && { samples }),
    // A coarse clock may see no time pass.
    cellsPerSecond: Math.round(cells / Math.max(compute, 1e-9)),
    host: host.info,
  };
}
