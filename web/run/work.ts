import "../base.css";
import "./run.css";
import { messageOf, UsageError } from "../../src/errors.ts";
import { element, make } from "../dom.ts";
import { checkForm, readForm, type Task } from "../form/form.ts";
import { showProblem } from "../form/problem.ts";
import { inPageWords } from "../words.ts";

/** What a task reports while it runs. */
export interface WorkOptions {
  readonly signal: AbortSignal;
  readonly onNote: (text: string) => void;
  /** The current stage, and the progress of the whole from 0 to 1. */
  readonly onStage: (text: string, part: number) => void;
}

type Act = (task: Task, options: WorkOptions) => Promise<void>;

/** Beside the button that starts a task. */
interface Controls {
  readonly button: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
  readonly status: HTMLElement;
  readonly progress: HTMLProgressElement;
}

const all: Controls[] = [];
const starters: (() => void)[] = [];
let running: { readonly controls: Controls; readonly abort: AbortController } | null = null;

export function isRunning(): boolean {
  return running !== null;
}

/** Calls back when a task starts, before it reads the form. */
export function onStart(listener: () => void): void {
  starters.push(listener);
}

/** Cancels the task that runs, if any. */
export function cancel(): void {
  if (running) say(running.controls, "cancelling");
  running?.abort.abort();
}

/**
 * Makes the button start a task on the form's problem, with Cancel, status and progress beside it or in `place`; returns
 * what starts it. One task runs at a time. Its state is the page's `data-state`.
 */
export function starts(button: HTMLButtonElement, act: Act, place?: HTMLElement): () => Promise<void> {
  const stop = make("button", { type: "button", className: "cancel", textContent: "Cancel", hidden: true });
  const status = make("p", { className: "status" });
  status.setAttribute("role", "status");
  const progress = make("progress", { max: 1, value: 0, ariaLabel: "Progress" });
  if (place) place.prepend(stop, status, progress);
  else button.after(stop, status, progress);
  const controls = { button, cancel: stop, status, progress };
  all.push(controls);
  stop.addEventListener("click", cancel);
  const start = () => work(controls, act);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    void start();
  });
  return start;
}

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") cancel();
});

async function work(controls: Controls, act: Act): Promise<void> {
  if (running) return;
  const abort = new AbortController();
  const { signal } = abort;
  running = { controls, abort };
  for (const listener of starters) listener();
  element("notes").replaceChildren();
  const onStage = (text: string, part: number) => {
    if (document.hidden || signal.aborted) return;
    controls.progress.value = part;
    say(controls, text);
  };
  try {
    const task = readForm();
    showProblem(null);
    become("running", controls, "starting");
    await act(task, { signal, onNote: note, onStage });
    become("done", controls, DONE);
  } catch (error) {
    if (signal.aborted) become("cancelled", controls, "cancelled");
    else if (error instanceof UsageError) become("error", controls, "Fix the highlighted field.");
    else become("error", controls, inPageWords(messageOf(error)));
    if (error instanceof UsageError && !signal.aborted) showProblem(error, true);
    else checkForm();
  } finally {
    running = null;
  }
}

/** The page is as before a run: what an error said no longer holds. */
export function becomeIdle(): void {
  for (const controls of all) become("idle", controls, "");
}

const DONE = "done";
const EDITED = "edited since this run";

/** Says beside the button that ended whether the form still is what it ran. */
export function sayEdited(edited: boolean): void {
  for (const { status } of all) {
    if (status.textContent === (edited ? DONE : EDITED)) status.textContent = edited ? EDITED : DONE;
  }
}

function become(state: string, own: Controls, status: string): void {
  document.documentElement.dataset.state = state;
  say(own, status);
  const active = state === "running";
  for (const { button, cancel: stop, progress } of all) {
    // `disabled` would take the focus away.
    button.ariaDisabled = String(active);
    const mine = active && button === own.button;
    // So would hiding the button that has it.
    if (!mine && stop === document.activeElement) button.focus();
    stop.hidden = !mine;
    progress.dataset.active = String(mine);
    if (!mine) progress.value = 0;
  }
}

/** Changes the live region only when the text differs, because every change is read out. */
function say({ status }: Controls, text: string): void {
  if (status.textContent !== text) status.textContent = text;
}

/** Adds a note for the reader, once: several backends may report the same. */
export function note(text: string): void {
  const notes = element("notes");
  if ([...notes.children].every((one) => one.textContent !== text))
    notes.append(make("li", { textContent: text }));
}
