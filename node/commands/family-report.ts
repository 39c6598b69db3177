import { count, cut, duration, grouped } from "../../src/output/units.ts";
import { ALONE, valuesAt } from "../../src/problem/family.ts";
import type { Prepared, PreparedAccuracy } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { countsOf } from "../../src/run/family/family-result.ts";
import type { FamilyResult } from "../../src/run/result.ts";
import { whereOf, workOf } from "./accuracy-report.ts";
import { backendLines, digitsAndError, gridOf, integralLines, mappingOf, rangeOf, WIDTH } from "./report.ts";

type Of = Prepared | PreparedAccuracy;

/** Members before and after the ellipsis of a long table, which has as many rows as a screen has room for. */
const FIRST = 12;
const LAST = 7;

/** The table of members, then a block that describes the run. */
export function familyText(result: FamilyResult, prepared: Of): string {
  const { seconds, samples, evaluationsPerSecond } = result;
  const speed = [
    `${count(evaluationsPerSecond)} evaluations/s`,
    ...(result.parts === undefined ? [] : [`times of ${result.parts} parts added up`]),
    `setup ${duration(seconds.setup)}`,
    ...(samples ? [`median of ${samples.length}, ${rangeOf(samples)}`] : []),
  ];
  const block = [...methodLines(result, prepared), speed.join(" · ")];
  return [familyTable(result, prepared), summaryOf(result), "", ...block.map((line) => `  ${line}`), ""].join(
    "\n",
  );
}

/** The members, or the first and the last of many. */
export function familyTable(result: FamilyResult, { members }: Pick<Of, "members">): string {
  const { errors } = result.family;
  const claims = errors.some((one) => !Number.isNaN(one));
  const long = members.count > FIRST + LAST + 1;
  const left = long ? members.count - FIRST - LAST : 0;
  const shown = Array.from({ length: members.count - left }, (_, k) => (long && k >= FIRST ? k + left : k));
  const digits = members.names.length > 2 ? 6 : 12;
  const rows = shown.map((index) => {
    const values = [...valuesAt(members, index)].map((one) => String(Number(one.toPrecision(digits))));
    return [...values, ...cellsOf(result, index)];
  });
  const lines = aligned([...members.names, "integral", claims ? "±" : "", ""], rows);
  if (!long) return `${lines.join("\n")}\n`;
  const gap = " ".repeat((lines[0] as string).indexOf(members.names[1] ?? "integral") - 1);
  const ways = members.names.length > 2 ? "--csv or --json" : "--csv, --json or --plot FILE.svg";
  const more = `…${gap}${grouped(left)} more: ${ways} shows all`;
  return `${[...lines.slice(0, FIRST + 1), more, ...lines.slice(FIRST + 1)].join("\n")}\n`;
}

/** The integral to the digits that its claim supports, the claim, and what went wrong. */
function cellsOf({ family, precision }: FamilyResult, index: number): string[] {
  const [integral, error] = [family.integrals[index] as number, family.errors[index] as number];
  const status = family.statuses[index] as string;
  const note = status === "done" || status === "converged" ? "" : status;
  if (Number.isNaN(integral)) return ["–", "", note];
  if (Number.isNaN(error)) return [String(Number(integral.toPrecision(DIGITS[precision]))), "", note];
  return [...digitsAndError(integral, error), note];
}

/** Of a sum over a grid, in which its rounding does not show. */
const DIGITS = { fast: 6, f32: 7, df64: 13, f64: 14 } as const;

/** Columns to the left of each other, numbers by their points. */
function aligned(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = head.map((title, k) => {
    const cells = rows.map((row) => row[k] as string);
    const before = (cell: string) => cell.match(/^-?\d*/)?.[0].length ?? 0;
    const most = Math.max(0, ...cells.map(before));
    const texts = [title, ...cells.map((cell) => `${" ".repeat(most - before(cell))}${cell}`)];
    const width = Math.max(...texts.map(({ length }) => length));
    return texts.map((text) => text.padEnd(width ? width + 3 : 0));
  });
  return [head, ...rows].map((_, row) =>
    columns
      .map((column) => column[row])
      .join("")
      .trimEnd(),
  );
}

/** `101 integrals in 0.04 sec, the least certain to 2.1e-12`. */
function summaryOf(result: FamilyResult): string {
  const { reached, all } = countsOf(result);
  const worst = result.family.errors.reduce((most, one) => Math.max(most, Number.isNaN(one) ? -1 : one), -1);
  const some = reached === all ? grouped(all) : `${grouped(reached)} of ${grouped(all)}`;
  const certain = worst < 0 ? "" : `, the least certain to ${digitsAndError(0, worst)[1]}`;
  const time = result.seconds.compute.toFixed(2);
  return `${some} integral${all === 1 ? "" : "s"} in ${time} sec${certain}`;
}

function methodLines(result: FamilyResult, prepared: Of): string[] {
  const parameters = Object.entries(result.problem.parameters).map(([name, values]) =>
    cut(`${name}=${values}`, WIDTH / 2),
  );
  if (isGrid(prepared)) {
    const each = gridOf({ ...makePlan(prepared), members: ALONE });
    return [
      ...integralLines(prepared, WIDTH, [...parameters, `${each} each`]),
      ...mappingOf(prepared),
      ...backendLines(result),
    ];
  }
  const work = workOf(prepared.problem.method, {
    by: "regions",
    regions: result.regions ?? 0,
    evaluations: result.evaluations,
  });
  const where = whereOf({ ...result, gpuEvaluations: result.gpuEvaluations ?? null });
  return [...integralLines(prepared, WIDTH, [...parameters, work]), ...where];
}

function isGrid(prepared: Of): prepared is Prepared {
  return prepared.problem.method.kind === "grid";
}
