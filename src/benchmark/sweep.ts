import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import { UsageError } from "../errors.ts";
import { MAX_SIDE, type RuleName } from "../problem/grid.ts";
import { type Grid, onGrid, type Prepared, type Problem } from "../problem/problem.ts";
import { type Result, SCHEMA } from "../run/result.ts";
import { version } from "../version.ts";
import { type Agreement, agreementOf } from "./agreement.ts";
import { allot, expected } from "./allot.ts";
import { type BreakEven, breakEvens, type Fit, fitted, plain, type Scaling, scaling } from "./fits.ts";
import type { Who } from "./labels.ts";
import { type Contender, type MeasureOptions, measure, SWEEP_PROTOCOL } from "./measure.ts";
import { sumsOf } from "./rules.ts";
import { sidesOf } from "./sizes.ts";

/** GPU and CPU over n, as printed by `sweep --json`. */
export interface Sweep {
  readonly schema: number;
  readonly version: string;
  readonly problem: Omit<Problem, "method"> & { readonly method: Omit<Grid, "n"> };
  readonly sizes: readonly number[];
  readonly results: readonly Result[];
  /** At every n that has an f64 sum to compare with. */
  readonly agreement: readonly (Agreement & { n: number })[];
  readonly fits: readonly Fit[];
  readonly breakEven: readonly BreakEven[];
  readonly scaling: readonly Scaling[];
  /** f64 sums of the other rules, for the error chart. */
  readonly otherRules: readonly Result[];
  /** From which n on a contender was left out, and why. */
  readonly leftOut: readonly { contender: Who; from: number; reason: string }[];
}

export interface SweepOptions extends MeasureOptions {
  /** Rules whose f64 sums are wanted, too; they take half of the time. */
  otherRules?: readonly RuleName[];
  boundsOf?: (grid: Prepared) => Bounds | Promise<Bounds>;
  /** Receives the sweep so far after every n, and at last the same as the promise. */
  onResults?: (soFar: Sweep) => void;
}

/** Whole numbers from `first` to `last` in equal ratios, at most `steps` of them. Throws `usage`. */
export function sizesBetween(first: number, last: number, steps: number): number[] {
  const whole = [first, last].every((n) => Number.isInteger(n) && n >= 1 && n <= MAX_SIDE);
  if (!whole || first >= last) {
    throw new UsageError(
      "n",
      `${first}:${last}`,
      "must be two whole numbers up to 1,000,000, the second larger, as in 250:8000",
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
  options: SweepOptions = {},
): Promise<Sweep> {
  const { boundsOf: judge = boundsOf, otherRules = [], onResults } = options;
  const ownBudget = otherRules.length ? budget / 2 : budget;
  const started = host.now();
  const results: { contender: Contender; result: Result }[] = [];
  const agreement: (Agreement & { n: number })[] = [];
  const leftOut: Sweep["leftOut"][number][] = [];
  let active = [...contenders];
  const soFar = (sums: readonly Result[] = []) =>
    sweepOf(prepared, sizes, contenders, { results, agreement, leftOut }, sums);
  for (const [k, n] of sizes.entries()) {
    const left = ownBudget - (host.now() - started) / 1000;
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
    const grid = onGrid(prepared, sidesOf(prepared, n));
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
    onResults?.(soFar());
  }
  const done = soFar(await sumsOf(otherRules, prepared, sizes, contenders, host, budget / 2, options));
  onResults?.(done);
  return done;
}

/** Fits and verdicts, computed from the measurements so far. */
function sweepOf(
  { problem: { method, ...problem } }: Prepared,
  sizes: readonly number[],
  contenders: readonly Contender[],
  found: {
    readonly results: readonly { contender: Contender; result: Result }[];
    readonly agreement: Sweep["agreement"];
    readonly leftOut: Sweep["leftOut"];
  },
  otherRules: readonly Result[],
): Sweep {
  const fits = contenders.map((contender) =>
    fitted(
      contender,
      found.results.flatMap((one) => (one.contender === contender ? one.result : [])),
    ),
  );
  return {
    schema: SCHEMA,
    version,
    problem: { ...problem, method: { kind: method.kind, rule: method.rule } },
    sizes,
    results: found.results.map(({ result }) => result),
    agreement: [...found.agreement],
    fits,
    breakEven: breakEvens(fits, problem.variables.length),
    scaling: scaling(fits),
    otherRules,
    leftOut: [...found.leftOut],
  };
}
