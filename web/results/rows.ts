import "./results.css";
import type { Verdict } from "../../src/benchmark/agreement.ts";
import type { Comparison } from "../../src/benchmark/compare.ts";
import { title, type Who } from "../../src/benchmark/labels.ts";
import { count, cut, duration, exponent } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";
import { element, make } from "../dom.ts";
import { host } from "../host.ts";
import { inPageWords } from "../words.ts";
import { claimOf } from "./value.ts";

const HEADINGS = [
  "Backend",
  "Compute time",
  "With setup",
  "Cells per second",
  "Integral",
  "Error",
  "Agreement",
];

/** Shows a row per contender with a placeholder in every cell, so that arriving results move nothing. */
export function emptyRows(contenders: readonly Who[], caption: string, cell = PENDING): void {
  element("table-caption").textContent = caption;
  element("rows").replaceChildren(
    ...contenders.map((one) => row(one.backend, [title(one), ...HEADINGS.slice(1).map(() => cell)])),
  );
}

/** Shown in cells that are yet to come, and in those that will stay empty. */
const PENDING = "…";
const NONE = "–";

/** Clears the cells that are still pending. */
export function endRows(caption: string): void {
  element("table-caption").textContent = caption;
  for (const cell of element("rows").querySelectorAll("td")) {
    if (cell.textContent === PENDING) cell.textContent = NONE;
  }
}

/** Fills the rows with what has arrived; the bars show compute times. `judged`: whether the run is complete. */
export function showRows({ results, refusals, agreement }: Comparison, judged: boolean): void {
  // A browser's clock may be too coarse to measure a short run.
  const seen = results.map(({ seconds }) => seconds.compute).filter((seconds) => seconds > 0);
  const [slowest, fastest] = [Math.max(...seen), Math.min(...seen)];
  // On a linear scale, a bar a hundred times shorter than another would vanish.
  const logarithmic = slowest > 100 * fastest;
  const part = (seconds: number) => {
    if (!(seconds > 0)) return 0;
    return logarithmic ? Math.log(seconds / fastest) / Math.log(slowest / fastest) : seconds / slowest;
  };
  const places = [...element("rows").children];
  const find = (backend: string) => places.find((one) => one.classList.contains(backend));
  for (const [k, result] of results.entries()) {
    const { backend, seconds } = result;
    const verdict = agreement.verdicts[k] as Verdict;
    const bar = make("meter", {
      max: 1,
      value: Math.max(0.01, part(seconds.compute)),
      title: "compute time",
    });
    bar.setAttribute("aria-hidden", "true");
    const cells = [
      `${title(result)}${result.adapter?.software ? " (software)" : ""}`,
      make("div", {}, bar, seconds.compute > 0 ? duration(seconds.compute) : "too short to time"),
      duration(seconds.total),
      seconds.compute > 0 ? count(result.cellsPerSecond) : NONE,
      exponent(result.integral),
      errorOf(result, judged),
      verdictOf(verdict, result, agreement.reference, judged),
    ];
    find(backend)?.replaceWith(row(backend, cells, verdict.ok === false));
  }
  for (const { backend, reason } of refusals) {
    const line = find(backend);
    line?.classList.add("refused");
    const cell = make("td", { colSpan: HEADINGS.length - 1, textContent: inPageWords(reason) });
    line?.replaceChildren(line.firstElementChild as Element, cell);
  }
  if (!judged) return;
  element("table-caption").textContent = [
    `${formula(results)}One run each, not warmed up; for a fair race, press Measure. `,
    `Bars show compute times${logarithmic ? " (log scale)" : ""}, agreement is judged by error bounds.`,
    host.info.runtime.startsWith("Firefox") ? " Firefox checks only every 100 ms whether a GPU is done." : "",
  ].join("");
}

function formula([result]: readonly Result[]): string {
  if (!result) return "";
  const { f, variables, method } = result.problem;
  return `${"∫".repeat(variables.length)} ${cut(f, 60)}, ${method.rule}, n = ${method.n[0]}. `;
}

function row(backend: string, cells: readonly (string | Node)[], wrong = false): HTMLTableRowElement {
  const [first = "", ...rest] = cells;
  const line = make("tr", { className: `${backend}${wrong ? " wrong" : ""}` });
  line.append(make("th", { scope: "row" }, first));
  rest.forEach((cell, k) => {
    const made = make("td", {}, cell);
    made.dataset.heading = HEADINGS[k + 1] ?? "";
    line.append(made);
  });
  return line;
}

/** The error where the value is known, otherwise what it is at most by the estimate. */
function errorOf(result: Result, judged: boolean): string {
  if (result.error !== null) return exponent(result.error, 1);
  const claim = claimOf(result);
  if (claim !== null) return `± ${exponent(claim, 1)}`;
  return judged ? "unknown" : PENDING;
}

function verdictOf(
  { ok, difference, name: own }: Verdict,
  { precision }: Result,
  reference: string | null,
  judged: boolean,
): string {
  if (own === reference) return "reference";
  if (reference === null) return judged ? "nothing to compare with" : PENDING;
  const off = `off by ${exponent(difference, 1)}`;
  if (precision === "f64") return ok ? "same bits" : `BITS DIFFER, ${off}`;
  if (ok === null && !judged) return off;
  if (ok === null) return `${off}: ${precision === "fast" ? "no guarantee" : "no bound"}`;
  return ok ? `${off}, as promised` : `TOO FAR OFF: ${off}`;
}
