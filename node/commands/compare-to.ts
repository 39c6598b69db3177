import { type AccuracyComparison, compareAccuracy } from "../../src/benchmark/compare-accuracy.ts";
import { csvOfAccuracySamples } from "../../src/output/csv.ts";
import { grouped } from "../../src/output/units.ts";
import { isReached } from "../../src/run/accuracy/accuracy-result.ts";
import { host } from "../host.ts";
import { exactIn, noter, secondsIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { accuracyIn } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { accuracyComparisonReport } from "./compare-accuracy-report.ts";
import { accuracyContendersIn } from "./contenders.ts";
import { SHORT } from "./integrate-to.ts";
import { printer } from "./print.ts";
import { doing, inRound, protocolIn, throwDisagreement } from "./rounds.ts";
import { lineWidth } from "./table.ts";

/** `gpu-integrate compare --tol T`: the backends on one accuracy. Exit 1 where their integrals disagree. */
export async function runCompareTo(args: Arguments): Promise<void> {
  const prepared = accuracyIn(args);
  const exact = exactIn(args);
  const print = printer(
    args,
    (all: AccuracyComparison) => csvOfAccuracySamples(all.results),
    (all) => accuracyComparisonReport(all, prepared, lineWidth()),
  );
  const timeout = secondsIn(args, "timeout");
  const protocol = protocolIn(args);
  const note = noter(args);
  const contenders = await accuracyContendersIn(args, note, prepared.problem);
  let at = "at the start";
  const surroundings = { args, timeout, note, where: () => at };
  const comparison = await attend(surroundings, ({ signal, progress, onNote }) =>
    compareAccuracy(prepared, contenders, host, protocol, {
      exact,
      signal,
      onNote,
      apart: !args.flag("no-separation"),
      onProgress({ contender, round, done }) {
        at = inRound(contender, round, protocol);
        const far = done ? `${grouped(done)} evaluations` : doing(contender);
        progress(() => `${at}: ${far}`);
      },
    }),
  );
  print(comparison);
  throwDisagreement(
    [{ verdicts: comparison.agreement.verdicts, where: "" }],
    "results differ by more than their errors allow",
  );
  if (comparison.results.some((one) => one.precision === "f64" && !isReached(one))) process.exitCode = SHORT;
}
