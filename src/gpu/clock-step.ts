import { COPY_DST, COPY_SRC, MAP_READ, QUERY_RESOLVE, READ } from "./flags.ts";

/** The resolution of a device's clock in nanoseconds: the greatest common divisor of its readings. Null without one. */
export async function clockStep(device: GPUDevice): Promise<number | null> {
  if (!device.features.has("timestamp-query")) return null;
  const count = 64;
  const set = device.createQuerySet({ type: "timestamp", count });
  const resolved = device.createBuffer({ size: count * 8, usage: QUERY_RESOLVE | COPY_SRC });
  const staging = device.createBuffer({ size: count * 8, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder();
  for (let k = 0; k < count; k += 2) {
    const timestampWrites = { querySet: set, beginningOfPassWriteIndex: k, endOfPassWriteIndex: k + 1 };
    encoder.beginComputePass({ timestampWrites }).end();
  }
  encoder.resolveQuerySet(set, 0, count, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, staging, 0, count * 8);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(READ);
  const readings = [...new BigUint64Array(staging.getMappedRange().slice(0))].filter(
    (reading) => reading > 0n,
  );
  const step = readings.reduce(greatestCommonDivisor, 0n);
  return step > 0n ? Number(step) : null;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
