import { host } from "./host.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import type { Arguments } from "./options.ts";
import { makeProgress } from "./progress.ts";

export interface Attendance {
  readonly signal: AbortSignal;
  /** Shows how far it is, in one line on a terminal. */
  progress(line: () => string): void;
  /** Takes that line away, before something else is written. */
  clear(): void;
}

/**
 * Does the work of a command with what surrounds it: a progress line, signals, and the time-out in seconds. `where` completes the
 * message of an interruption with how far the work came; `close` is called at its end, whatever that is.
 */
export async function attend<T>(
  args: Arguments,
  timeout: number | undefined,
  where: () => string,
  work: (attendance: Attendance) => Promise<T>,
  close = () => {},
): Promise<T> {
  const shown = process.stderr.isTTY && !args.flag("quiet") && !args.flag("no-progress");
  const progress = shown ? makeProgress(process.stderr, host.now) : null;
  const said = (reason: Interrupted) => new Interrupted(`${reason.message} ${where()}`, reason.exitCode);
  const clear = () => progress?.clear();
  const interrupt = interruptible(timeout, (reason) => {
    clear();
    process.stderr.write(`gpu-integrate: ${said(reason).message}\n`);
    close();
  });
  try {
    return await work({ signal: interrupt.signal, progress: (line) => progress?.update(line), clear });
  } catch (error) {
    throw error instanceof Interrupted ? said(error) : error;
  } finally {
    interrupt.done();
    clear();
    close();
  }
}
