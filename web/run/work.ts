import "./run.css";
import { messageOf, UsageError } from "../../src/errors.ts";
import { element, make } from "../dom.ts";
import { checkForm, readForm, type Task } from "../form/form.ts";
import { showProblem } from "../form/problem.ts";
import { inPageWords } from "../words.ts";
import type { WorkOptions } from "./run.ts";

let running: AbortController | null = null;

export function isRunning(): boolean {
  return running !== null;
}

export function cancel(): void {
  if (running) say("cancelling");
  running?.abort();
}

/** Runs one task at a time and shows its state, progress and outcome. */
export async function work(act: (task: Task, options: WorkOptions) => Promise<void>): Promise<void> {
  if (running) return;
  running = new AbortController();
  const { signal } = running;
  element("notes").replaceChildren();
  try {
    const task = readForm();
    showProblem(null);
    become("running", "starting");
    await act(task, { signal, onNote: note, onStage: advance });
    become("done", "done");
  } catch (error) {
    const message = messageOf(error);
    if (signal.aborted) become("cancelled", "cancelled");
    else if (error instanceof UsageError) become("error", "Fix the highlighted field.");
    else become("error", inPageWords(message));
    if (error instanceof UsageError && !signal.aborted) showProblem(error, true);
    else checkForm();
  } finally {
    running = null;
  }
}

/** Sets the page's state and status text. */
export function become(state: string, status: string): void {
  document.documentElement.dataset.state = state;
  say(status);
  const active = state === "running";
  // `disabled` would take the focus away.
  for (const id of ["run", "sweep"]) element(id).ariaDisabled = String(active);
  element("cancel").ariaDisabled = String(!active);
  element<HTMLProgressElement>("progress").value = state === "done" ? 1 : 0;
}

/** Changes the live region only when the text differs, because every change is read out. */
function say(text: string): void {
  const status = element("status");
  if (status.textContent !== text) status.textContent = text;
}

/** Shows the current stage, and the progress of the whole run from 0 to 1. */
function advance(text: string, part: number): void {
  if (document.hidden || running?.signal.aborted) return;
  element<HTMLProgressElement>("progress").value = part;
  say(text);
}

/** Adds a note for the reader, once: several backends may report the same. */
export function note(text: string): void {
  const notes = element("notes");
  if ([...notes.children].every((one) => one.textContent !== text))
    notes.append(make("li", { textContent: text }));
}
