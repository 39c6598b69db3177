import { IntegrateError } from "../../src/errors.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { listen, newWorker } from "../host.ts";
import type { Answers } from "./questions.ts";

/** Asks a new worker one question, named by `kind`. Rejects with the signal's reason when it is aborted. */
export async function askWorker<K extends keyof Answers>(
  kind: K,
  problem: Problem,
  signal?: AbortSignal,
  url?: string | URL,
): Promise<Answers[K]> {
  signal?.throwIfAborted();
  const worker = newWorker(url);
  try {
    return await new Promise<Answers[K]>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      const take = (reply: Record<K, Answers[K]> | { error: string }) =>
        "error" in reply ? reject(new IntegrateError("worker", reply.error)) : resolve(reply[kind]);
      listen(worker, take, reject);
      worker.postMessage({ [kind]: problem });
    });
  } finally {
    worker.terminate();
  }
}
