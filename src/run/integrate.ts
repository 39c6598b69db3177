import { estimateErrors } from "../accuracy/estimate.ts";
import type { Backend, Host, Open } from "../backend.ts";
import { median } from "../benchmark/statistics.ts";
import { openSerial } from "../cpu/serial.ts";
import { IntegrateError, UsageError } from "../errors.ts";
import type { CommonOptions } from "../problem/options.ts";
import { knownValue, type Problem } from "../problem/problem.ts";
import { makePlan, type Plan, shareOf, wholeOf } from "../quadrature/plan.ts";
import { total } from "../quadrature/sum.ts";
import { version } from "../version.ts";
import { resume, type Store } from "./checkpoint.ts";
import { type RunThrough, runThrough } from "./driver.ts";
import { faultOf, makeLedger } from "./ledger.ts";
import { partialDocument } from "./partial-document.ts";
import { type Contribution, gather, type Ranks, unlessAborted } from "./ranks.ts";
import { type Result, SCHEMA } from "./result.ts";

export interface IntegrateOptions extends CommonOptions {
  /** The integral's true value, where it is known; the lesson's own problem knows its own. */
  exact?: number | undefined;
  /** What sums in f64 for the estimate; default: `serial`, in this thread. */
  inDoubles?: Open;
  /** Keeps finished partial sums, and has those of an earlier run; for a single run. */
  checkpoint?: Store | undefined;
  /** The ranks that share the run, this process being one; each ends with the whole result. */
  ranks?: Ranks | undefined;
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
  const { repeat = 1, warmup = 0, checkpoint, signal, ranks } = options;
  signal?.throwIfAborted();
  if (checkpoint && repeat + warmup > 1) {
    throw new UsageError("checkpoint", checkpoint.name, "a run that is timed several times has none");
  }
  const { inDoubles = (plan) => openSerial(plan, host) } = options;
  const estimate = options.estimate ? await estimated(problem, open, inDoubles, host, signal) : null;
  const plan = makePlan(problem);
  const opening = host.now();
  let backend = await open(plan);
  const share = ranks ? shareOf(plan, [ranks.rank + 1, ranks.size]) : wholeOf(plan);
  if (ranks) {
    const document = partialDocument(plan, backend, host, share, []);
    const meet = async () => {
      // What is wrong with a checkpoint is said while all can still be told.
      if (checkpoint) resume(checkpoint, makeLedger(plan, share), plan, backend, host);
      await unlessAborted(ranks.meet({ document, runs: warmup + repeat }), signal);
    };
    await meet().catch((error) => {
      backend.close();
      throw error;
    });
  }
  const setup = (ranks?.joining ?? 0) + (host.now() - opening) / 1000;
  const all = ranks ? (own: Contribution) => unlessAborted(gather(ranks, own), signal) : undefined;
  const runs: RunThrough[] = [];
  for (let k = -warmup; k < repeat; k++) {
    const run = await runThrough(plan, backend, open, host, { ...options, share, gather: all });
    backend = run.backend;
    if (k >= 0) runs.push(run);
  }
  backend.close();
  const exact = options.exact ?? knownValue(problem);
  const result = resultOf(plan, host, exact, setup, runs);
  return { ...result, ...(ranks && ranks.size > 1 && { ranks: ranks.size }), estimate };
}

/** Before the work itself, which may be long: so what is wrong with f on a small grid shows at once. */
function estimated(
  problem: Problem,
  open: Open,
  inDoubles: Open,
  host: Host,
  signal: AbortSignal | undefined,
) {
  const by = (opener: Open) => (grid: Problem) => integrate(grid, opener, host, signal && { signal });
  return estimateErrors(problem, by(inDoubles), by(open));
}

/** What one or more runs of the same plan have brought. Throws where they differ, or are not finite. */
export function resultOf(
  plan: Plan,
  host: Pick<Host, "info">,
  exact: number | null,
  setup: number,
  runs: readonly Brought[],
): Result {
  const { problem } = plan;
  const { backend, resumed } = runs[0] as Brought;
  const integral = integralOf(plan, runs);
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
    resumed,
    adapter: backend.adapter,
    threads: backend.threads,
    seconds: { total: setup + compute, setup, compute, kernel: kernels.length ? median(kernels) : null },
    ...(runs.length > 1 && { samples }),
    // A coarse clock may see no time pass.
    cellsPerSecond: Math.round((cells - resumed) / Math.max(compute, 1e-9)),
    host: host.info,
  };
}

/** What of a run a result is made of. */
type Brought = Omit<RunThrough, "backend"> & {
  readonly backend: Pick<Backend, "name" | "precision" | "adapter" | "threads">;
};

function integralOf(plan: Plan, runs: readonly Brought[]): number {
  const [integral, ...others] = runs.map(({ partials }) => total(plan, partials)) as [number];
  if (!Number.isFinite(integral)) {
    throw new IntegrateError("not-finite", `the integral is not a finite number (${integral})`);
  }
  const other = others.find((one) => one !== integral);
  if (other === undefined) return integral;
  const fault = faultOf((runs[0] as Brought).backend.name);
  throw new IntegrateError(fault, `two runs disagree: ${integral} and ${other}, where bits should be equal`);
}
