import { once } from "node:events";
import { UsageError } from "../../src/errors.ts";
import { familyChart } from "../../src/output/family-chart.ts";
import { csvOfFamily, jsonOfFamily } from "../../src/output/family-document.ts";
import type { Prepared, PreparedAccuracy } from "../../src/problem/problem.ts";
import { familyDoubt } from "../../src/run/family/family-doubt.ts";
import { countsOf } from "../../src/run/family/family-result.ts";
import type { FamilyResult } from "../../src/run/result.ts";
import { noter } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { familyTable, familyText } from "./family-report.ts";
import type { Interrupted } from "./interrupt.ts";
import { plotterIn } from "./plot-file.ts";

/** Members are printed, but not all of them were reached. */
const SHORT = 3;

/**
 * What writes a family to stdout and to the chart as the options ask, and sets the exit code; if the run was stopped, it
 * throws the reason. Throws `usage` for a chart that cannot be.
 */
export function familyPrinterIn(
  args: Arguments,
  prepared: Prepared | PreparedAccuracy,
): (result: FamilyResult, stopped?: Interrupted | null) => Promise<void> {
  const { length } = prepared.members.names;
  if (length > 2) {
    const advice = `draws one or two parameters, not ${length}; use --csv or --json`;
    if (args.given.includes("plot")) throw new UsageError("plot", args.text("plot"), advice);
  }
  const plot = plotterIn(args);
  return async (result, stopped) => {
    await write(piecesOf(args, result, prepared));
    plot?.(() => familyChart(result, prepared));
    if (stopped) throw stopped;
    const doubt = familyDoubt(result);
    if (doubt) noter(args)(doubt, true);
    const { reached, all } = countsOf(result);
    if (reached < all) process.exitCode = reached ? SHORT : 1;
  };
}

function piecesOf(args: Arguments, result: FamilyResult, prepared: Prepared | PreparedAccuracy) {
  if (args.flag("json")) return jsonOfFamily(result);
  if (args.flag("csv")) return csvOfFamily(result);
  return [args.flag("quiet") ? familyTable(result, prepared) : familyText(result, prepared)];
}

/** No more at a time than the reader takes. */
async function write(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, "drain");
}
