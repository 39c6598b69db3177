import type { LookTask } from "../backend.ts";
import { messageOf } from "../errors.ts";
import { compileJavaScript } from "../integrand/javascript.ts";
import { type Problem, prepareProblem } from "../problem/problem.ts";
import type { Integrand, IntegrandRule } from "../quadrature/integrand-rule.ts";
import type { Look } from "../quadrature/look.ts";
import { makePlan, type TileRange } from "../quadrature/plan.ts";
import type { Measure } from "../quadrature/region.ts";
import type { Region } from "../quadrature/segments.ts";
import { tileSums } from "./serial.ts";

/** To a worker: open a problem, do a part of its work, or forget it. Each request gets one reply. */
export type Request = { id: number } & (
  | { open: Problem }
  | { run: TileRange }
  | { openIntegrand: Integrand }
  | { measure: readonly Region[] }
  | { look: readonly LookTask[]; share: number }
  | { forget: true }
);
/** Sums of tiles, measures of regions, or looks into them, in the order of the request. */
export type Answer = Float64Array | readonly Measure[] | readonly Look[];
export type Reply = { answer: Answer } | { error: string };

/** Makes the rule for regions of an integrand. */
export type MakeRule = (integrand: Integrand) => IntegrandRule;

/** Answers requests, in a worker of either kind; null: of grids alone. */
export function makeWorker(makeRule: MakeRule | null): (request: Request) => Reply {
  const sums = new Map<number, (range: TileRange) => Float64Array>();
  const rules = new Map<number, IntegrandRule>();
  const answer = (request: Request): Answer => {
    const { id } = request;
    if ("run" in request) return (sums.get(id) as (range: TileRange) => Float64Array)(request.run);
    const rule = rules.get(id) as IntegrandRule;
    if ("measure" in request) return request.measure.map(rule.measure);
    if ("look" in request) {
      return request.look.map(({ region, low, high }) => rule.look(region, { low, high }, request.share));
    }
    if ("open" in request) {
      const plan = makePlan(prepareProblem(request.open));
      const f = compileJavaScript(plan.weighted);
      sums.set(id, (range) => tileSums(plan, f, range));
    } else if ("openIntegrand" in request) {
      if (!makeRule) throw new Error("this worker computes grids alone");
      rules.set(id, makeRule(request.openIntegrand));
    } else {
      sums.delete(id);
      rules.delete(id);
    }
    return [];
  };
  return (request) => orError(() => ({ answer: answer(request) }));
}

/** The reply, or the message of the error that it threw. */
export function orError<T>(reply: () => T): T | { error: string } {
  try {
    return reply();
  } catch (error) {
    return { error: messageOf(error) };
  }
}
