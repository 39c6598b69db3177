import { host } from "../node/host.ts";
import type { Estimate } from "../src/accuracy/claim.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/integrate.ts";
import cases from "./estimate-cases.json" with { type: "json" };

export type Case = (typeof cases.integrals)[number];

/** A run in f64 with its estimate, and what it said should be doubted. */
export async function estimated(options: ProblemOptions, exact?: number) {
  const doubts: string[] = [];
  const onNote = (text: string, doubt?: boolean) => {
    if (doubt) doubts.push(text);
  };
  const open = (plan: Parameters<typeof openSerial>[0]) => openSerial(plan, host);
  const result = await integrate(prepare(options), open, host, { estimate: true, exact, onNote });
  return { ...result, doubts };
}

/** The cases at these n whose error is more than three times their estimate, though nothing was said. */
export async function tried(some: (one: Case, k: number) => boolean, sides: readonly number[]) {
  const silent: unknown[] = [];
  const [runs, flagged, above] = [{ count: 0 }, { count: 0 }, { count: 0 }];
  for (const { f, x, y, exact } of cases.integrals.filter(some)) {
    for (const n of sides) {
      const { error, estimate, doubts } = await estimated({ f, x, y, n }, Number(exact));
      runs.count++;
      const { regime, total } = estimate as Estimate;
      if (doubts.length || regime === "not asymptotic") flagged.count++;
      else if ((error as number) > 3 * total) silent.push([f, n, error, total]);
      else if ((error as number) > total * (1 + 1e-9)) above.count++;
    }
  }
  return { runs: runs.count, flagged: flagged.count, above: above.count, silent };
}

export const CASES = cases.integrals;
