import type { Host } from "../backend.ts";
import { regionsAlone, regionsOnThreads } from "../cpu/regions.ts";
import { UsageError } from "../errors.ts";
import { type Integrand, makeIntegrandRule } from "../quadrature/integrand-rule.ts";
import type { OpenRegions } from "./accuracy.ts";
import type { Choice, Session } from "./session.ts";

/** What integrates to an accuracy on a session: the CPU, in f64. Throws `usage` for another choice. */
export function openRegions(
  session: Pick<Session, "workers">,
  host: Pick<Host, "now" | "pause">,
  { backend, precision, threads }: Choice,
): OpenRegions {
  if (backend === "gpu" || (precision !== undefined && precision !== "f64")) {
    const [option, value] = backend === "gpu" ? ["backend", backend] : ["precision", precision];
    throw new UsageError(
      option as string,
      value,
      "an accuracy is reached on the CPU, in f64; give -n for a grid",
    );
  }
  const { pool, canCompile } = session.workers();
  const count = backend === "serial" ? 1 : threads;
  // Where this thread may not compile, a worker does all of it.
  const open = (integrand: Integrand) =>
    backend === "serial" && canCompile
      ? regionsAlone(makeIntegrandRule(integrand), host)
      : regionsOnThreads(integrand, count, pool, host, !canCompile);
  return { name: backend === "serial" ? "serial" : "threads", open };
}
