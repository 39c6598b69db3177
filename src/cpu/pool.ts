import { IntegrateError } from "../errors.ts";
import type { Reply, Request } from "./worker.ts";

/** A worker of node:worker_threads or of the web, as far as it is needed here. */
export interface WorkerLike {
  post(request: Request): void;
  /** Called once with the handlers for replies and for the worker's death. */
  listen(onReply: (reply: Reply) => void, onDeath: (cause: unknown) => void): void;
  terminate(): void;
}

/** A worker to call, from any number of callers: it answers in the order of the calls. */
export interface Caller {
  call(request: Request): Promise<Float64Array>;
  /** What it died of; null while it lives. */
  dead(): IntegrateError | null;
  terminate(): void;
}

/** Workers that outlive the plans they work on. */
export interface Pool {
  /** So many living workers, started where they are missing. Throws what keeps one from starting. */
  take(count: number): Caller[];
  /** Tells the plans of one pool apart. */
  nextPlan(): number;
  close(): void;
}

export function makePool(spawn: () => WorkerLike): Pool {
  let workers: Caller[] = [];
  let plans = 0;
  return {
    take(count) {
      workers = workers.filter((worker) => !worker.dead());
      while (workers.length < count) workers.push(makeCaller(spawn()));
      return workers.slice(0, count);
    },
    nextPlan: () => plans++,
    close() {
      for (const worker of workers.splice(0)) worker.terminate();
    },
  };
}

function makeCaller(worker: WorkerLike): Caller {
  const waiting: { resolve(value: Float64Array): void; reject(error: unknown): void }[] = [];
  let dead: IntegrateError | null = null;
  worker.listen(
    (reply) => {
      const first = waiting.shift();
      if ("partials" in reply) first?.resolve(reply.partials);
      else first?.reject(new IntegrateError("worker", reply.error));
    },
    (cause) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      // The first tells why; that it exited comes after.
      dead ??= new IntegrateError("worker", `a CPU worker died: ${message}`, { cause });
      for (const { reject } of waiting.splice(0)) reject(dead);
    },
  );
  return {
    call(request) {
      if (dead) return Promise.reject(dead);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.post(request);
      });
    },
    dead: () => dead,
    terminate: () => worker.terminate(),
  };
}
