import type { Comparison } from "../src/compare.ts";
import { UsageError } from "../src/errors.ts";
import type { Contender, MeasureOptions } from "../src/measure.ts";
import { element, make } from "./dom.ts";
import { fillForm, formQuery, readForm, showProblem, type Task, watchForm } from "./form.ts";
import { gpuInWords } from "./machine.ts";
import { readQuery } from "./query.ts";
import { emptyRows, name, showRows } from "./rows.ts";
import { runAll } from "./run.ts";
import { runSweep } from "./sweep-view.ts";
import { follow, offer } from "./takeaway.ts";
import { showValue } from "./value.ts";

let running: AbortController | null = null;
let results: Comparison["results"] = [];

fillForm(readQuery(location.search));
watchForm((query) => {
  follow(query);
  if (!results.length && !running) announce();
});
announce();
offer(() => results);
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void work((task, options) => run(task, options));
});
element("sweep").addEventListener("click", () => void work(runSweep));
element("cancel").addEventListener("click", () => running?.abort());
void gpuInWords().then((text) => {
  element("machine").textContent = text;
});
const startsAtOnce = new URLSearchParams(location.search).get("run") === "1";
follow(formQuery());
if (startsAtOnce) void work((task, options) => run(task, options));

/** The rows that a run would fill, so that nothing moves when it does. */
function announce(): void {
  try {
    emptyRows(readForm().contenders, "Nothing has run yet.", "–");
  } catch {
    // The form says what is wrong with it.
  }
}

/** Runs the task on every backend that was chosen, and shows each result as it arrives. */
async function run(task: Task, options: MeasureOptions): Promise<void> {
  publish([]);
  showValue(undefined);
  emptyRows(task.contenders, "Running, one after the other.", "…");
  const show = (comparison: Comparison) => {
    publish(comparison.results);
    showRows(comparison);
    showValue(comparison.results[0]);
  };
  const { agreement, refusals } = await runAll(task, show, options);
  for (const { name, reason } of refusals) note(`${name}: ${reason}`);
  if (agreement.ok) return;
  throw new Error("the backends disagree, by more than their precision allows: see the table");
}

function publish(all: Comparison["results"]): void {
  results = all;
  element("results").textContent = JSON.stringify(all);
  for (const id of ["save-json", "save-csv"]) element<HTMLButtonElement>(id).disabled = !all.length;
}

/** What surrounds any work: one at a time, its state, its progress and its end. */
async function work(act: (task: Task, options: MeasureOptions) => Promise<void>): Promise<void> {
  if (running) return;
  running = new AbortController();
  const { signal } = running;
  element("notes").replaceChildren();
  try {
    const task = readForm();
    showProblem(null);
    become("running", "starting");
    await act(task, { signal, onNote: note, onProgress: progress(task.contenders) });
    become("done", "done");
  } catch (error) {
    showProblem(error, true);
    const message = error instanceof Error ? error.message : String(error);
    if (signal.aborted) become("cancelled", "cancelled");
    else become("error", error instanceof UsageError ? "something in the form is not right" : message);
  } finally {
    running = null;
  }
}

function become(state: string, status: string): void {
  document.documentElement.dataset.state = state;
  element("status").textContent = status;
  const active = state === "running";
  element<HTMLButtonElement>("cancel").disabled = !active;
  for (const id of ["run", "sweep"]) element<HTMLButtonElement>(id).disabled = active;
  element<HTMLProgressElement>("progress").value = state === "done" ? 1 : 0;
}

function progress(contenders: readonly Contender[]): MeasureOptions["onProgress"] {
  const bar = element<HTMLProgressElement>("progress");
  let said = "";
  return ({ problem, contender, round, part }) => {
    if (document.hidden) return;
    const before = contenders.indexOf(contender);
    bar.value = (Math.max(0, before) + part) / contenders.length;
    const { backend, precision, threads } = contender;
    const text = `n = ${problem.nx}: ${name(backend, precision, threads)}${round ? "" : ", making ready"}`;
    // A live region is read out: only what changes is said.
    if (text !== said) element("status").textContent = text;
    said = text;
  };
}

/** Something on the way that a person should know. */
function note(text: string): void {
  element("notes").append(make("li", { textContent: text }));
}
