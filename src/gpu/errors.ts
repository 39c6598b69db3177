import { IntegrateError, messageOf } from "../errors.ts";

const FILTERS = ["internal", "out-of-memory", "validation"] as const;

/**
 * Does the work inside error scopes. It must issue its calls to the device before it returns, since scopes nest by the
 * order of calls. Throws `gpu` with the GPU's error as cause; `task` begins the message.
 */
export async function scoped<T>(device: GPUDevice, task: string, work: () => T): Promise<Awaited<T>> {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  let result: Promise<Awaited<T>>;
  try {
    result = Promise.resolve(work());
  } catch (error) {
    result = Promise.reject(error);
  }
  const caught = FILTERS.map(() => device.popErrorScope());
  const [outcome, ...errors] = await Promise.allSettled([result, ...caught]);
  // An error caught by a scope explains more than a rejection that follows from it.
  for (const error of errors) {
    if (error.status === "rejected") throw error.reason;
    if (error.value) {
      throw new IntegrateError("gpu", `${task}: ${firstLine(error.value.message)}`, { cause: error.value });
    }
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** As Promise.all, but when it rejects nothing is in flight any more: Dawn may crash if a device goes while it compiles. */
export async function allDone<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const ends = await Promise.allSettled(work);
  return ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  }) as unknown as T;
}

/** The error to report when a task failed with `cause`: `device-lost` if the device was lost. */
export async function failure(device: GPUDevice, task: string, cause: unknown): Promise<IntegrateError> {
  // `lost` settles before the lost device's pending promises reject, or in Chromium's `destroy` shortly after.
  const soon = cause instanceof IntegrateError ? null : device.queue.onSubmittedWorkDone().catch(() => null);
  const lost = await Promise.race([device.lost, Promise.resolve(soon).then(() => null)]);
  if (lost) {
    const why = firstLine(lost.message).replace(/\.$/, "") || lost.reason || "no reason given";
    return new IntegrateError("device-lost", `the GPU device was lost (${task}): ${why}`, { cause });
  }
  if (cause instanceof IntegrateError) return cause;
  return new IntegrateError("gpu", `${task}: ${firstLine(messageOf(cause)).replace(/\.$/, "")}`, { cause });
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}
