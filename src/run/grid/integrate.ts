import { withEstimate } from "../../accuracy/estimate.ts";
import { type Survey, survey } from "../../accuracy/survey.ts";
import type { Backend, Host, Open } from "../../backend.ts";
import { IntegrateError } from "../../errors.ts";
import type { CommonOptions } from "../../problem/options.ts";
import { knownValue, type Prepared } from "../../problem/problem.ts";
import { cellsOf, makePlan, nodesOf, type Plan } from "../../quadrature/grid/plan.ts";
import { total } from "../../quadrature/grid/sum.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { version } from "../../version.ts";
import { median } from "../quantile.ts";
import { sameIntegral, timesOf } from "../repeat.ts";
import { type Result, SCHEMA } from "../result.ts";
import { type CompletedRun, type CompleteOptions, completeRun } from "./driver.ts";
import { errorCodeOf } from "./ledger.ts";

export interface IntegrateOptions extends CommonOptions {
  /** The integral's true value, if known. Default: 0 for the lesson's problem. */
  exact?: number | undefined;
  /** Surveys f for the estimate; default: in this thread. */
  survey?: ((prepared: Prepared) => Promise<Survey>) | undefined;
  /** Wraps the backend, to add a checkpoint or other ranks. */
  wrap?: ((open: Open) => Open) | undefined;
}

/** Problem -> plan -> partial sums -> total -> result. The time that `open` takes is `seconds.setup`. */
export async function integrate(
  prepared: Prepared,
  open: Open,
  host: Host,
  options: IntegrateOptions = {},
): Promise<Result> {
  const plan = makePlan(prepared);
  const { setup, runs } = await timedRuns(plan, open, host, options);
  const exact = options.exact ?? knownValue(prepared);
  const result = resultOf(plan, host, exact, setup, runs);
  const { estimate, survey: makeSurvey = survey, onNote } = options;
  return estimate ? withEstimate(result, () => makeSurvey(prepared), onNote) : result;
}

/** The runs of a plan that count, and the seconds that it took to open its backend. */
export async function timedRuns<P extends Plan | MembersPlan>(
  plan: P,
  open: Open<P>,
  host: Host,
  options: Omit<IntegrateOptions, "wrap"> &
    Pick<CompleteOptions, "onTiles"> & { wrap?: ((open: Open<P>) => Open<P>) | undefined },
): Promise<{ setup: number; runs: CompletedRun[] }> {
  const { repeat = 1, warmup = 0, signal, wrap = (unwrapped) => unwrapped } = options;
  signal?.throwIfAborted();
  const openMain = wrap(open);
  const opening = host.now();
  let backend = await openMain(plan);
  const setup = (backend.ranks?.joining ?? 0) + (host.now() - opening) / 1000;
  const runs: CompletedRun[] = [];
  for (let k = -warmup; k < repeat; k++) {
    const run = await completeRun(plan, backend, openMain, host, options);
    backend = run.backend;
    if (k >= 0) runs.push(run);
  }
  backend.close();
  return { setup, runs };
}

/** The result of one or more runs of the same plan. Throws if their integrals differ or are not finite. */
export function resultOf(
  plan: Plan,
  host: Pick<Host, "info">,
  exact: number | null,
  setup: number,
  runs: readonly RunSummary[],
): Result {
  const { problem } = plan;
  const { backend, resumed } = runs[0] as RunSummary;
  const integral = integralOf(plan, runs);
  const { compute, samples } = timesOf(runs.map((run) => run.compute));
  const kernels = runs.map((run) => run.kernel).filter((kernel) => kernel !== null);
  const cells = cellsOf(plan);
  const evaluations = nodesOf(plan);
  // By a coarse clock `compute` may be 0.
  const evaluationsPerSecond = Math.round((evaluations - resumed) / Math.max(compute, 1e-9));
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
    status: "done",
    evaluations,
    regions: null,
    cells,
    resumed,
    adapter: backend.adapter,
    threads: backend.threads,
    ...(backend.ranks && backend.ranks.size > 1 && { ranks: backend.ranks.size }),
    seconds: { total: setup + compute, setup, compute, kernel: kernels.length ? median(kernels) : null },
    ...(samples && { samples }),
    evaluationsPerSecond,
    cellsPerSecond: Math.round((evaluationsPerSecond * cells) / evaluations),
    host: host.info,
  };
}

/** The parts of a run that its result depends on. */
type RunSummary = Omit<CompletedRun, "backend"> & {
  readonly backend: Pick<Backend, "name" | "precision" | "adapter" | "threads" | "ranks">;
};

function integralOf(plan: Plan, runs: readonly RunSummary[]): number {
  const integrals = runs.map(({ partials }) => total(plan, partials));
  const bad = integrals.find((one) => !Number.isFinite(one));
  if (bad !== undefined) {
    throw new IntegrateError("not-finite", `the integral is not a finite number (${bad})`);
  }
  return sameIntegral(integrals, errorCodeOf((runs[0] as RunSummary).backend.name));
}
