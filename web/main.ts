import type { Comparison } from "../src/compare.ts";
import { UsageError } from "../src/errors.ts";
import type { Contender, MeasureOptions } from "../src/measure.ts";
import { element, make } from "./dom.ts";
import { checkForm, fillForm, formQuery, readForm, showProblem, type Task, watchForm } from "./form.ts";
import { printFormula } from "./formula.ts";
import { gpuInWords } from "./machine.ts";
import { drawPicture, hideTiles, watchPointer } from "./picture.ts";
import { type Query, readQuery } from "./query.ts";
import { emptyRows, endRows, inPageWords, name, showRows } from "./rows.ts";
import { type RunOptions, runAll } from "./run.ts";
import { offerCharts, runSweep, SIZES } from "./sweep-view.ts";
import { follow, offer } from "./takeaway.ts";
import { showValue } from "./value.ts";

let running: AbortController | null = null;
let results: Comparison["results"] = [];
/** What the results are of. */
let ran = "";

fillForm(readQuery(location.search));
watchForm(formChanged);
offer(() => results);
offerCharts();
watchPointer();
whenSeen(["understand", "wrong"], async () => (await import("./explain.ts")).explain(readForm));
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void work(run);
});
element("sweep").addEventListener("click", () => void work(measure));
element("cancel").addEventListener("click", () => {
  if (running) element("status").textContent = "cancelling";
  running?.abort();
});
void gpuInWords().then((text) => {
  element("machine").textContent = text;
});
const startsAtOnce = new URLSearchParams(location.search).get("run") === "1";
checkForm();
formChanged(formQuery());
if (startsAtOnce) void work(run);

/** All that follows the form. */
function formChanged(query: Query): void {
  follow(query);
  printFormula(query);
  // A value stands behind the integral that it is of, and no other.
  showValue(keyOf(query) === ran ? results[0] : undefined);
  if (running) return;
  if (document.documentElement.dataset.state === "error" && checkForm()) become("idle", "");
  void depict();
  if (!results.length) announce();
}

function keyOf({ f, x, y, n, exact }: Query): string {
  return [f, x, y, n, exact].join(";");
}

/** The rows that a run would fill, so that nothing moves when it does. */
function announce(): void {
  try {
    emptyRows(readForm().contenders, "Nothing has run yet.", "–");
  } catch {
    // The form says what is wrong with it.
  }
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Draws the picture of f, when the form has been left alone for a moment. */
async function depict(): Promise<void> {
  clearTimeout(waiting);
  await new Promise((resolve) => {
    waiting = setTimeout(resolve, 300);
  });
  if (running) return;
  try {
    await drawPicture(readForm().problem);
  } catch {
    // The form says what is wrong with it.
  }
}

/** Loads what is below the fold when it comes near. */
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

/** Runs the task on every backend that was chosen, and shows each result as it arrives. */
async function run(task: Task, options: RunOptions): Promise<void> {
  publish([]);
  showValue(undefined);
  ran = keyOf(formQuery());
  emptyRows(task.contenders, "Running, one after the other.");
  // Before anything is timed.
  await drawPicture(task.problem).catch(() => {});
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
    if (!comparison.results.length) throw new Error("no backend could do it: see the table");
    if (!agreement.ok) throw new Error("the backends disagree, by more than they promise: see the table");
    endRows(element("table-caption").textContent ?? "");
  } catch (error) {
    endRows(options.signal?.aborted ? "Cancelled." : "It did not come to its end.");
    throw error;
  } finally {
    hideTiles();
  }
}

async function measure(task: Task, options: RunOptions): Promise<void> {
  await runSweep(task, options);
}

function publish(all: Comparison["results"]): void {
  results = all;
  element("results").textContent = JSON.stringify(all);
  for (const id of ["save-json", "save-csv"]) element<HTMLButtonElement>(id).disabled = !all.length;
}

/** What surrounds any work: one at a time, its state, its progress and its end. */
async function work(act: (task: Task, options: RunOptions) => Promise<void>): Promise<void> {
  if (running) return;
  running = new AbortController();
  const { signal } = running;
  element("notes").replaceChildren();
  try {
    const task = readForm();
    showProblem(null);
    become("running", "starting");
    await act(task, { signal, onNote: note, onStage: say, onProgress: progress(task.contenders) });
    become("done", "done");
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (signal.aborted) become("cancelled", "cancelled");
    else if (error instanceof UsageError) become("error", "something in the form is not right");
    else become("error", inPageWords(message));
    if (error instanceof UsageError && !signal.aborted) showProblem(error, true);
    else checkForm();
  } finally {
    running = null;
  }
}

function become(state: string, status: string): void {
  document.documentElement.dataset.state = state;
  say(status);
  const active = state === "running";
  // Disabled, they would lose the focus.
  for (const id of ["run", "sweep"]) element(id).ariaDisabled = String(active);
  element("cancel").ariaDisabled = String(!active);
  element<HTMLProgressElement>("progress").value = state === "done" ? 1 : 0;
}

/** A live region is read out: only what changes is said. */
function say(text: string): void {
  const status = element("status");
  if (status.textContent !== text) status.textContent = text;
}

function progress(contenders: readonly Contender[]): MeasureOptions["onProgress"] {
  const bar = element<HTMLProgressElement>("progress");
  return ({ problem, contender, part }) => {
    if (document.hidden) return;
    const before = contenders.indexOf(contender);
    const { backend, precision, threads } = contender;
    // In a sweep the contenders are other objects, and the sizes are what goes on.
    const sweeps = before < 0;
    bar.value = sweeps ? SIZES.indexOf(problem.nx) / SIZES.length : (before + part) / contenders.length;
    if (!running?.signal.aborted) say(sweeps ? `n = ${problem.nx}` : name(backend, precision, threads));
  };
}

/** Something on the way that a person should know. */
function note(text: string): void {
  element("notes").append(make("li", { textContent: text }));
}
