import { messageOf } from "../errors.ts";
import { compileJavaScript, type TileSum } from "../integrand/javascript.ts";
import { type Problem, prepareProblem } from "../problem/problem.ts";
import { makePlan, type Plan, type TileRange } from "../quadrature/plan.ts";
import { tileSums } from "./serial.ts";

/** To a worker: open a problem, sum a range of its tiles, or forget it. Each request gets one reply. */
export type Request = { id: number } & ({ open: Problem } | { run: TileRange } | { forget: true });
export type Reply = { partials: Float64Array } | { error: string };

/** Answers requests, in a worker of either kind. */
export function makeWorker(): (request: Request) => Reply {
  const plans = new Map<number, { plan: Plan; f: TileSum }>();
  return (request) =>
    orError(() => {
      const { id } = request;
      if ("run" in request) {
        const { plan, f } = plans.get(id) as { plan: Plan; f: TileSum };
        return { partials: tileSums(plan, f, request.run) };
      }
      if ("open" in request) {
        const plan = makePlan(prepareProblem(request.open));
        plans.set(id, { plan, f: compileJavaScript(plan.weighted) });
      } else plans.delete(id);
      return { partials: new Float64Array() };
    });
}

/** The reply, or the message of the error that it threw. */
export function orError<T>(reply: () => T): T | { error: string } {
  try {
    return reply();
  } catch (error) {
    return { error: messageOf(error) };
  }
}
