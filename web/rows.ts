import type { Comparison, Verdict } from "../src/compare.ts";
import type { Contender } from "../src/measure.ts";
import type { Result } from "../src/result.ts";
import { count, duration, exponent, times } from "../src/units.ts";
import { element, make } from "./dom.ts";
import { host } from "./host.ts";

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
export function emptyRows(contenders: readonly Contender[], caption: string, cell: string): void {
  element("table-caption").textContent = caption;
  element("rows").replaceChildren(
    ...contenders.map(({ backend, precision, threads }) => {
      return row(backend, [name(backend, precision, threads), ...HEADINGS.slice(1).map(() => cell)]);
    }),
  );
}

/** What has arrived, in the places of the empty rows; bars as long as compute times. */
export function showRows({ results, refusals, agreement, speedup }: Comparison): void {
  const slowest = Math.max(...results.map(({ seconds }) => seconds.compute));
  const fastest = Math.min(...results.map(({ seconds }) => seconds.compute));
  // Where one is a hundred times the other, the shorter would not show.
  const logarithmic = slowest > 100 * fastest;
  const part = (seconds: number) =>
    logarithmic ? Math.log(seconds / fastest) / Math.log(slowest / fastest) : seconds / slowest;
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
      make("div", {}, bar, duration(seconds.compute)),
      duration(seconds.total),
      count(result.cellsPerSecond),
      inWords(ratios?.compute, ratios?.computeOverThreads, backend),
      exponent(result.integral),
      errorOf(result),
      verdictOf(verdict, result, agreement.reference),
    ];
    find(backend)?.replaceWith(row(backend, cells, verdict.ok === false));
  }
  for (const { backend, precision, reason } of refusals) {
    const line = make("tr", { className: `${backend} refused` });
    line.append(make("th", { scope: "row", textContent: name(backend, precision, null) }));
    line.append(make("td", { colSpan: HEADINGS.length - 1, textContent: reason }));
    find(backend)?.replaceWith(line);
  }
  element("table-caption").textContent = [
    "Each ran once, from a cold start; the bars are compute times",
    logarithmic ? ", on a logarithmic scale" : "",
    ". Agreement is judged by what each precision promises.",
    host.info.runtime.startsWith("Firefox") ? " Firefox looks only every 100 ms whether a GPU is done." : "",
  ].join("");
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

export function name(backend: string, precision: string, threads: number | null): string {
  const names: Record<string, string> = { gpu: `GPU ${precision}`, serial: "one CPU thread" };
  return names[backend] ?? `${threads} CPU thread${threads === 1 ? "" : "s"}`;
}

/** Of the integral where its value is known, and else the estimate. */
function errorOf({ error, estimate }: Result): string {
  if (error !== null) return exponent(error, 1);
  return estimate ? `about ${exponent(estimate.discretization + estimate.rounding, 1)}` : "…";
}

function inWords(
  serial: number | null | undefined,
  threads: number | null | undefined,
  backend: string,
): string {
  const over = [
    serial != null && backend !== "serial" ? `${times(serial)} × one thread` : "",
    threads != null && backend !== "threads" ? `${times(threads)} × all threads` : "",
  ];
  return over.filter(Boolean).join(", ") || "–";
}

function verdictOf(
  { ok, difference, name: own }: Verdict,
  { precision }: Result,
  reference: string | null,
): string {
  if (own === reference) return "the reference";
  if (reference === null) return "…";
  const off = `off by ${exponent(difference, 1)}`;
  if (precision === "f64") return ok ? "same bits" : `OTHER BITS, ${off}`;
  if (ok === null) return `${off}: ${precision === "fast" ? "nothing promised" : "no bound"}`;
  return ok ? `${off}: as promised` : `TOO FAR OFF: ${off}`;
}
