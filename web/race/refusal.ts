import { IntegrateError, isGpuFault } from "../../src/errors.ts";

/** Whether others may yet do what this backend could not. */
export function isRefusal(error: unknown): error is IntegrateError {
  return isGpuFault(error) || (error instanceof IntegrateError && error.code === "not-finite");
}

/** Whether a message says that the device was lost. */
export function saysLost(message: string): boolean {
  return message.includes("device was lost");
}

/** The work's outcome; where the device is lost for good, throws what can be done, without where it had got to. */
export async function unlessLost<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof IntegrateError) || error.code !== "device-lost") throw error;
    throw new IntegrateError("device-lost", `the GPU device was lost; ${what}`, { cause: error });
  }
}
