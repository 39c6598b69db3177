import { UsageError } from "../errors.ts";
import { exactOf } from "../integrand/integrand.ts";
import { BACKENDS, type Options } from "./options.ts";
import { PRECISIONS } from "./problem.ts";

/** A worker takes some 9 MiB, and more of them than cores are no faster. */
export const MAX_THREADS = 256;

/** Checks all but the problem, as a program in JavaScript may have got it wrong. Throws `usage`. */
export function checkOptions(options: Options): void {
  if (typeof options !== "object" || options === null) {
    throw new UsageError("options", options, "give an object, as in { f, x, y, n }");
  }
  const { repeat, warmup, signal, onProgress, onNote } = options;
  checkWhole("repeat", repeat, 1);
  checkWhole("warmup", warmup, 0);
  for (const [name, callback] of Object.entries({ onProgress, onNote })) {
    if (callback !== undefined && typeof callback !== "function") {
      throw new UsageError(name, callback, "give a function");
    }
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") {
    throw new UsageError("signal", signal, "give an AbortSignal");
  }
  checkChoice(options);
}

/** Checks what can be known without a device. Throws `usage`. */
export function checkChoice({
  backend = "auto",
  precision,
  threads,
}: Pick<Options, "backend" | "precision" | "threads">) {
  if (!BACKENDS.includes(backend)) throw new UsageError("backend", backend, `one of ${BACKENDS.join(", ")}`);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new UsageError("threads", threads, `a whole number from 1 to ${MAX_THREADS}`);
  }
  if (precision === undefined) return;
  // A form may hold any text, or none.
  const onGpu = PRECISIONS.filter((one) => one !== "f64");
  const has = { auto: PRECISIONS, gpu: onGpu, threads: ["f64"], serial: ["f64"] }[backend];
  if (!(has as readonly string[]).includes(precision)) {
    const whose = backend === "auto" ? "one of" : `${backend} has`;
    throw new UsageError("precision", precision, `${whose} ${has.join(", ")}`);
  }
}

/** The known value as a number. Throws `usage`. */
export function knownIn({ exact }: Options): number | undefined {
  const value = typeof exact === "string" ? exactOf(exact) : exact;
  if (value === undefined || Number.isFinite(value)) return value;
  throw new UsageError("exact", exact, "give a finite number, or a constant expression such as pi/4");
}

function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new UsageError(name, value, `give a whole number from ${least}`);
}
