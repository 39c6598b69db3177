import "./results.css";
import type { Comparison, Verdict } from "../../src/benchmark/compare.ts";
import type { Who } from "../../src/benchmark/fits.ts";
import { count, cut, duration, exponent, times } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";
import { element, make } from "../dom.ts";
import { host } from "../host.ts";
import { inPageWords, name } from "../words.ts";

const HEADINGS = [
  "Backend",
  "Compute time",
  "With setup",
  "Cells a second",
  "Speed-up",
  "Integral",
  "Error",
  "Agreement",
];

/** A row for each contender, empty as yet, with this in each cell: what arrives changes no height. */
export function emptyRows(contenders: readonly Who[], caption: string, cell = PENDING): void {
  element("table-caption").textContent = caption;
  element("rows").replaceChildren(
    ...contenders.map(({ backend, precision, threads }) => {
      return row(backend, [name(backend, precision, threads), ...HEADINGS.slice(1).map(() => cell)]);
    }),
  );
}

/** What a cell has that is still to come, and one that will not. */
const PENDING = "…";
const NONE = "–";

/** Nothing more will come. */
export function endRows(caption: string): void {
  element("table-caption").textContent = caption;
  for (const cell of element("rows").querySelectorAll("td")) {
    if (cell.textContent === PENDING) cell.textContent = NONE;
  }
}

/** What has arrived, in the places of the empty rows; bars as long as compute times. `judged`: whether all is in. */
export function showRows({ results, refusals, agreement, speedup }: Comparison, judged: boolean): void {
  // A browser's clock may be too coarse to see any time pass.
  const seen = results.map(({ seconds }) => seconds.compute).filter((seconds) => seconds > 0);
  const [slowest, fastest] = [Math.max(...seen), Math.min(...seen)];
  // Where one is a hundred times the other, the shorter would not show.
  const logarithmic = slowest > 100 * fastest;
  const part = (seconds: number) => {
    if (!(seconds > 0)) return 0;
    return logarithmic ? Math.log(seconds / fastest) / Math.log(slowest / fastest) : seconds / slowest;
  };
  const places = [...element("rows").children];
  const find = (backend: string) => places.find((one) => one.classList.contains(backend));
  for (const [k, result] of results.entries()) {
    const { backend, precision, threads, seconds } = result;
    const ratios = Object.values(speedup)[k];
    const verdict = agreement.verdicts[k] as Verdict;
    const bar = make("meter", {
      max: 1,
      value: Math.max(0.01, part(seconds.compute)),
      title: "compute time",
    });
    bar.setAttribute("aria-hidden", "true");
    const cells = [
      `${name(backend, precision, threads)}${result.adapter?.software ? " (software)" : ""}`,
      make("div", {}, bar, seconds.compute > 0 ? duration(seconds.compute) : "too short to time"),
      duration(seconds.total),
      seconds.compute > 0 ? count(result.cellsPerSecond) : NONE,
      inWords(ratios?.compute, ratios?.computeOverThreads, backend),
      exponent(result.integral),
      errorOf(result, judged),
      verdictOf(verdict, result, agreement.reference, judged),
    ];
    find(backend)?.replaceWith(row(backend, cells, verdict.ok === false));
  }
  for (const { backend, precision, reason } of refusals) {
    const line = make("tr", { className: `${backend} refused` });
    line.append(make("th", { scope: "row", textContent: name(backend, precision, null) }));
    line.append(make("td", { colSpan: HEADINGS.length - 1, textContent: inPageWords(reason) }));
    find(backend)?.replaceWith(line);
  }
  if (!judged) return;
  element("table-caption").textContent = [
    `${formula(results)}Each ran once, from a cold start; the bars are compute times`,
    logarithmic ? ", on a logarithmic scale" : "",
    ". Agreement is judged by what each precision promises.",
    host.info.runtime.startsWith("Firefox") ? " Firefox looks only every 100 ms whether a GPU is done." : "",
  ].join("");
}

function formula([result]: readonly Result[]): string {
  if (!result) return "";
  const { f, nx } = result.problem;
  return `∫∫ ${cut(f, 60)}, n = ${nx}. `;
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

/** Of the integral where its value is known, and else the estimate. */
function errorOf({ error, estimate }: Result, judged: boolean): string {
  if (error !== null) return exponent(error, 1);
  if (estimate) return `about ${exponent(estimate.discretization + estimate.rounding, 1)}`;
  return judged ? "unknown" : PENDING;
}

function inWords(
  serial: number | null | undefined,
  threads: number | null | undefined,
  backend: string,
): string {
  const over = (ratio: number | null | undefined, what: string) =>
    ratio != null && Number.isFinite(ratio) && ratio > 0 ? [`${times(ratio)} × ${what}`] : [];
  const both = [
    ...(backend === "serial" ? [] : over(serial, "one thread")),
    ...(backend === "threads" ? [] : over(threads, "all threads")),
  ];
  return both.join(", ") || NONE;
}

function verdictOf(
  { ok, difference, name: own }: Verdict,
  { precision }: Result,
  reference: string | null,
  judged: boolean,
): string {
  if (own === reference) return "the reference";
  if (reference === null) return judged ? "nothing to compare with" : PENDING;
  const off = `off by ${exponent(difference, 1)}`;
  if (precision === "f64") return ok ? "same bits" : `OTHER BITS, ${off}`;
  if (ok === null && !judged) return off;
  if (ok === null) return `${off}: ${precision === "fast" ? "nothing promised" : "no bound"}`;
  return ok ? `${off}: as promised` : `TOO FAR OFF: ${off}`;
}
