import { IntegrateError } from "../../src/errors.ts";
import type { Accuracy, ProblemOf } from "../../src/problem/problem.ts";
import { listen, newWorker } from "../host.ts";
import type { Asked, Told } from "./worker-side.ts";

/** Milliseconds in which a worker has to begin with a question, before another takes its place. */
const PATIENCE = 150;

let worker: Worker | null = null;
let latest = 0;
let busy = false;
let take: (told: Told) => void = () => {};
let fail: (cause: Error) => void = () => {};

type Options = Pick<Asked, "backend" | "budget" | "exact" | "threads"> & {
  readonly onTold: (told: Told) => void;
  readonly onBegun?: () => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Asks the worker that answers, which then gives up on the question before. Resolves with its last reply; rejects with
 * the signal's reason, or where the worker died. An answer that is overtaken never comes.
 */
export function askAnswer(
  problem: ProblemOf<Accuracy>,
  { onTold, onBegun, signal, ...rest }: Options,
): Promise<void> {
  const ask = ++latest;
  const question: Asked = { ask, problem, ...rest };
  return new Promise((resolve, reject) => {
    fail = reject;
    take = (told) => {
      clearTimeout(waiting);
      if ("begun" in told) return onBegun?.();
      onTold(told);
      if ("members" in told && !told.done) return;
      busy = false;
      resolve();
    };
    const cancel = () => {
      clearTimeout(waiting);
      reject(signal?.reason);
      if (ask === latest) forget();
    };
    signal?.addEventListener("abort", cancel, { once: true });
    worker ??= start();
    busy = true;
    worker.postMessage(question);
    const waiting = setTimeout(
      () => {
        if (ask !== latest) return;
        forget();
        worker = start();
        worker.postMessage(question);
      },
      fresh ? FIRST : PATIENCE,
    );
  });
}

/** Cancels the question in progress, if any, so that a run has the processor to itself. */
export function askNothing(): void {
  latest++;
  if (busy) forget();
}

/** A worker that was just started has its script to load. */
const FIRST = 20_000;
let fresh = false;

function start(): Worker {
  const own = newWorker();
  fresh = true;
  const onReply = (told: Told) => {
    fresh = false;
    if (own === worker && told.ask === latest) take(told);
  };
  listen(own, onReply, (cause) => {
    if (own !== worker) return;
    forget();
    fail(new IntegrateError("worker", `a worker died: ${cause}`));
  });
  return own;
}

function forget(): void {
  worker?.terminate();
  worker = null;
}
