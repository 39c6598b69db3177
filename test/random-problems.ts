import { expect } from "vitest";
import { nodeProvider } from "../node/devices/provider.ts";
import { host } from "../node/host.ts";
import { boundsOf } from "../src/accuracy/bound.ts";
import { IntegrateError } from "../src/errors.ts";
import type { GpuPrecision, ProblemOptions } from "../src/problem/problem.ts";
import { prepare } from "../src/problem/problem.ts";
import { makePlan, type Plan } from "../src/quadrature/grid/plan.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { makeSession } from "../src/run/session.ts";

/** The plan of a random problem; null if it is refused, which takes a message to the user. */
export function planOf(options: ProblemOptions): Plan | null {
  try {
    return makePlan(prepare(options));
  } catch (error) {
    expect([options, error]).toEqual([options, expect.objectContaining({ code: "usage" })]);
    return null;
  }
}

/** Expects the sums on the software adapter to be those of f64, within the bounds; returns how many were judged. */
export async function expectAgreement(plans: readonly Plan[], precision: GpuPrecision): Promise<number> {
  const session = makeSession(nodeProvider(), host);
  let judged = 0;
  for (const plan of plans) {
    const sumBy = (backend: "serial" | "gpu") =>
      integrate(
        plan,
        (same) =>
          session.open(same, { backend, threads: 1, precision: backend === "gpu" ? precision : "f64" }),
        host,
      ).then(
        ({ integral }) => integral,
        (error: unknown) => error,
      );
    const [truth, sum] = [await sumBy("serial"), await sumBy("gpu")];
    for (const one of [truth, sum]) {
      if (one instanceof IntegrateError)
        expect([plan.problem, one.code]).toEqual([plan.problem, "not-finite"]);
    }
    if (typeof truth !== "number" && precision !== "fast")
      expect([plan.problem, typeof sum]).toEqual([plan.problem, "object"]);
    if (typeof truth !== "number" || typeof sum !== "number") continue;
    const bound = boundsOf(plan)[precision];
    if (Number.isFinite(bound)) judged++;
    expect([plan.problem, sum, Math.abs(sum - truth) <= bound || truth]).toEqual([plan.problem, sum, true]);
  }
  session.close();
  return judged;
}
