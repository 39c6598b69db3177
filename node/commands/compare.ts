import type { Verdict } from "../../src/benchmark/agreement.ts";
import { type Comparison, compare } from "../../src/benchmark/compare.ts";
import { short } from "../../src/benchmark/labels.ts";
import type { Contender } from "../../src/benchmark/measure.ts";
import { PROTOCOL, type Protocol } from "../../src/benchmark/turns.ts";
import { IntegrateError } from "../../src/errors.ts";
import { csvOfSamples } from "../../src/output/csv.ts";
import { makePlan } from "../../src/quadrature/plan.ts";
import { host } from "../host.ts";
import { exactIn, noter, secondsIn, wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { problemIn } from "../options/problem.ts";
import { attend } from "./attend.ts";
import { comparisonReport } from "./compare-report.ts";
import { contendersIn } from "./contenders.ts";
import { printer } from "./print.ts";
import { COMPILING } from "./progress.ts";
import { lineWidth } from "./table.ts";

/** `gpu-integrate compare`: GPU and CPU on one problem. Exit 1 where their integrals disagree. */
export async function runCompare(args: Arguments): Promise<void> {
  const plan = makePlan(problemIn(args));
  const exact = exactIn(args);
  const print = printer(
    args,
    (all: Comparison) => csvOfSamples(all.results),
    (all) => comparisonReport(all, plan, lineWidth()),
  );
  const timeout = secondsIn(args, "timeout");
  const rounds = wholeIn(args, "repeat", 1, 1_000_000);
  const warmup = wholeIn(args, "warmup", 0, 1_000_000);
  const note = noter(args);
  const contenders = await contendersIn(args, note, plan.tiles);
  const protocol = { ...PROTOCOL, ...(rounds !== undefined && { rounds, fill: 0 }), warmup };
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

/** `in gpu f32, round 2 of 5`. */
export function inRound(contender: Contender, round: number, { rounds }: Protocol): string {
  return `in ${short(contender)}, ${round ? `round ${round} of ${rounds}` : "warm-up"}`;
}

/** What a contender does before its first cells. */
export function doing({ backend }: Contender): string {
  return backend === "gpu" ? COMPILING : "starting…";
}

/** Throws, with the figures, where a result is further off than its precision promises. */
export function throwDisagreement(all: readonly { verdicts: readonly Verdict[]; where: string }[]): void {
  const wrong = all.flatMap(({ verdicts, where }) =>
    verdicts
      .filter(({ ok }) => ok === false)
      .map(({ name, difference }) => `${name}${where} by ${difference.toExponential(1)}`),
  );
  if (!wrong.length) return;
  throw new IntegrateError("gpu", `results exceed their error bounds: ${wrong.join(", ")}`);
}
