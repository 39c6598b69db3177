import { IntegrateError } from "../../src/errors.ts";
import type { Accuracy, ProblemOf } from "../../src/problem/problem.ts";
import { listen, newWorker } from "../host.ts";
import type { Asked, Told } from "./worker-side.ts";

/** A worker that was just started has its script to load. */
const FIRST = 20_000;
/** Milliseconds in which a worker has to begin with a question, before another takes its place. */
const PATIENCE = 150;

type Options = Pick<Asked, "backend" | "budget" | "exact" | "threads"> & {
  readonly onTold: (told: Told) => void;
  readonly onBegun?: () => void;
  readonly signal?: AbortSignal | undefined;
};

/** A worker of its own that answers one question at a time. */
export interface Asker {
  /**
   * Asks, which cancels the question before: that is never answered. Resolves with the last reply; rejects with the
   * signal's reason, or where the worker died.
   */
  ask(problem: ProblemOf<Accuracy>, options: Options): Promise<void>;
  /** Cancels the question in progress, if any. */
  stop(): void;
}

export function makeAsker(): Asker {
  let worker: Worker | null = null;
  let latest = 0;
  let busy = false;
  let fresh = false;
  let take: (told: Told) => void = () => {};
  let fail: (cause: Error) => void = () => {};
  const forget = () => {
    worker?.terminate();
    worker = null;
  };
  const start = (): Worker => {
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
  };
  return {
    ask(problem, { onTold, onBegun, signal, ...rest }) {
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
        const again = () => {
          if (ask !== latest) return;
          forget();
          worker = start();
          worker.postMessage(question);
        };
        const waiting = setTimeout(again, fresh ? FIRST : PATIENCE);
      });
    },
    stop() {
      latest++;
      if (busy) forget();
      busy = false;
    },
  };
}
