import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import { UsageError } from "../errors.ts";
import { MAX_SIDE, onGrid, type Prepared, type Problem } from "../problem/problem.ts";
import { type Result, SCHEMA } from "../run/result.ts";
import { version } from "../version.ts";
import { type Agreement, agreementOf } from "./compare.ts";
import {
  type BreakEven,
  breakEvens,
  type Fit,
  fitted,
  plain,
  type Scaling,
  scaling,
  type Who,
} from "./fits.ts";
import { type Contender, type MeasureOptions, measure, type Protocol } from "./measure.ts";

/** GPU and CPU over n, as printed by `sweep --json`. */
export interface Sweep {
  readonly schema: number;
  readonly version: string;
  readonly problem: Omit<Problem, "nx" | "ny">;
  readonly sizes: readonly number[];
  readonly results: readonly Result[];
  /** At every n at which there is something to hold the results against. */
  readonly agreement: readonly (Agreement & { n: number })[];
  readonly fits: readonly Fit[];
  readonly breakEven: readonly BreakEven[];
  readonly scaling: readonly Scaling[];
  /** From which n on a contender was left out, and why. */
  readonly leftOut: readonly { contender: Who; from: number; reason: string }[];
}

/** As many samples as for one n, in less time: the line through all n evens their noise out. */
export const SWEEP_PROTOCOL: Protocol = { rounds: 5, fill: 0.02 };

/** Whole numbers from `first` to `last` in equal ratios, at most `steps` of them. Throws `usage`. */
export function sizesBetween(first: number, last: number, steps: number): number[] {
  const whole = [first, last].every((n) => Number.isInteger(n) && n >= 1 && n <= MAX_SIDE);
  if (!whole || first >= last) {
    throw new UsageError("n", `${first}:${last}`, "two whole numbers, the second larger, as in 250:8000");
  }
  const ratio = (last / first) ** (1 / (steps - 1));
  return [...new Set(Array.from({ length: steps }, (_, k) => Math.round(first * ratio ** k)))];
}

/**
 * Times all contenders at every n, small ones first. One that would take more than its share of the `budget` in
 * seconds at the next n is left out from there on: its line says what it would have taken. The first n is done in any
 * case, since nothing is known before; once the budget is spent, with one sample each.
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
  const deadline = started + 1000 * budget;
  const results: { contender: Contender; result: Result }[] = [];
  const agreement: (Agreement & { n: number })[] = [];
  const leftOut: Sweep["leftOut"][number][] = [];
  let active = [...contenders];
  for (const n of sizes) {
    const left = budget - (host.now() - started) / 1000;
    const share = left / active.length;
    active = active.filter((contender) => {
      const expected = expectedSeconds(
        results.filter((one) => one.contender === contender).at(-1)?.result,
        n,
      );
      if (expected <= share) return true;
      const reason = `it would take ${expected.toPrecision(2)} s, more than its share of the time`;
      leftOut.push({ contender: plain(contender), from: n, reason });
      return false;
    });
    if (!active.length) break;
    const grid = onGrid(prepared, n, n);
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

/** What a contender will take at n by what it took before: its setup, the warm-up and the rounds. */
function expectedSeconds(last: Result | undefined, n: number): number {
  if (!last) return 0;
  const { setup, compute } = last.seconds;
  // Up to a millisecond may be what any run takes, and not grow with the cells.
  const fixed = Math.min(compute, 1e-3);
  const run = fixed + (compute - fixed) * Math.max(1, n ** 2 / last.cells);
  return setup + (SWEEP_PROTOCOL.rounds + 1) * Math.max(run, SWEEP_PROTOCOL.fill);
}
