import { integrandOf } from "../integrand/integrand.ts";
import { compileJavaScript, type TileSum } from "../integrand/javascript.ts";
import type { Problem } from "../problem/problem.ts";
import { makePlan, type Plan, type TileRange } from "../quadrature/plan.ts";
import { tileSums } from "./serial.ts";

/** To a worker: a problem to make ready for, or a range of its tiles to sum. Each gets one reply. */
export type Request = { open: Problem } | { run: TileRange };
export type Reply = { partials: Float64Array } | { error: string };

/** A worker's side of the conversation, for any kind of worker. */
export function makeWorker(): (request: Request) => Reply {
  let plan: Plan;
  let f: TileSum;
  return (request) =>
    orError(() => {
      if ("run" in request) return { partials: tileSums(plan, f, request.run) };
      plan = makePlan(request.open);
      f = compileJavaScript(integrandOf(request.open.f));
      return { partials: new Float64Array() };
    });
}

/** A reply, or the error that kept it from being made. */
export function orError<T>(reply: () => T): T | { error: string } {
  try {
    return reply();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
