import { IntegrateError } from "../src/errors.ts";

/** A run that a signal or the clock has ended: what its process should exit with. */
export class Interrupted extends IntegrateError {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super("cancelled", message);
  }
}

/** Milliseconds that the work has for stopping by itself, before the process is ended without it. */
const GRACE = 120;

/**
 * Aborts on SIGINT, on SIGTERM, and after `timeout` seconds; a second signal ends the process at once. What
 * does not stop by itself is ended, too, `farewell` having been called with the reason.
 */
export function interruptible(
  timeout: number | undefined,
  farewell: (reason: Interrupted) => void,
): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const stop = (reason: Interrupted) => {
    if (controller.signal.aborted) process.exit(reason.exitCode);
    controller.abort(reason);
    grace = setTimeout(() => {
      farewell(reason);
      process.exit(reason.exitCode);
    }, GRACE);
  };
  const handlers = Object.entries({ SIGINT: 130, SIGTERM: 143 }).map(([name, code]) => {
    return [name, () => stop(new Interrupted(`stopped by ${name}`, code))] as const;
  });
  for (const [name, handler] of handlers) process.on(name, handler);
  const clock =
    timeout === undefined
      ? undefined
      : setTimeout(() => stop(new Interrupted(`stopped after ${timeout} s`, 1)), timeout * 1000);
  return {
    signal: controller.signal,
    // The work is over: signals do again what they do by default.
    done() {
      clearTimeout(clock);
      clearTimeout(grace);
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
}
