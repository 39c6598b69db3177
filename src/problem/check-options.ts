import { UsageError } from "../errors.ts";
import { exactOf } from "../integrand/language/integrand.ts";
import { BACKENDS, type Options } from "./options.ts";
import { PRECISIONS } from "./problem.ts";

/** A worker takes about 9 MiB, and more workers than cores are no faster. */
export const MAX_THREADS = 256;

/** Checks every option but the problem's, since JavaScript callers have no type checks. Throws `usage`. */
export function checkOptions(options: Options): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new UsageError("options", options, "must be an object such as { f, x, y, n }");
  }
  const { repeat, warmup, signal, onProgress, onNote, estimate, separation } = options;
  checkWhole("repeat", repeat, 1);
  checkWhole("warmup", warmup, 0);
  for (const [name, callback] of Object.entries({ onProgress, onNote })) {
    if (callback !== undefined && typeof callback !== "function") {
      throw new UsageError(name, callback, "must be a function");
    }
  }
  for (const [name, flag] of Object.entries({ estimate, separation })) {
    if (flag !== undefined && typeof flag !== "boolean")
      throw new UsageError(name, flag, "must be true or false");
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") {
    throw new UsageError("signal", signal, "must be an AbortSignal");
  }
  checkChoice(options);
}

/** Throws `usage` for options of a family. */
export function checkAlone({ parameters }: { parameters?: unknown }): void {
  const [name] = isObject(parameters) ? Object.keys(parameters) : [];
  if (name !== undefined) throw new UsageError("parameters", name, "make a family: call integrateFamily");
}

/** Throws `usage` for options of one integral. */
export function checkFamily({
  parameters,
  exact,
  estimate,
  onMember,
}: Pick<Options, "exact" | "estimate"> & { parameters?: unknown; onMember?: unknown }): void {
  if (parameters === undefined || (isObject(parameters) && !Object.keys(parameters).length)) {
    const advice = "must be given, as in { a: [1, 2, 3] }; for one integral call integrate";
    throw new UsageError("parameters", undefined, advice);
  }
  if (exact !== undefined)
    throw new UsageError("exact", exact, "is for one integral; those of a family differ");
  if (estimate) {
    const advice = "is for one integral; with a tolerance each member of a family has its error";
    throw new UsageError("estimate", estimate, advice);
  }
  if (onMember !== undefined && typeof onMember !== "function")
    throw new UsageError("onMember", onMember, "must be a function");
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Checks the choice of a backend as far as that needs no device. Throws `usage`. */
export function checkChoice({
  backend = "auto",
  precision,
  threads,
}: Pick<Options, "backend" | "precision" | "threads">) {
  if (!BACKENDS.includes(backend))
    throw new UsageError("backend", backend, `must be one of ${BACKENDS.join(", ")}`);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new UsageError("threads", threads, `must be a whole number from 1 to ${MAX_THREADS}`);
  }
  if (precision === undefined) return;
  const onGpu = PRECISIONS.filter((one) => one !== "f64");
  const allowed: readonly string[] = { auto: PRECISIONS, gpu: onGpu }[backend as string] ?? ["f64"];
  if (allowed.includes(precision)) return;
  const advice = `must be one of ${allowed.join(", ")}`;
  throw new UsageError(
    "precision",
    precision,
    backend === "auto" ? advice : `with ${backend} it ${advice.replace(/one of (?=\w+$)/, "")}`,
  );
}

/** The known value as a number. Throws `usage`. */
export function exactNumber({ exact }: Options): number | undefined {
  const value = typeof exact === "string" ? exactOf(exact) : exact;
  if (value === undefined || Number.isFinite(value)) return value;
  throw new UsageError("exact", exact, "must be a finite number or a constant expression such as pi/4");
}

function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new UsageError(name, value, `must be a whole number, at least ${least}`);
}
