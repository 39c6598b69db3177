import { host } from "../host.ts";
import type { Arguments } from "../options/parse.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { makeProgress } from "./progress.ts";

export interface Attendance {
  readonly signal: AbortSignal;
  /** Shows how far it is, in one line on a terminal. */
  progress(line: () => string): void;
  /** Says something above that line. */
  onNote(text: string, doubt?: boolean): void;
}

export interface Surroundings {
  readonly args: Arguments;
  /** Seconds after which the work is given up. */
  readonly timeout: number | undefined;
  readonly note: (text: string, doubt?: boolean) => void;
  /** How far the work came, to complete the message of an interruption. */
  readonly where: () => string;
  /** Called at the end of the work, whatever that is. */
  readonly close?: () => void;
  /** Says nothing when a signal ends it: another process of the same job does. */
  readonly silent?: boolean;
}

/** Does the work of a command with what surrounds it: a progress line, notes, signals, and the time-out. */
export async function attend<T>(
  { args, timeout, note, where, close = () => {}, silent = false }: Surroundings,
  work: (attendance: Attendance) => Promise<T>,
): Promise<T> {
  const shown = process.stderr.isTTY && !args.flag("quiet") && !args.flag("no-progress");
  const progress = shown ? makeProgress(process.stderr, host.now) : null;
  const said = (reason: Interrupted) => new Interrupted(`${reason.message} ${where()}`, reason.exitCode);
  const clear = () => progress?.clear();
  const interrupt = interruptible(timeout, (reason) => {
    clear();
    if (!silent) process.stderr.write(`gpu-integrate: ${said(reason).message}\n`);
    close();
  });
  try {
    return await work({
      signal: interrupt.signal,
      progress: (line) => progress?.update(line),
      onNote(text, doubt) {
        clear();
        note(text, doubt);
      },
    });
  } catch (error) {
    throw error instanceof Interrupted ? said(error) : error;
  } finally {
    interrupt.done();
    clear();
    close();
  }
}
