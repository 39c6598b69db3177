import { breaksOf } from "../accuracy/breaks.ts";
import type { Sweep } from "../benchmark/sweep.ts";
import type { RuleName } from "../problem/grid.ts";
import { type Prepared, prepareProblem } from "../problem/problem.ts";
import { RULES } from "../quadrature/rules/rule.ts";
import type { Result } from "../run/result.ts";

/** What the errors of a sweep are measured from; the value is null where nothing is known. */
export interface Reference {
  /** Whether it is the exact value, not an extrapolated one. */
  readonly known: boolean;
  readonly value: number | null;
}

/** The known value or, as a rule's error falls as n^-order, Richardson's extrapolation (1911) of the best rule's sums. */
export function referenceOf(sweep: Sweep): Reference {
  const exact = sweep.results[0]?.exact ?? null;
  if (exact !== null) return { known: true, value: exact };
  // The sums of a function with jumps scatter, so two of them tell nothing.
  if (breaksOf(preparedOf(sweep)) === "jump") return { known: false, value: null };
  const byOrder = sumsByRule(sweep).sort((a, b) => RULES[b.rule].order - RULES[a.rule].order);
  const [best] = byOrder;
  const doubles = [...(best?.results ?? [])].sort((a, b) => a.cells - b.cells);
  const fine = doubles.at(-1);
  const coarse = doubles.findLast(({ cells }) => fine !== undefined && cells < fine.cells);
  if (!best || !fine || !coarse) return { known: false, value: null };
  const ratio = (fine.cells / coarse.cells) ** (RULES[best.rule].order / fine.problem.method.n.length);
  return { known: false, value: (ratio * fine.integral - coarse.integral) / (ratio - 1) };
}

/** The f64 sums of each rule, the sweep's own rule first. */
export function sumsByRule({ results, otherRules }: Sweep): { rule: RuleName; results: readonly Result[] }[] {
  const doubles = [...results.filter(({ precision }) => precision === "f64"), ...otherRules];
  const rules = [...new Set(doubles.map(({ problem }) => problem.method.rule))];
  return rules.map((rule) => ({
    rule,
    // Backends have the same sums: one for each n is enough.
    results: doubles.filter(
      (one, k) =>
        one.problem.method.rule === rule &&
        doubles.findIndex((other) => other.problem.method.rule === rule && other.cells === one.cells) === k,
    ),
  }));
}

/** The sweep's problem on its smallest grid. */
export function preparedOf({ problem }: Pick<Sweep, "problem">): Prepared {
  const n = problem.variables.map(() => 1);
  return prepareProblem({ ...problem, method: { ...problem.method, n } });
}
