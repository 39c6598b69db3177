import { readFileSync } from "node:fs";
import { withEstimate } from "../../src/accuracy/estimate.ts";
import { survey } from "../../src/accuracy/survey.ts";
import { IntegrateError, printable, UsageError } from "../../src/errors.ts";
import { csv } from "../../src/output/csv.ts";
import { prepareProblem } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { planOf } from "../../src/quadrature/grid/work.ts";
import { readPartialDocument } from "../../src/run/grid/read-partial.ts";
import { merge, type Part } from "../../src/run/merge.ts";
import type { Result } from "../../src/run/result.ts";
import { whyNot } from "../file-error.ts";
import { estimateIn, exactIn, noter } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { printer } from "./print.ts";
import { familyPrinterIn } from "./print-family.ts";
import { human, lessonLines } from "./report.ts";

/** `gpu-integrate merge FILE...`: the result of all parts together. */
export async function runMerge(args: Arguments): Promise<void> {
  const files = args.words;
  const exact = exactIn(args);
  if (!files.length) {
    const advice = "name the files that --shard printed: merge part.1.json part.2.json …, or - for stdin";
    throw new UsageError("merge", undefined, advice);
  }
  if (files.filter((file) => file === "-").length > 1)
    throw new UsageError("merge", "-", "stdin can be read only once");
  const merged = merge(files.flatMap(partsIn), exact);
  if ("family" in merged) {
    const single = args.given.find((name) => name === "exact" || name === "estimate");
    if (single)
      throw new UsageError(single, args.text(single), "is for one integral; these are a family's parts");
    return familyPrinterIn(args, planOf(merged.problem))(merged);
  }
  const plot = args.text("plot");
  if (plot !== undefined)
    throw new UsageError("plot", plot, "draws a family; these are parts of one integral");
  const plan = makePlan(prepareProblem(merged.problem));
  const estimate = estimateIn(args, plan);
  const result = estimate ? await withEstimate(merged, () => survey(plan), noter(args)) : merged;
  printer(args, csv, args.flag("quiet") ? lessonLines : (all: Result) => human(all, plan))(result);
}

/** The documents in a file, one a line. */
function partsIn(file: string): Part[] {
  const name = file === "-" ? "stdin" : printable(file);
  const lines = read(file).split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (!lines.length)
    throw new IntegrateError("parts", `${name} is empty: the run that should have written it has failed`);
  return lines.map((line, k) => {
    const named = lines.length > 1 ? `${name}, line ${k + 1}` : name;
    try {
      return { name: named, document: readPartialDocument(line) };
    } catch (error) {
      throw new IntegrateError("parts", `${named} cannot be merged: ${(error as Error).message}`);
    }
  });
}

function read(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new IntegrateError("parts", `${printable(file)} cannot be read: ${whyNot(error)}`);
  }
}
