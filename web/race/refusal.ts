import { IntegrateError, isGpuFault } from "../../src/errors.ts";

/** Whether others may yet do what this backend could not. */
export function isRefusal(error: unknown): error is IntegrateError {
  return isGpuFault(error) || (error instanceof IntegrateError && error.code === "not-finite");
}
