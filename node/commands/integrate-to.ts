import { UsageError } from "../../src/errors.ts";
import { csvOfAccuracy } from "../../src/output/csv.ts";
import { grouped } from "../../src/output/units.ts";
import { integrateTo } from "../../src/run/accuracy/accuracy.ts";
import { isReached } from "../../src/run/accuracy/accuracy-result.ts";
import { openRegions } from "../../src/run/accuracy/open-regions.ts";
import type { AccuracyResult } from "../../src/run/result.ts";
import { makeSession } from "../../src/run/session.ts";
import { nodeProvider } from "../devices/provider.ts";
import { host } from "../host.ts";
import { adapterIn, choiceIn, exactIn, noter, secondsIn, wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { accuracyIn } from "../options/problem.ts";
import { accuracyLines, accuracyText } from "./accuracy-report.ts";
import { attend } from "./attend.ts";
import { statusOf } from "./interrupt.ts";
import { printer } from "./print.ts";

/** Not reached: the result is printed, but not to the accuracy asked for. */
export const SHORT = 3;

/** `gpu-integrate` without a grid: an integral to an accuracy. Cut short, it prints what it has. */
export async function runIntegrateTo(args: Arguments): Promise<void> {
  const prepared = accuracyIn(args);
  const ofGrid = args.given.find((name) => name === "estimate" || name === "no-estimate");
  if (ofGrid) {
    const advice = "is for a grid; give -n, or leave it out, since an accuracy always has its error";
    throw new UsageError(ofGrid, undefined, advice);
  }
  const exact = exactIn(args);
  const choice = choiceIn(args);
  const human = (result: AccuracyResult) =>
    args.flag("quiet") ? accuracyLines(result) : accuracyText(result, prepared);
  const print = printer(args, csvOfAccuracy, human);
  const repeat = wholeIn(args, "repeat", 1, 1_000_000);
  const warmup = wholeIn(args, "warmup", 0, 1_000_000);
  const session = makeSession(nodeProvider(adapterIn(args), noter(args)), host);
  const timeout = secondsIn(args, "timeout");
  const surroundings = { args, timeout, note: noter(args), where: () => "", close: () => session.close() };
  await attend(surroundings, async ({ signal, progress, onNote }) => {
    const result = await integrateTo(
      prepared,
      () => openRegions({ session, host, onNote }, choice, prepared.problem.method),
      host,
      {
        ...{ exact, onNote, repeat, warmup, until: signal, apart: !args.flag("no-separation") },
        untilStatus: () => statusOf(signal.reason),
        onProgress: ({ done }) => progress(() => `${grouped(done)} evaluations`),
      },
    );
    print(result);
    if (signal.aborted) throw signal.reason;
    if (!isReached(result)) process.exitCode = SHORT;
  });
}
