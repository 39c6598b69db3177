import { UsageError } from "../errors.ts";
import { exactOf } from "../integrand/integrand.ts";
import type { IntegrateOptions } from "../run/integrate.ts";
import { BACKENDS, type Options } from "./options.ts";
import { PRECISIONS } from "./problem.ts";

/** A worker takes some 9 MiB, and more of them than cores bring nothing. */
export const MAX_THREADS = 256;

/** The options of the flow among those of the package. */
export function flowOptions(options: Options): IntegrateOptions {
  const { exact, repeat, warmup, estimate, signal, onProgress, onNote } = options;
  checkWhole("repeat", repeat, 1);
  checkWhole("warmup", warmup, 0);
  if (typeof exact === "number" && !Number.isFinite(exact)) {
    throw new UsageError("exact", exact, "a finite value is wanted");
  }
  return {
    ...(repeat !== undefined && { repeat }),
    ...(warmup !== undefined && { warmup }),
    ...(estimate !== undefined && { estimate }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
    ...(onNote && { onNote }),
    exact: typeof exact === "string" ? exactOf(exact) : exact,
  };
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

function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new UsageError(name, value, `a whole number from ${least} is wanted`);
}
