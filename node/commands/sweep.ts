import { existsSync, rmSync, writeFileSync } from "node:fs";
import { SWEEP_PROTOCOL, type Sweep, sizesBetween, sweep } from "../../src/benchmark/sweep.ts";
import { UsageError } from "../../src/errors.ts";
import { csvOfSamples } from "../../src/output/csv.ts";
import { sweepChart } from "../../src/output/sweep-chart.ts";
import { onGrid, prepare } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/plan.ts";
import { host } from "../host.ts";
import { areaIn, exactIn, noter, secondsIn, wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { attend } from "./attend.ts";
import { doing, inRound, throwDisagreement } from "./compare.ts";
import { contendersIn } from "./contenders.ts";
import { printer } from "./print.ts";
import { sweepReport } from "./sweep-report.ts";
import { lineWidth } from "./table.ts";

/** Seconds that a sweep takes by default. */
const BUDGET = 45;

/** `gpu-integrate sweep`: GPU and CPU over n. Exit 1 where their integrals disagree. */
export async function runSweep(args: Arguments): Promise<void> {
  const sizes = sizesIn(args);
  const prepared = prepare(areaIn(args));
  const exact = exactIn(args);
  const print = printer(
    args,
    (all: Sweep) => csvOfSamples(all.results),
    (all) => sweepReport(all, lineWidth()),
  );
  const timeout = secondsIn(args, "timeout");
  const budget = secondsIn(args, "budget") ?? BUDGET;
  const plot = args.text("plot");
  const note = noter(args);
  const largest = Math.max(...sizes);
  const { tiles } = makePlan(onGrid(prepared, largest, largest));
  const contenders = await contendersIn(args, note, tiles);
  if (plot !== undefined) checkWritable(plot);
  let at = "at the start";
  const surroundings = { args, timeout, note, where: () => at };
  const swept = await attend(surroundings, ({ signal, progress, onNote }) =>
    sweep(prepared, sizes, contenders, host, budget, {
      exact,
      signal,
      onNote,
      onProgress({ problem: { nx }, contender, round, part }) {
        at = `at n = ${nx}, ${inRound(contender, round, SWEEP_PROTOCOL)}`;
        progress(() => (round || part ? at : `${at}: ${doing(contender)}`));
      },
    }),
  );
  if (plot !== undefined) write(plot, sweepChart(swept));
  print(swept);
  throwDisagreement(swept.agreement.map(({ n, verdicts }) => ({ verdicts, where: ` at n = ${n}` })));
}

/** The value of -n: `A:B`. Throws `usage`. */
function sizesIn(args: Arguments): number[] {
  const text = args.text("n") ?? "250:8000";
  const ends = /^(\d+):(\d+)$/.exec(text);
  if (!ends) throw new UsageError("n", text, "must be two whole numbers, as in 250:8000");
  return sizesBetween(Number(ends[1]), Number(ends[2]), wholeIn(args, "steps", 2, 100) ?? 8);
}

/** Checked before the work; an existing file stays as it is. Throws `usage`. */
function checkWritable(file: string): void {
  if (!/.\.svg$/i.test(file)) throw new UsageError("plot", file, "must be the name of an .svg file");
  const isNew = !existsSync(file);
  write(file, "", "a");
  if (isNew) rmSync(file);
}

function write(file: string, text: string, flag = "w"): void {
  try {
    writeFileSync(file, text, { flag });
  } catch (error) {
    throw new UsageError("plot", file, `cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}
