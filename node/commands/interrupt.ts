import { IntegrateError } from "../../src/errors.ts";

/** A run that a signal or the time-out has ended. */
export class Interrupted extends IntegrateError {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super("cancelled", message);
  }
}

/** The same, with how far the work had come. */
export function atPlace({ message, exitCode }: Interrupted, where: string): Interrupted {
  return new Interrupted(`${message} ${where}`.trimEnd(), exitCode);
}

/** What a family or an accuracy that a signal or the time-out cuts short has for a status. */
export function statusOf(reason: unknown): "timeout" | "interrupted" {
  return reason instanceof Interrupted && reason.exitCode === 1 ? "timeout" : "interrupted";
}

/** Milliseconds that the work has to stop by itself, which a compiling shader or a long tile does not. */
const GRACE = 120;
/** The same on a time-out, which leaves time for the usual exit. */
const LONG_GRACE = 300;

/**
 * Aborts on SIGINT, on SIGTERM, and after `timeout` seconds; a second signal ends the process at once. Work that does
 * not stop by itself is cut off after `farewell`. After a signal the process then dies of that signal, for which shells
 * report the same exit codes: a usual exit can crash in the GPU's libraries, whose threads are still running.
 */
export function interruptible(
  timeout: number | undefined,
  farewell: (reason: Interrupted) => void,
): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const stop = (reason: Interrupted, milliseconds: number, end: () => void) => {
    controller.abort(reason);
    grace = setTimeout(() => {
      farewell(reason);
      end();
    }, milliseconds);
  };
  const die = (name: "SIGINT" | "SIGTERM") => {
    process.removeAllListeners(name);
    process.kill(process.pid, name);
  };
  const signals = (["SIGINT", "SIGTERM"] as const).map((name) => {
    const reason = new Interrupted(`stopped by ${name}`, name === "SIGINT" ? 130 : 143);
    const handler = () => {
      if (!controller.signal.aborted) return stop(reason, GRACE, () => die(name));
      // The timeout command sends two at a time.
      farewell(reason);
      die(name);
    };
    process.on(name, handler);
    return { name, handler };
  });
  const giveUp = () => {
    const reason = new Interrupted(`stopped after ${timeout} s`, 1);
    stop(reason, LONG_GRACE, () => process.exit(reason.exitCode));
  };
  const clock = timeout === undefined ? undefined : setTimeout(giveUp, timeout * 1000);
  return {
    signal: controller.signal,
    // The work is over: signals do what they do by default.
    done() {
      clearTimeout(clock);
      clearTimeout(grace);
      for (const { name, handler } of signals) process.off(name, handler);
    },
  };
}
