import { SWEEP_PROTOCOL } from "../../src/benchmark/measure.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import { type Sweep, sizesBetween, sweep } from "../../src/benchmark/sweep.ts";
import { UsageError } from "../../src/errors.ts";
import { csvOfSamples } from "../../src/output/csv.ts";
import { sweepChart } from "../../src/output/sweep-chart.ts";
import type { RuleName } from "../../src/problem/grid.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { host } from "../host.ts";
import { exactIn, noter, secondsIn, WHOLE, wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { problemWith } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { contendersIn } from "./contenders.ts";
import { plotterIn } from "./plot-file.ts";
import { printer } from "./print.ts";
import { doing, inRound, throwDisagreement } from "./rounds.ts";
import { sweepReport } from "./sweep-report.ts";
import { lineWidth } from "./table.ts";

/** Seconds that a sweep takes by default. */
const BUDGET = 45;

/** `gpu-integrate sweep`: GPU and CPU over n. Exit 1 where their integrals disagree. */
export async function runSweep(args: Arguments): Promise<void> {
  const rules = rulesIn(args);
  const sizes = sizesIn(args, problemWith(args, {}, rules[0]));
  const n = Math.max(...sizes);
  // Every rule must suit the problem, and the largest grid be a grid.
  const [prepared] = rules.map((rule) => problemWith(args, { n }, rule)) as [Prepared];
  const exact = exactIn(args);
  const print = printer(
    args,
    (all: Sweep) => csvOfSamples([...all.results, ...all.otherRules]),
    (all) => sweepReport(all, prepared, lineWidth()),
  );
  const timeout = secondsIn(args, "timeout");
  const budget = secondsIn(args, "budget") ?? BUDGET;
  const note = noter(args);
  const { tiles } = makePlan(prepared);
  const contenders = await contendersIn(args, note, tiles);
  const plot = plotterIn(args);
  let at = "at the start";
  const surroundings = { args, timeout, note, where: () => at };
  const swept = await attend(surroundings, ({ signal, progress, onNote }) =>
    sweep(prepared, sizes, contenders, host, budget, {
      exact,
      signal,
      onNote,
      otherRules: rules.slice(1),
      onProgress({ problem, contender, round, part }) {
        at = `at n = ${sideOf({ problem })}, ${inRound(contender, round, SWEEP_PROTOCOL)}`;
        progress(() => (round || part ? at : `${at}: ${doing(contender)}`));
      },
    }),
  );
  plot?.(() => sweepChart(swept));
  print(swept);
  throwDisagreement(swept.agreement.map(({ n, verdicts }) => ({ verdicts, where: ` at n = ${n}` })));
}

/** The value of --rule: one or more, of which the first is timed. */
function rulesIn(args: Arguments): RuleName[] {
  return [...new Set((args.text("rule") ?? "midpoint").split(","))] as RuleName[];
}

/** About as many cells for any number of variables; a line is cheap. */
const DEFAULT_SIZES = ["1000:1000000", "250:8000", "40:400"];

/** The value of -n: `A:B`. Throws `usage`. */
function sizesIn(args: Arguments, { problem }: Prepared): number[] {
  const text = args.text("n") ?? (DEFAULT_SIZES[problem.variables.length - 1] as string);
  const ends = text.split(":");
  const [least, most] = ends.map(Number) as [number, number];
  if (ends.length !== 2 || !ends.every((end) => WHOLE.test(end) && Number.isInteger(Number(end))))
    throw new UsageError("n", text, "must be two whole numbers, as in 250:8000");
  return sizesBetween(least, most, wholeIn(args, "steps", 2, 100) ?? 8);
}
