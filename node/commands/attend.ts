import { escaped } from "../../src/errors.ts";
import { host } from "../host.ts";
import type { Arguments } from "../options/parse.ts";
import { atPlace, Interrupted, interruptible } from "./interrupt.ts";
import { makeProgress } from "./progress.ts";

export interface Attendance {
  readonly signal: AbortSignal;
  /** Sets the progress line, which only a terminal shows. */
  progress(line: () => string): void;
  /** Prints a note above that line. */
  onNote(text: string, doubt?: boolean): void;
}

export interface Surroundings {
  readonly args: Arguments;
  /** Seconds after which the work is given up. */
  readonly timeout: number | undefined;
  readonly note: (text: string, doubt?: boolean) => void;
  /** How far the work came, for the message of an interruption. */
  readonly where: () => string;
  /** Called when the work ends, for whatever reason. */
  readonly close?: () => void;
  /** Whether to leave the message of an interruption to another process of the job. */
  readonly silent?: boolean;
}

/** Does a command's work with a progress line, notes, signals and a time-out. */
export async function attend<T>(
  { args, timeout, note, where, close = () => {}, silent = false }: Surroundings,
  work: (attendance: Attendance) => Promise<T>,
): Promise<T> {
  const shown = process.stderr.isTTY && !args.flag("quiet") && !args.flag("no-progress");
  const progress = shown ? makeProgress(process.stderr, host.now) : null;
  const said = (reason: Interrupted) => atPlace(reason, where());
  const interrupt = interruptible(timeout, (reason) => {
    progress?.end();
    if (!silent) process.stderr.write(`gpu-integrate: ${escaped(said(reason).message)}\n`);
    close();
  });
  try {
    return await work({
      signal: interrupt.signal,
      progress: (line) => progress?.update(line),
      onNote(text, doubt) {
        progress?.clear();
        note(text, doubt);
      },
    });
  } catch (error) {
    throw error instanceof Interrupted ? said(error) : error;
  } finally {
    interrupt.done();
    progress?.end();
    close();
  }
}
