import { makePool } from "../../src/cpu/pool.ts";
import { regionsAlone, regionsOnThreads } from "../../src/cpu/regions.ts";
import { messageOf } from "../../src/errors.ts";
import { type Shape, shapeOf } from "../../src/output/region-shapes.ts";
import { prepareAccuracyProblem } from "../../src/problem/accuracy.ts";
import type { Accuracy, PreparedAccuracy, ProblemOf } from "../../src/problem/problem.ts";
import { FIELDS } from "../../src/quadrature/grid/work.ts";
import { type Integrand, makeIntegrandRule } from "../../src/quadrature/integrands/integrand-rule.ts";
import type { Group } from "../../src/quadrature/reductions/separate.ts";
import { integrateTo } from "../../src/run/accuracy/accuracy.ts";
import type { OpenRegions } from "../../src/run/accuracy/opened.ts";
import { makeMembers } from "../../src/run/family/members.ts";
import type { AccuracyResult } from "../../src/run/result.ts";
import { host, spawnWorker } from "../host.ts";
import { loadSimd, whyNoWasm } from "../later-simd.ts";

/** To the worker that answers: a problem, and after how many milliseconds to say how far it came. */
export interface Asked {
  readonly ask: number;
  readonly backend: "simd" | "threads" | "serial";
  readonly problem: ProblemOf<Accuracy>;
  readonly budget: number;
  readonly exact: number | undefined;
  readonly threads: number;
}

/** Its replies: the answer, pieces of a family as they are done, or why there is none. */
export type Told = { readonly ask: number } & (
  | {
      readonly result: AccuracyResult;
      readonly doubts: string[];
      readonly regions: readonly Shape[];
    }
  | { readonly members: MembersTold; readonly done: boolean }
  | { readonly failure: string }
  // There is nothing to show after the budget.
  | { readonly pending: true }
  | { readonly begun: true }
);

export interface MembersTold {
  /** NaN for members that are not done, or have no value. */
  readonly integrals: Float64Array;
  readonly errors: Float64Array;
  readonly seconds: number;
  /** How many have no value, and why the first has none. */
  readonly failed: number;
  readonly reason: string;
}

const pool = makePool(() => spawnWorker(self.location.href));
let stop = new AbortController();

/** Answers the latest question; a new one ends the work on the one before. */
export async function answerAsked(asked: Asked, tell: (told: Told) => void): Promise<void> {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  const { ask, problem } = asked;
  tell({ ask, begun: true });
  try {
    const prepared = prepareAccuracyProblem(problem);
    if (prepared.members.names.length) await answerFamily(asked, prepared, signal, tell);
    else tell({ ask, ...(await answerOne(asked, prepared, signal)) });
  } catch (error) {
    if (signal.aborted) return;
    tell(error === PENDING ? { ask, pending: true } : { ask, failure: messageOf(error) });
  }
}

const PENDING = new Error("the budget is spent");

async function answerOne(
  { backend, budget, exact, threads }: Asked,
  prepared: PreparedAccuracy,
  signal: AbortSignal,
) {
  const regions: Shape[] = [];
  const axes = [...prepared.box.keys()];
  const doubts: string[] = [];
  if (backend === "simd") await loadSimd();
  const refusal = backend === "simd" ? whyNoWasm() : null;
  const simd = backend === "simd" && refusal === null;
  if (refusal) doubts.push(`plain threads: WebAssembly may not be compiled here (${refusal})`);
  const open = (integrand: Integrand) =>
    backend === "serial"
      ? regionsAlone(makeIntegrandRule(integrand), host)
      : regionsOnThreads(integrand, threads, pool, host, { eager: false, simd });
  const opened: OpenRegions = { name: refusal ? "threads" : backend, precision: "f64", adapter: null, open };
  // Before the first pass there is nothing to tell.
  const until = new AbortController();
  let pass = () => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  const isTime = budget < Number.POSITIVE_INFINITY ? after(budget) : new Promise(() => {});
  void Promise.all([passed, isTime]).then(() => until.abort(PENDING));
  const result = await integrateTo(prepared, async () => opened, host, {
    signal,
    until: until.signal,
    untilStatus: () => "timeout",
    exact,
    onProgress: () => pass(),
    onRegions(integrand, own) {
      if (axes.length > 2 || regions.length + own.length > MOST_SHAPES) return;
      const { axes: some = axes } = integrand as Partial<Group>;
      const points = own.length > MOST_CURVED ? 1 : undefined;
      regions.push(...own.map((region) => shapeOf(region, some, prepared, points)));
    },
    // That it is 0 within its error is what is shown.
    onNote: (text, doubt) => doubt && !text.startsWith("the integral is 0") && doubts.push(text),
  });
  return { result, doubts, regions };
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Regions that a picture can show. */
const MOST_SHAPES = 5000;
/** More of them are too small for the curves of their sides to be seen. */
const MOST_CURVED = 1000;

/** Milliseconds of work between two pieces of a family. */
const PIECE = 40;

async function answerFamily(
  { ask, backend, problem, budget }: Asked,
  { members: { count } }: PreparedAccuracy,
  signal: AbortSignal,
  tell: (told: Told) => void,
): Promise<void> {
  if (backend === "simd") await loadSimd();
  const inSimd = backend === "simd" && whyNoWasm() === null;
  const members = makeMembers(problem, true, inSimd, host, () => signal.throwIfAborted());
  const [integrals, errors] = [
    new Float64Array(count).fill(Number.NaN),
    new Float64Array(count).fill(Number.NaN),
  ];
  let failed = 0;
  let reason = "";
  const started = host.now();
  const spent = () => host.now() - started;
  let first = 0;
  for (let size = 1; first < count && spent() < budget; ) {
    const since = host.now();
    const end = Math.min(count, first + size);
    const { numbers, messages } = await members({ first, end });
    failed += messages.length;
    reason ||= messages[0]?.message ?? "";
    for (let k = first; k < end; k++) {
      integrals[k] = numbers[FIELDS * (k - first)] as number;
      errors[k] = numbers[FIELDS * (k - first) + 1] as number;
    }
    first = end;
    const took = Math.max(0.1, host.now() - since);
    size = Math.max(1, Math.min(4 * size, Math.round((size * PIECE) / took)));
    const done = first === count || spent() >= budget;
    tell({ ask, members: { integrals, errors, seconds: spent() / 1000, failed, reason }, done });
    await host.pause();
    signal.throwIfAborted();
  }
}
