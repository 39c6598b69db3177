import type { Host, RegionWorker } from "../../backend.ts";
import type { CommonOptions } from "../../problem/options.ts";
import { knownValue, type PreparedAccuracy } from "../../problem/problem.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { type Keep, unlessAborted } from "../abort.ts";
import { errorCodeOf } from "../grid/ledger.ts";
import { repeated, sameIntegral, timesOf } from "../repeat.ts";
import type { AccuracyResult, Status } from "../result.ts";
import { accuracyResult, doubtOf, zeroDoubt } from "./accuracy-result.ts";
import type { Adapted, AdaptOptions } from "./adapted.ts";
import { BeginAgain, type OpenRegions } from "./opened.ts";
import { UNKNOWN } from "./product.ts";
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
  readonly onRegions?: AdaptOptions["onRegions"];
  readonly keep?: Keep | undefined;
}

/** A run fails after it has had to begin again so many times. */
const MOST_BEGINNINGS = 4;

/** An integral to an accuracy. Throws `not-finite` where it diverges or f is undefined, naming the place. */
export async function integrateTo(
  prepared: PreparedAccuracy,
  open: () => Promise<OpenRegions>,
  host: Host,
  options: AccuracyRunOptions = {},
): Promise<AccuracyResult> {
  const { signal, onNote = () => {}, exact, keep } = options;
  signal?.throwIfAborted();
  const since = host.now();
  let next = open;
  for (let beginnings = 1; ; beginnings++) {
    try {
      const opening = next();
      keep?.(opening);
      const opened = await unlessAborted(opening, signal);
      const setup = (host.now() - since) / 1000;
      const known = exact ?? knownValue(prepared);
      const result = await integrateOn(prepared, opened, setup, known, host, options);
      const doubt = doubtOf(result) ?? zeroDoubt(prepared, result);
      if (doubt) onNote(doubt, true);
      return result;
    } catch (error) {
      if (!(error instanceof BeginAgain) || beginnings === MOST_BEGINNINGS) throw error;
      onNote(error.why);
      next = error.open;
    }
  }
}

async function integrateOn(
  prepared: PreparedAccuracy,
  opened: OpenRegions,
  setup: number,
  exact: number | null,
  host: Host,
  {
    signal,
    onProgress,
    onRegions,
    until,
    apart,
    keep,
    untilStatus = () => "interrupted",
    ...options
  }: AccuracyRunOptions,
): Promise<AccuracyResult> {
  const { method } = prepared.problem;
  const run = async () => {
    const workers: RegionWorker[] = [];
    const openKept = (integrand: Integrand) => {
      const worker = opened.open(integrand);
      workers.push(worker);
      return worker;
    };
    let last: Adapted | null = null;
    const hooks = {
      pausing: host,
      onRegions,
      stopped() {
        signal?.throwIfAborted();
        return until?.aborted ? untilStatus() : null;
      },
      onPass(soFar: Adapted) {
        last = soFar;
        onProgress?.({ done: soFar.evaluations, total: method.maxEvaluations });
      },
    };
    const whole = adaptParts(prepared, method, openKept, hooks, apart, undefined, method.rule);
    keep?.(whole);
    // The last pass takes the place of an aborted one; before the first there is nothing to show.
    const adapted = await unlessAborted(unlessAborted(whole, until), signal).catch((error) => {
      if (!(until?.aborted && last) || signal?.aborted) throw error;
      return { ...last, status: untilStatus() };
    });
    // Of a product with a factor that was not begun there is nothing to show.
    if (until?.aborted && adapted.error >= UNKNOWN) throw until.reason;
    const threads = Math.max(0, ...workers.map(({ threads }) => threads ?? 0));
    const onDevice = opened.adapter ? workers.reduce((sum, one) => sum + (one.onDevice ?? 0), 0) : null;
    const compiling = workers.reduce((sum, { setup }) => sum + setup, 0) / 1000;
    return { adapted, threads, compiling, onDevice };
  };
  const runs = await repeated(run, host, options, () => until?.aborted ?? false);
  const [{ done }] = runs as [(typeof runs)[number]];
  const threads = Math.max(...runs.map(({ done }) => done.threads)) || null;
  const name = opened.name === "threads" && !threads ? "serial" : opened.name;
  sameIntegral(
    runs.map(({ done: { adapted } }) => adapted.integral),
    errorCodeOf(name),
  );
  const times = timesOf(runs.map(({ compute, done }) => Math.max(0, compute - done.compiling)));
  const backend = { ...opened, name, threads, onDevice: done.onDevice };
  return accuracyResult(
    prepared,
    done.adapted,
    backend,
    { setup: setup + done.compiling, ...times },
    host,
    exact,
  );
}
