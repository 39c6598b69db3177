import { compare } from "../src/compare.ts";
import { csvOfSamples } from "../src/csv.ts";
import { IntegrateError } from "../src/errors.ts";
import { PROTOCOL } from "../src/measure.ts";
import { makePlan } from "../src/plan.ts";
import { exactIn, formatIn, noter, problemIn, refuse, secondsIn } from "./arguments.ts";
import { attend } from "./attend.ts";
import { comparisonReport, short } from "./compare-report.ts";
import { contendersIn } from "./contenders.ts";
import { host } from "./host.ts";
import { type Arguments, count } from "./options.ts";
import { json } from "./report.ts";
import { lineWidth } from "./table.ts";

/** `gpu-integrate compare`: GPU and CPU on one problem. Exit 1 where their integrals disagree. */
export async function runCompare(args: Arguments): Promise<void> {
  refuse(args, ["plot", "steps", "budget"], "it is for sweep");
  refuse(args, ["port", "host"], "it is for serve");
  refuse(args, ["estimate", "checkpoint", "quiet"], "compare has no use for it");
  const problem = problemIn(args);
  const exact = exactIn(args);
  const format = formatIn(args);
  const timeout = secondsIn(args, "timeout");
  const rounds = count(args, "repeat", 1, 1_000_000);
  const warmup = count(args, "warmup", 0, 1_000_000);
  const note = noter(args);
  const contenders = await contendersIn(args, note, makePlan(problem).tiles);
  const protocol = { ...PROTOCOL, ...(rounds !== undefined && { rounds, fill: 0 }), warmup };
  let at = "at the start";
  const comparison = await attend(
    args,
    timeout,
    () => at,
    ({ signal, progress, clear }) =>
      compare(problem, contenders, host, protocol, {
        exact,
        signal,
        onNote(text) {
          clear();
          note(text);
        },
        onProgress({ contender, round, part }) {
          const which = round ? `round ${round} of ${protocol.rounds}` : "warm-up";
          at = `in ${short(contender)}, ${which}`;
          progress(() => `${Math.floor(100 * part)} % ${at}`);
        },
      }),
  );
  const human = () => comparisonReport(comparison, lineWidth());
  const print = { json: () => json(comparison), csv: () => csvOfSamples(comparison.results), human };
  process.stdout.write(print[format]());
  const { ok, verdicts } = comparison.agreement;
  if (ok) return;
  const wrong = verdicts.filter((verdict) => verdict.ok === false);
  const names = wrong.map(({ name, difference }) => `${name} by ${difference.toExponential(1)}`).join(", ");
  throw new IntegrateError("gpu", `the backends disagree: ${names}, which is more than they promise`);
}
