import { type Comparison, compare } from "../../src/benchmark/compare.ts";
import { csvOfSamples } from "../../src/output/csv.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { host } from "../host.ts";
import { exactIn, noter, secondsIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { problemIn } from "../options/problem.ts";
import { ACCURACY_ONLY } from "../options/table.ts";
import { attend } from "./attend.ts";
import { comparisonReport } from "./compare-report.ts";
import { runCompareTo } from "./compare-to.ts";
import { contendersIn } from "./contenders.ts";
import { printer } from "./print.ts";
import { doing, inRound, protocolIn, throwDisagreement } from "./rounds.ts";
import { lineWidth } from "./table.ts";

/** `gpu-integrate compare`: GPU and CPU on one grid or one accuracy. Exit 1 where their integrals disagree. */
export async function runCompare(args: Arguments): Promise<void> {
  if (args.given.some((name) => ACCURACY_ONLY.includes(name))) return runCompareTo(args);
  const plan = makePlan(problemIn(args));
  const exact = exactIn(args);
  const print = printer(
    args,
    (all: Comparison) => csvOfSamples(all.results),
    (all) => comparisonReport(all, plan, lineWidth()),
  );
  const timeout = secondsIn(args, "timeout");
  const protocol = protocolIn(args);
  const note = noter(args);
  const contenders = await contendersIn(args, note, plan.tiles);
  let at = "at the start";
  const surroundings = { args, timeout, note, where: () => at };
  const comparison = await attend(surroundings, ({ signal, progress, onNote }) =>
    compare(plan, contenders, host, protocol, {
      exact,
      signal,
      onNote,
      onProgress({ contender, round, part }) {
        at = inRound(contender, round, protocol);
        progress(() => `${at}: ${round || part ? `${Math.floor(100 * part)} %` : doing(contender)}`);
      },
    }),
  );
  print(comparison);
  throwDisagreement([{ verdicts: comparison.agreement.verdicts, where: "" }]);
}
