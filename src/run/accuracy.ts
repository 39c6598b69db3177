import type { Estimate } from "../accuracy/claim.ts";
import type { Host, RegionWorker } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import type { CommonOptions, Runner } from "../problem/options.ts";
import { placeOf } from "../problem/place.ts";
import { knownValue, type PreparedAccuracy } from "../problem/problem.ts";
import type { Integrand } from "../quadrature/integrand-rule.ts";
import { version } from "../version.ts";
import { unlessAborted } from "./abort.ts";
import type { Adapted } from "./adapted.ts";
import { errorCodeOf } from "./ledger.ts";
import { repeated, sameIntegral, timesOf } from "./repeat.ts";
import { type AccuracyResult, SCHEMA, type Status } from "./result.ts";
import { adaptParts } from "./separately.ts";

export interface AccuracyRunOptions
  extends Pick<CommonOptions, "signal" | "onProgress" | "onNote" | "repeat" | "warmup"> {
  readonly exact?: number | undefined;
  /** Once aborted, the result is what the last pass came to. */
  readonly until?: AbortSignal | undefined;
  /** The status of such a result. */
  readonly untilStatus?: (() => Status) | undefined;
  /** Whether an integral that is a product may be taken apart; default true. */
  readonly apart?: boolean | undefined;
}

/** What does the work, and what it is called. */
export interface OpenRegions {
  readonly name: Runner;
  readonly open: (integrand: Integrand) => RegionWorker;
}

/** An integral to an accuracy. Throws `not-finite` where it diverges or f is undefined, naming the place. */
export async function integrateTo(
  prepared: PreparedAccuracy,
  open: () => OpenRegions,
  host: Host,
  options: AccuracyRunOptions = {},
): Promise<AccuracyResult> {
  const { signal, onProgress, onNote = () => {}, exact, until, apart } = options;
  const { untilStatus = () => "interrupted" } = options;
  signal?.throwIfAborted();
  const opening = host.now();
  const { name, open: openPart } = open();
  const setup = (host.now() - opening) / 1000;
  const { method } = prepared.problem;
  let used = 0;
  const run = async (): Promise<Adapted> => {
    const opened: RegionWorker[] = [];
    const openKept = (integrand: Integrand) => {
      const worker = openPart(integrand);
      opened.push(worker);
      return worker;
    };
    let last: Adapted | null = null;
    const hooks = {
      stopped() {
        signal?.throwIfAborted();
        return until?.aborted ? untilStatus() : null;
      },
      onPass(soFar: Adapted) {
        last = soFar;
        onProgress?.({ done: soFar.evaluations, total: method.maxEvaluations });
      },
    };
    const whole = adaptParts(prepared, method, openKept, hooks, apart);
    // The last pass takes the place of an aborted one; before the first there is nothing to show.
    const adapted = await unlessAborted(unlessAborted(whole, until), signal).catch((error) => {
      if (!(until?.aborted && last) || signal?.aborted) throw error;
      return { ...last, status: untilStatus() };
    });
    used = Math.max(used, ...opened.map(({ threads }) => threads ?? 0));
    return adapted;
  };
  const runs = await repeated(run, host, options, () => until?.aborted ?? false);
  const [{ done: adapted }] = runs as [(typeof runs)[number]];
  const backend = name === "threads" && !used ? "serial" : name;
  sameIntegral(
    runs.map(({ done }) => done.integral),
    errorCodeOf(backend),
  );
  const times = { setup, ...timesOf(runs.map(({ compute }) => compute)) };
  const result = resultOf(
    prepared,
    adapted,
    backend,
    used || null,
    times,
    host,
    exact ?? knownValue(prepared),
  );
  const doubt = doubtOf(prepared, adapted, result);
  if (doubt) onNote(doubt, true);
  return result;
}

/** Whether the accuracy was reached, or cannot be told from 0 within it. */
export function isReached({ status, problem, estimate, size }: AccuracyResult): boolean {
  const { relative, absolute } = problem.method;
  return (
    status === "converged" || (status === "rounding" && estimate.total <= Math.max(relative * size, absolute))
  );
}

function resultOf(
  { problem }: PreparedAccuracy,
  { integral, error, size, status, evaluations, regions, levels }: Adapted,
  backend: Runner,
  threads: number | null,
  { setup, compute, samples }: { setup: number; compute: number; samples?: readonly number[] },
  host: Host,
  exact: number | null,
): AccuracyResult {
  const rounding = Math.min(error, 2 ** -52 * size);
  const estimate: Pick<Estimate, "total" | "discretization" | "rounding"> = {
    total: error,
    discretization: Math.max(0, error - rounding),
    rounding,
  };
  return {
    schema: SCHEMA,
    version,
    problem,
    backend,
    precision: "f64",
    integral,
    exact,
    error: exact === null ? null : Math.abs(integral - exact),
    estimate,
    status,
    evaluations,
    regions,
    levels,
    cells: null,
    size,
    adapter: null,
    threads,
    seconds: { total: setup + compute, setup, compute, kernel: null },
    ...(samples && { samples }),
    evaluationsPerSecond: Math.round(evaluations / Math.max(compute, 1e-9)),
    host: host.info,
  };
}

/** What a person should doubt, if anything. Throws where there is no number to give. */
function doubtOf(
  prepared: PreparedAccuracy,
  { status, lost, error }: Adapted,
  result: AccuracyResult,
): string | null {
  if (status === "diverges")
    throw new IntegrateError("not-finite", `the integral diverges${near(prepared, lost)}`);
  if (status === "undefined") throw new IntegrateError("not-finite", `f is undefined${near(prepared, lost)}`);
  if (!Number.isFinite(result.integral)) {
    throw new IntegrateError("not-finite", `the integral is not a finite number${near(prepared, lost)}`);
  }
  const short = error.toExponential(1);
  if (status === "evaluations") {
    const { maxEvaluations } = prepared.problem.method;
    return `not reached with ${maxEvaluations.toExponential(0)} values of f: the error may be ${short}; raise --max-evaluations or the tolerance`;
  }
  if (status !== "rounding") return null;
  return isReached(result)
    ? `the integral is 0 to this accuracy: the error of ${short} is that part of the integral of |f|`
    : `f64 cannot do better: rounding leaves an error of ${short}`;
}

/** ` at x = 0.5`. */
function near(prepared: PreparedAccuracy, place: readonly number[] | null): string {
  return place ? ` at ${placeOf(prepared, place)}` : "";
}
