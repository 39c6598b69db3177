/**
 * What went wrong, for programs.
 *
 * - `usage`: an argument is wrong; the message names it and says what to give instead
 * - `no-adapter`: no WebGPU adapter, or none with the requested name
 * - `gpu`: a validation, compilation, out-of-memory or internal error of the GPU
 * - `device-lost`: the GPU device was lost and could not be replaced
 * - `worker`: a CPU worker failed
 * - `cancelled`: the work was stopped before it was done
 * - `not-finite`: the integrand, or a sum of its values, is not a finite number
 * - `parts`: parts of an integral are missing, duplicated or do not belong together
 * - `ranks`: an MPI job failed on one of its ranks
 */
export type ErrorCode =
  | "usage"
  | "no-adapter"
  | "gpu"
  | "device-lost"
  | "worker"
  | "cancelled"
  | "not-finite"
  | "parts"
  | "ranks";

/** An error with a one-line message for people and a `code` for programs. */
export class IntegrateError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options as ErrorOptions);
    this.name = "IntegrateError";
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A wrong argument: its name, its value (undefined for none), and advice on what to give instead. */
export class UsageError extends IntegrateError {
  constructor(
    readonly argument: string,
    readonly value: unknown,
    readonly advice: string,
  ) {
    const shown =
      value === undefined ? "" : ` = ${printable(shortText(value)).replace(/(?<=^.{60}).+/s, "…")}`;
    super("usage", `${argument}${shown}: ${advice}`);
  }
}

/** Any value as text; String() throws for an object without a prototype. */
function shortText(value: unknown): string {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.prototype.toString.call(value)
    : String(value);
}

/** A text on one line, safe for a terminal; quoted if it is empty or has control characters. */
export function printable(text: string): string {
  return text === "" || /\p{C}/u.test(text) ? `"${escaped(text)}"` : text;
}

/** A text with control and other unprintable characters as \u escapes. */
export function escaped(text: string): string {
  return text.replace(/\p{C}/gu, (one) =>
    one === "\n" ? "\\n" : `\\u${(one.codePointAt(0) as number).toString(16).padStart(4, "0")}`,
  );
}

/** Whether the GPU failed, so that the caller may fall back to the CPU. */
export function isGpuFault(error: unknown): error is IntegrateError {
  return error instanceof IntegrateError && ["no-adapter", "gpu", "device-lost"].includes(error.code);
}
