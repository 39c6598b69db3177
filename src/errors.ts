/**
 * What went wrong, for programs.
 *
 * - `usage`: an argument is wrong; the message names it and says what would be right
 * - `no-adapter`: no WebGPU adapter, or none of the name that was asked for
 * - `gpu`: a validation, compilation, out-of-memory or internal error of the GPU's own
 * - `device-lost`: the GPU device went away while it was needed
 * - `worker`: a CPU worker failed
 * - `cancelled`: it was stopped before its end
 * - `not-finite`: the integrand, or a sum of its values, is not a finite number
 * - `parts`: parts of an integral do not make a whole one
 * - `ranks`: the processes that share a run fail together
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

/**
 * An argument that is wrong: which one, what it was (undefined where it had no value), and what would
 * be right.
 */
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

/** Any value in words: an object without a prototype has no string of its own. */
function shortText(value: unknown): string {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.prototype.toString.call(value)
    : String(value);
}

/** A text on one line, safe for a terminal; in quotes where it is empty or has characters that do not print. */
export function printable(text: string): string {
  return text === "" || /\p{C}/u.test(text) ? `"${escaped(text)}"` : text;
}

/** A text with control characters, and others that do not print, as \u escapes. */
export function escaped(text: string): string {
  return text.replace(/\p{C}/gu, (one) =>
    one === "\n" ? "\\n" : `\\u${(one.codePointAt(0) as number).toString(16).padStart(4, "0")}`,
  );
}

/** Whether it is the GPU that failed, so that the CPU may take its place. */
export function isGpuFault(error: unknown): error is IntegrateError {
  return error instanceof IntegrateError && ["no-adapter", "gpu", "device-lost"].includes(error.code);
}
