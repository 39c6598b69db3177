import type { LookTask } from "../backend.ts";
import { messageOf } from "../errors.ts";
import { compileJavaScript } from "../integrand/code/javascript.ts";
import { type Accuracy, type Problem, type ProblemOf, prepareProblem } from "../problem/problem.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";
import { makePlan, type TileRange } from "../quadrature/grid/plan.ts";
import type { Integrand, IntegrandRule } from "../quadrature/integrands/integrand-rule.ts";
import type { Look } from "../quadrature/regions/look.ts";
import type { Measure } from "../quadrature/rules/measure.ts";
import type { SumTask } from "../quadrature/sums/sum-task.ts";
import type { PartSum } from "../quadrature/sums/tensor.ts";
import { tileSums } from "./serial.ts";
import { inSimd, makeSimdSums, whyNoWasm } from "./simd.ts";

/** To a worker: open a problem, do a part of its work, or forget it. Each request gets one reply. */
export type Request = { id: number } & (
  | { openFamily: ProblemOf<Accuracy>; apart: boolean; simd?: boolean }
  | { members: TileRange }
  | { open: Problem; simd?: boolean }
  | { run: TileRange }
  | { openIntegrand: Integrand; simd?: boolean }
  | { tryWasm: true }
  | { measure: readonly Region[] }
  | { look: readonly LookTask[]; share: number }
  | { sum: readonly SumTask[] }
  | { forget: true }
);
/** Sums of tiles, measures of regions, or looks into them, in the order of the request; or why there is no WebAssembly. */
export type Answer =
  | Float64Array
  | readonly Measure[]
  | readonly Look[]
  | readonly PartSum[]
  | MembersDone
  | string;
export type Reply = { answer: Answer } | { error: string };

/** What came of members of a family, integrated to an accuracy. */
export interface MembersDone {
  /** Of each member in turn, as `MembersPlan` has them. */
  readonly numbers: Float64Array;
  /** Why members have no value. */
  readonly messages: { readonly index: number; readonly message: string }[];
}

/** What a worker needs for accuracies: the rule for regions of an integrand, and what integrates a family's members. */
export interface Engine {
  makeRule(integrand: Integrand): IntegrandRule;
  /** `simd`: f in WebAssembly. `checkStop` throws once the work is no longer wanted. */
  makeMembers(
    problem: ProblemOf<Accuracy>,
    apart: boolean,
    simd: boolean,
    checkStop: () => void,
  ): (range: TileRange) => Promise<MembersDone>;
}

/** Answers requests in turn, in a worker of either kind. To forget a family also ends its members in progress. */
export function makeWorker(engine: Engine): (request: Request) => Promise<Reply> {
  const sums = new Map<number, (range: TileRange) => Float64Array>();
  const rules = new Map<number, IntegrandRule>();
  const families = new Map<number, (range: TileRange) => Promise<MembersDone>>();
  const unwanted = new Set<number>();
  const answer = (request: Request): Answer | Promise<Answer> => {
    const { id } = request;
    if ("run" in request) return (sums.get(id) as (range: TileRange) => Float64Array)(request.run);
    if ("members" in request)
      return (families.get(id) as (range: TileRange) => Promise<MembersDone>)(request.members);
    const rule = rules.get(id) as IntegrandRule;
    if ("measure" in request) return request.measure.map(rule.measure);
    if ("sum" in request) return request.sum.map(rule.sum);
    if ("look" in request) {
      const { look, share } = request;
      return look.map(({ region, halvings, ...seen }) => rule.look(region, seen, share, halvings));
    }
    if ("open" in request) {
      const plan = makePlan(prepareProblem(request.open));
      if (request.simd) {
        try {
          sums.set(id, makeSimdSums(plan));
          return [];
        } catch (error) {
          return messageOf(error);
        }
      }
      const f = compileJavaScript(plan.weighted);
      sums.set(id, (range) => tileSums(plan, f, range));
    } else if ("openIntegrand" in request) {
      const { openIntegrand, simd } = request;
      rules.set(id, engine.makeRule(simd ? inSimd(openIntegrand) : openIntegrand));
    } else if ("tryWasm" in request) {
      return whyNoWasm() ?? [];
    } else if ("openFamily" in request) {
      const { openFamily, apart, simd = false } = request;
      const refusal = simd ? whyNoWasm() : null;
      if (refusal !== null) return refusal;
      const checkStop = () => {
        if (unwanted.has(id)) throw new Error("no longer wanted");
      };
      families.set(id, engine.makeMembers(openFamily, apart, simd, checkStop));
    } else {
      unwanted.delete(id);
      families.delete(id);
      sums.delete(id);
      rules.delete(id);
    }
    return [];
  };
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    if ("forget" in request) unwanted.add(request.id);
    const reply = last
      .then(async () => ({ answer: await answer(request) }))
      .catch((error) => ({ error: messageOf(error) }));
    last = reply;
    return reply;
  };
}

/** The reply, or the message of the error that it threw. */
export function orError<T>(reply: () => T): T | { error: string } {
  try {
    return reply();
  } catch (error) {
    return { error: messageOf(error) };
  }
}
