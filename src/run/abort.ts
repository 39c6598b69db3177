import type { Backend, Open } from "../backend.ts";

/** The promise, rejected with the signal's reason once that aborts: another rank may never answer. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Told of work that may go on for a moment after an abort. */
export type Keep = (work: Promise<unknown>) => void;

/** Opens backends, but rejects at once when aborted: a shader may take long to compile. */
export function promptly<P>(open: Open<P>, signal: AbortSignal | undefined, keep: Keep = () => {}): Open<P> {
  return (plan) => {
    const opening = (async (): Promise<Backend> => open(plan))();
    keep(opening);
    return unlessAborted(opening, signal).catch((error) => {
      // Close the backend if it opens after all.
      opening.then(
        (backend) => backend.close(),
        () => {},
      );
      throw error;
    });
  };
}
