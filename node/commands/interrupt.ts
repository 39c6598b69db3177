import { IntegrateError } from "../../src/errors.ts";

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
/** The same for a time-out, with which nobody waits at a keyboard. */
const LONG_GRACE = 10_000;

/**
 * Aborts on SIGINT, on SIGTERM, and after `timeout` seconds; a second signal ends the process at once. What
 * does not stop by itself is ended, too, `farewell` having been called with the reason: a shader that compiles, a
 * tile that takes long. Then the signal does what it does by default, for which shells have the same exit codes;
 * an exit in the usual way would take the GPU's libraries apart under their own threads, which crash.
 */
export function interruptible(
  timeout: number | undefined,
  farewell: (reason: Interrupted) => void,
): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const die = (name: "SIGINT" | "SIGTERM") => {
    process.removeAllListeners(name);
    process.kill(process.pid, name);
  };
  const signals = (["SIGINT", "SIGTERM"] as const).map((name) => {
    const reason = new Interrupted(`stopped by ${name}`, name === "SIGINT" ? 130 : 143);
    const handler = () => {
      if (controller.signal.aborted) return die(name);
      controller.abort(reason);
      grace = setTimeout(() => {
        farewell(reason);
        die(name);
      }, GRACE);
    };
    process.on(name, handler);
    return { name, handler };
  });
  const giveUp = () => {
    const reason = new Interrupted(`stopped after ${timeout} s`, 1);
    controller.abort(reason);
    grace = setTimeout(() => {
      farewell(reason);
      process.exit(reason.exitCode);
    }, LONG_GRACE);
  };
  const clock = timeout === undefined ? undefined : setTimeout(giveUp, timeout * 1000);
  return {
    signal: controller.signal,
    // The work is over: signals do again what they do by default.
    done() {
      clearTimeout(clock);
      clearTimeout(grace);
      for (const { name, handler } of signals) process.off(name, handler);
    },
  };
}
