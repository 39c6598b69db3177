import "../base.css";
import "./race.css";
import type { Verdict } from "../../src/benchmark/agreement.ts";
import type { Comparison } from "../../src/benchmark/compare.ts";
import { title, type Who } from "../../src/benchmark/labels.ts";
import { duration, exponent, rate } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";
import { element, make } from "../dom.ts";
import { inPageWords } from "../words.ts";
import { type Row, row } from "./table.ts";
import { verdictInWords } from "./verdict.ts";

const HEADINGS = ["Ran on", "Compute time", "With setup", "Rate", "Integral", "Error", "Agreement"];
const FAMILY = ["Ran on", "Compute time", "With setup", "Rate", "Members", "Without a value", "Agreement"];

/** Shown in cells that are yet to come, and in those that will stay empty. */
const PENDING = "…";
const NONE = "–";

let headings = HEADINGS;

/** Shows a row per contender with a placeholder in every cell, so that arriving results move nothing. */
export function emptyRows(contenders: readonly Who[], caption: string, family = false): void {
  headings = family ? FAMILY : HEADINGS;
  place();
  element("table-caption").textContent = caption;
  fill(
    contenders.map((one) => ({
      kind: one.backend,
      cells: [title(one), ...headings.slice(1).map(() => PENDING)],
    })),
  );
}

/** Clears the cells that are still pending. */
export function endRows(caption?: string): void {
  if (caption !== undefined) element("table-caption").textContent = caption;
  for (const cell of element("rows").querySelectorAll("td")) {
    if (cell.textContent === PENDING) cell.textContent = NONE;
  }
}

/** A row of cells, in the place of that backend's. */
export function showRow(backend: Who["backend"], cells: Row["cells"], wrong = false): void {
  const kind = wrong ? `${backend} wrong` : backend;
  rowOf(backend)?.replaceWith(row(headings, { kind, cells }));
}

/** Why a backend has no result. */
export function showRefusal(backend: Who["backend"], reason: string): void {
  const line = rowOf(backend);
  if (!line) return;
  const first = line.firstElementChild?.textContent ?? "";
  line.replaceWith(row(headings, { kind: `${backend} refused`, cells: [first, inPageWords(reason)] }));
}

/** Fills the rows with what has arrived. `judged`: whether the run is complete. */
export function showRows({ results, refusals, agreement }: Comparison, judged: boolean): void {
  for (const [k, result] of results.entries()) {
    const verdict = agreement.verdicts[k] as Verdict;
    const known = judged || verdict.name === agreement.reference;
    const { text, wrong } = verdictInWords(verdict, result, agreement);
    const cells = [
      ...timesOf(result, result.cellsPerSecond),
      exponent(result.integral),
      errorOf(result, judged),
      known ? text : PENDING,
    ];
    showRow(result.backend, cells, wrong && judged);
  }
  for (const { backend, reason } of refusals) showRefusal(backend, reason);
}

/** The backend and its times, which a browser's clock may be too coarse to tell. */
export function timesOf(
  result: Pick<Result, "adapter" | "backend" | "precision" | "threads" | "seconds">,
  cellsPerSecond: number,
): string[] {
  const { compute, total } = result.seconds;
  const software = result.adapter?.software ? " (software)" : "";
  return [
    `${title(result)}${software}`,
    compute > 0 ? duration(compute) : "too short to time",
    duration(total),
    compute > 0 ? rate(cellsPerSecond) : NONE,
  ];
}

/** The error where the value is known, otherwise what it is at most by the estimate. */
function errorOf({ error, estimate }: Result, judged: boolean): string {
  if (error !== null) return exponent(error, 1);
  if (estimate && Number.isFinite(estimate.total)) return `± ${exponent(estimate.total, 1)}`;
  return judged ? "unknown" : PENDING;
}

function rowOf(backend: string): Element | undefined {
  return [...element("rows").children].find((one) => one.classList.contains(backend));
}

function fill(rows: readonly Row[]): void {
  const head = make("tr");
  head.append(...headings.map((text) => make("th", { scope: "col", textContent: text })));
  element("table").querySelector("thead")?.replaceChildren(head);
  element("rows").replaceChildren(...rows.map((one) => row(headings, one)));
}

/** The table's own part of the page, which is there only once it has something to show. */
function place(): void {
  if (document.getElementById("grid")) return;
  const caption = make("caption", { id: "table-caption" });
  const numbers = make("table", { id: "table", className: "numbers" }, caption, make("thead"));
  numbers.append(make("tbody", { id: "rows" }));
  const part = make("div", { id: "grid", className: "part" });
  part.append(make("h3", { textContent: "This grid on GPU and CPU" }), numbers);
  element("race").append(part);
}
