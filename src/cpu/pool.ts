import { IntegrateError, messageOf } from "../errors.ts";
import type { Answer, Reply, Request } from "./worker.ts";

/** What a pool needs of a worker of node:worker_threads or of the web. */
export interface WorkerLike {
  post(request: Request): void;
  /** Sets the handlers for replies and for the worker's death; called once. */
  listen(onReply: (reply: Reply) => void, onDeath: (cause: unknown) => void): void;
  terminate(): void;
}

/** A worker that any number of callers may share: it answers calls in order. */
export interface Caller {
  call<T extends Answer>(request: Request): Promise<T>;
  /** Why it died; null while it is alive. */
  dead(): IntegrateError | null;
  terminate(): void;
}

/** Workers that are reused from plan to plan. */
export interface Pool {
  /** `count` living workers, starting new ones as needed. Throws if one cannot be started. */
  take(count: number): Caller[];
  /** A new id for a plan of this pool. */
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
  const waiting: { resolve(value: Answer): void; reject(error: unknown): void }[] = [];
  let dead: IntegrateError | null = null;
  worker.listen(
    (reply) => {
      const first = waiting.shift();
      if ("answer" in reply) first?.resolve(reply.answer);
      else first?.reject(new IntegrateError("worker", reply.error));
    },
    (cause) => {
      // The first cause explains the death; a mere exit code follows it.
      dead ??= new IntegrateError("worker", `a CPU worker died: ${messageOf(cause)}`, { cause });
      for (const { reject } of waiting.splice(0)) reject(dead);
    },
  );
  return {
    call<T extends Answer>(request: Request) {
      if (dead) return Promise.reject(dead);
      return new Promise<T>((resolve, reject) => {
        waiting.push({ resolve: (value) => resolve(value as T), reject });
        worker.post(request);
      });
    },
    dead: () => dead,
    terminate: () => worker.terminate(),
  };
}
