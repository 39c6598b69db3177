import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import { UsageError } from "../errors.ts";
import { MAX_SIDE, onGrid, type Prepared, type Problem } from "../problem/problem.ts";
import { type Result, SCHEMA } from "../run/result.ts";
import { version } from "../version.ts";
import { type Agreement, agreementOf } from "./compare.ts";
import { type BreakEven, breakEvens, type Fit, fitted, plain, type Scaling, scaling } from "./fits.ts";
import type { Who } from "./labels.ts";
import { type Contender, type MeasureOptions, measure, type Protocol } from "./measure.ts";

/** GPU and CPU over n, as printed by `sweep --json`. */
export interface Sweep {
  readonly schema: number;
  readonly version: string;
  readonly problem: Omit<Problem, "nx" | "ny">;
  readonly sizes: readonly number[];
  readonly results: readonly Result[];
  /** At every n that has an f64 sum to compare with. */
  readonly agreement: readonly (Agreement & { n: number })[];
  readonly fits: readonly Fit[];
  readonly breakEven: readonly BreakEven[];
  readonly scaling: readonly Scaling[];
  /** From which n on a contender was left out, and why. */
  readonly leftOut: readonly { contender: Who; from: number; reason: string }[];
}

/** As many rounds as for one n but shorter ones: the line through all n averages over their noise. */
export const SWEEP_PROTOCOL: Protocol = { rounds: 5, fill: 0.02 };

/** Whole numbers from `first` to `last` in equal ratios, at most `steps` of them. Throws `usage`. */
export function sizesBetween(first: number, last: number, steps: number): number[] {
  const whole = [first, last].every((n) => Number.isInteger(n) && n >= 1 && n <= MAX_SIDE);
  if (!whole || first >= last) {
    throw new UsageError(
      "n",
      `${first}:${last}`,
      "must be two whole numbers, the second larger, as in 250:8000",
    );
  }
  const ratio = (last / first) ** (1 / (steps - 1));
  return [...new Set(Array.from({ length: steps }, (_, k) => Math.round(first * ratio ** k)))];
}

/**
 * Times all contenders at every n, small ones first, within `budget` seconds. The first n is always measured; from its
 * times `allot` decides who takes part in the others, and for how long.
 */
export async function sweep(
  prepared: Prepared,
  sizes: readonly number[],
  contenders: readonly Contender[],
  host: Host,
  budget: number,
  options: MeasureOptions & { boundsOf?: (grid: Prepared) => Bounds | Promise<Bounds> } = {},
): Promise<Sweep> {
  const { boundsOf: judge = boundsOf } = options;
  const started = host.now();
  const results: { contender: Contender; result: Result }[] = [];
  const agreement: (Agreement & { n: number })[] = [];
  const leftOut: Sweep["leftOut"][number][] = [];
  let active = [...contenders];
  for (const [k, n] of sizes.entries()) {
    const left = budget - (host.now() - started) / 1000;
    const last = new Map(results.map(({ contender, result }) => [contender, result]));
    const { runs, seconds } = allot(left, sizes.slice(k), active, last);
    for (const contender of active.filter((one) => !runs.includes(one))) {
      const { least } = expected(last.get(contender), n);
      const [takes, has] = [least, Math.max(0, left)].map((one) => Number(one.toPrecision(2)));
      const reason = `it would take ${takes} s, and ${has} s are left`;
      leftOut.push({ contender: plain(contender), from: n, reason });
    }
    active = runs;
    if (!active.length) break;
    const grid = onGrid(prepared, n, n);
    const deadline = host.now() + 1000 * seconds;
    const measured = await measure(grid, active, host, SWEEP_PROTOCOL, { ...options, deadline });
    const here = measured.flatMap(({ result }) => result ?? []);
    if (here.some(({ backend }) => backend !== "gpu")) {
      agreement.push({ n, ...agreementOf(here, await judge(grid)) });
    }
    for (const { contender, result, refusal } of measured) {
      if (result) results.push({ contender, result });
      else {
        active = active.filter((one) => one !== contender);
        leftOut.push({ contender: plain(contender), from: n, reason: refusal ?? "" });
      }
    }
  }
  const { f, x, y, rule } = prepared.problem;
  const fits = contenders.map((contender) =>
    fitted(
      contender,
      results.flatMap((one) => (one.contender === contender ? one.result : [])),
    ),
  );
  return {
    schema: SCHEMA,
    version,
    problem: { f, x, y, rule },
    sizes,
    results: results.map(({ result }) => result),
    agreement,
    fits,
    breakEven: breakEvens(fits),
    scaling: scaling(fits),
    leftOut,
  };
}

/**
 * Who runs at the first of these n, and for how long. Cheapest first, every contender gets one sample at every n as
 * long as they fit in what is left of the budget; what then remains is for more rounds, in proportion to their cost.
 */
function allot(
  left: number,
  [first, ...rest]: readonly number[],
  active: readonly Contender[],
  last: ReadonlyMap<Contender, Result>,
): { runs: Contender[]; seconds: number } {
  const all = [first as number, ...rest]
    .flatMap((n) => active.map((contender) => ({ contender, n, ...expected(last.get(contender), n) })))
    .sort((a, b) => a.least - b.least);
  let spent = 0;
  const kept = all.filter(({ least }) => {
    if (spent + least > left && least > 0) return false;
    spent += least;
    return true;
  });
  const here = kept.filter(({ n }) => n === first);
  const sum = (of: typeof kept, what: "least" | "more") => of.reduce((total, one) => total + one[what], 0);
  const part = sum(kept, "more") > 0 ? sum(here, "more") / sum(kept, "more") : here.length / kept.length;
  const runs = active.filter((contender) => here.some((one) => one.contender === contender));
  return { runs, seconds: sum(here, "least") + (left - spent) * part };
}

/** Seconds at n by the last result: its setup, a warm-up and one sample at least, and what all rounds take more. */
function expected(last: Result | undefined, n: number): { least: number; more: number } {
  if (!last) return { least: 0, more: 0 };
  const { setup, compute } = last.seconds;
  // Up to a millisecond may be overhead that does not grow with the cells.
  const fixed = Math.min(compute, 1e-3);
  const run = fixed + (compute - fixed) * Math.max(1, n ** 2 / last.cells);
  const round = Math.max(run, SWEEP_PROTOCOL.fill);
  return { least: setup + 2 * round, more: (SWEEP_PROTOCOL.rounds - 1) * round };
}
