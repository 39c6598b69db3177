import { IntegrateError } from "../errors.ts";

/** A run fails after so many losses of the device in one pass. */
const MOST_LOSSES = 3;

/** Does work that a device may be lost in, as often as it takes; `onLoss` is told each time. */
export async function despiteLosses<T>(
  work: () => Promise<T>,
  onLoss: (message: string) => void,
): Promise<T> {
  for (let losses = 1; ; losses++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof IntegrateError) || error.code !== "device-lost") throw error;
      if (losses === MOST_LOSSES) {
        const message = `${error.message}, ${losses} times in a row`;
        throw new IntegrateError("device-lost", message, { cause: error });
      }
      onLoss(error.message);
    }
  }
}
