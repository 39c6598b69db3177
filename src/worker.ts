import { type Bounds, boundsOf } from "./bound.ts";
import { type Sums, sumsOf } from "./experiment.ts";
import { integrandOf } from "./integrand/integrand.ts";
import { compileJavaScript, type TileSum } from "./integrand/javascript.ts";
import { type Picture, pictureOnCpu } from "./picture.ts";
import { makePlan, type Plan, type TileRange } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { tileSums } from "./serial.ts";

/**
 * To a worker: a problem to make ready for, a range of its tiles to sum, the picture of f at a problem's nodes, its sums
 * in several ways, or what precisions promise of it. Each gets one reply.
 */
export type Request =
  | { open: Problem }
  | { run: TileRange }
  | { picture: Problem }
  | { sums: Problem }
  | { bounds: Problem };
export type Reply =
  | { partials: Float64Array }
  | { picture: Picture }
  | { sums: Sums }
  | { bounds: Bounds }
  | { error: string };

/** A worker's side of the conversation, for any kind of worker. */
export function makeWorker(): (request: Request) => Reply {
  let plan: Plan;
  let f: TileSum;
  return (request) => {
    try {
      if ("picture" in request) return { picture: pictureOnCpu(request.picture) };
      if ("bounds" in request) return { bounds: boundsOf(request.bounds) };
      if ("sums" in request) return { sums: sumsOf(request.sums) };
      if ("run" in request) return { partials: tileSums(plan, f, request.run) };
      plan = makePlan(request.open);
      f = compileJavaScript(integrandOf(request.open.f));
      return { partials: new Float64Array() };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
}
