import "./base.css";
import type { Comparison } from "../src/benchmark/compare.ts";
import { element } from "./dom.ts";
import { checkForm, fillForm, formQuery, readForm, readIntegral, type Task, watchForm } from "./form/form.ts";
import { type Query, readQuery } from "./form/query.ts";
import { hideTiles, showPicture } from "./picture/picture.ts";
import { printFormula } from "./results/formula.ts";
import { emptyRows, endRows, showRows } from "./results/rows.ts";
import { follow, offer } from "./results/takeaway.ts";
import { showValue } from "./results/value.ts";
import { gpuInWords } from "./run/machine.ts";
import { runAll, type WorkOptions } from "./run/run.ts";
import { become, cancel, isRunning, note, work } from "./run/work.ts";
import { offerCharts, runSweep } from "./sweep/sweep.ts";
import { inPageWords } from "./words.ts";

let results: Comparison["results"] = [];
/** The query that the results belong to. */
let ran = "";

fillForm(readQuery(location.search));
watchForm(formChanged);
offer(() => results);
offerCharts();
whenSeen(["understand", "wrong"], async () => (await import("./explain/explain.ts")).explain(readForm));
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void work(run);
});
element("sweep").addEventListener("click", () => void work(runSweep));
element("cancel").addEventListener("click", cancel);
void gpuInWords().then((text) => {
  element("machine").textContent = text;
});
const startsAtOnce = new URLSearchParams(location.search).get("run") === "1";
formChanged(formQuery());
if (startsAtOnce) void work(run);

/** Updates everything that depends on the form. */
function formChanged(query: Query): void {
  const valid = checkForm();
  follow(query, valid);
  printFormula(() => readIntegral(1));
  // A value is only shown with the integral it belongs to.
  showValue(keyOf(query) === ran ? results[0] : undefined);
  if (isRunning()) return;
  if (document.documentElement.dataset.state === "error" && valid) become("idle", "");
  void depict();
  if (!results.length) announce();
}

function keyOf({ f, variables, n, rule, exact }: Query): string {
  return JSON.stringify([f, variables, n, rule, exact]);
}

/** Shows the rows that a run would fill, so that nothing moves when it does. */
function announce(): void {
  try {
    emptyRows(readForm().contenders, "No run yet.", "–");
  } catch {
    // The form shows its own error.
  }
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Draws the picture of f once the form has been unchanged for a moment. */
async function depict(): Promise<void> {
  clearTimeout(waiting);
  await new Promise((resolve) => {
    waiting = setTimeout(resolve, 300);
  });
  if (isRunning()) return;
  try {
    await showPicture(readForm().prepared);
  } catch {
    // The form shows its own error.
  }
}

/** Loads sections below the fold when they come near the viewport. */
function whenSeen(ids: readonly string[], load: () => Promise<void>): void {
  const observer = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void load();
    },
    { rootMargin: "300px" },
  );
  for (const id of ids) observer.observe(element(id));
}

/** Runs the task on every chosen backend and shows each result as it arrives. */
async function run(task: Task, options: WorkOptions): Promise<void> {
  publish([]);
  showValue(undefined);
  ran = keyOf(formQuery());
  emptyRows(task.contenders, "Running one backend after another.");
  // Finish drawing before timing starts.
  await showPicture(task.prepared).catch(() => {});
  await painted();
  const show = (comparison: Comparison, judged = false) => {
    publish(comparison.results);
    showRows(comparison, judged);
    if (keyOf(formQuery()) === ran) showValue(comparison.results[0]);
  };
  try {
    const comparison = await runAll(task, show, options);
    show(comparison, true);
    const { agreement, refusals } = comparison;
    for (const { name, reason } of refusals) note(`${name}: ${inPageWords(reason)}`);
    if (!comparison.results.length) throw new Error("no backend could run this; see the table");
    if (!agreement.ok)
      throw new Error("the backends disagree by more than their precision allows; see the table");
    endRows(element("table-caption").textContent ?? "");
  } catch (error) {
    endRows(options.signal?.aborted ? "Cancelled." : "The run failed.");
    throw error;
  } finally {
    hideTiles();
  }
}

/** Resolves after two frames, when changes are on the screen; at once in a hidden tab, which draws none. */
function painted(): Promise<unknown> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

function publish(all: Comparison["results"]): void {
  results = all;
  element("results").textContent = JSON.stringify(all);
  for (const id of ["save-json", "save-csv"]) element<HTMLButtonElement>(id).disabled = !all.length;
}
