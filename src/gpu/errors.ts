import { IntegrateError } from "../errors.ts";

const FILTERS = ["internal", "out-of-memory", "validation"] as const;

/**
 * Does the work inside error scopes and waits for what they caught. The work must issue its calls to
 * the device before it returns, since scopes nest by the order of calls. Throws `gpu` with the GPU's
 * error as cause; `doing` says in its message what was being done.
 */
export async function scoped<T>(device: GPUDevice, doing: string, work: () => T): Promise<Awaited<T>> {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  let result: Promise<Awaited<T>>;
  try {
    result = Promise.resolve(work());
  } catch (error) {
    result = Promise.reject(error);
  }
  const caught = FILTERS.map(() => device.popErrorScope());
  const [outcome, ...errors] = await Promise.allSettled([result, ...caught]);
  // What a scope caught explains a rejection better than the rejection itself.
  for (const error of errors) {
    if (error.status === "rejected") throw error.reason;
    if (error.value) {
      throw new IntegrateError("gpu", `${doing}: ${firstLine(error.value.message)}`, { cause: error.value });
    }
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** The error to report when `doing` failed with `cause`: `device-lost` where that is behind it. */
export async function failure(device: GPUDevice, doing: string, cause: unknown): Promise<IntegrateError> {
  // A lost device has settled `lost` by the time that its pending promises reject.
  const lost = await Promise.race([device.lost, Promise.resolve(null)]);
  if (lost) {
    const why = firstLine(lost.message) || lost.reason || "no reason given";
    return new IntegrateError("device-lost", `the GPU device was lost at ${doing}: ${why}`, { cause });
  }
  if (cause instanceof IntegrateError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new IntegrateError("gpu", `${doing}: ${firstLine(message)}`, { cause });
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}
