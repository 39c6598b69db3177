import { host } from "../node/host.ts";
import type { Estimate } from "../src/accuracy/claim.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { constantOf } from "../src/integrand/language/integrand.ts";
import { hasEdgeNodes, type RuleName } from "../src/problem/grid.ts";
import { type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import cases from "./estimate-cases.json" with { type: "json" };
import overDomains from "./estimate-domains.json" with { type: "json" };

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

/** The problems whose error is more than three times their estimate, though nothing was said. */
export async function judged(problems: Iterable<{ options: ProblemOptions; exact: number }>) {
  const silent: unknown[] = [];
  let [runs, flagged, above] = [0, 0, 0];
  for (const { options, exact } of problems) {
    const { error, estimate, doubts } = await estimated(options, exact);
    runs++;
    const { regime, total } = estimate as Estimate;
    if (doubts.length || regime === "not asymptotic") flagged++;
    else if ((error as number) > 3 * total) silent.push([options, error, total]);
    else if ((error as number) > total * (1 + 1e-9)) above++;
  }
  return { runs, flagged, above, silent };
}

/** The misleading cases at these n. */
export function* misleading(
  some: (one: Case, k: number) => boolean,
  sides: readonly number[],
  rules: readonly RuleName[] = ["midpoint"],
) {
  for (const { f, x, y, exact } of cases.integrals.filter(some)) {
    for (const rule of rules) {
      for (const n of sides) yield { options: { f, x, y, n, rule }, exact: Number(exact) };
    }
  }
}

/** Integrals over any limits by these rules, where they apply, on their coarser or their finer grid. */
export function* domains(rules: readonly RuleName[], grids: readonly number[]) {
  for (const { f, variables, exact, smooth, sides } of overDomains.integrals) {
    const infinite = Object.values(variables).some((limits) => limits.includes("inf"));
    for (const rule of rules) {
      if (infinite && hasEdgeNodes(rule)) continue;
      for (const grid of grids) {
        const options = { f, variables: variables as Record<string, string>, n: sides[grid] as number, rule };
        yield { options, exact: constantOf(exact, "exact"), smooth };
      }
    }
  }
}

export const CASES = cases.integrals;
