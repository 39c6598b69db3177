import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import { setImmediate, setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Host } from "../src/backend.ts";
import { mathFingerprint } from "../src/cpu/math-fingerprint.ts";
import type { WorkerLike } from "../src/cpu/pool.ts";
import type { Reply } from "../src/cpu/worker.ts";
import { IntegrateError } from "../src/errors.ts";
import type { Gpu } from "../src/gpu/device.ts";
import { built } from "./built.ts";
import type { FoundAdapter } from "./devices/adapters.ts";

/** Node's clock, timers and identity. */
export const host: Host = {
  now: () => performance.now(),
  pause: () => setImmediate(),
  // While one of its promises is pending, Dawn polls continuously, which takes a core from a software adapter.
  sleep: (milliseconds) => setTimeout(milliseconds),
  info: {
    runtime: runtime(),
    webgpu: dawnVersion(),
    os: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() || null,
    cores: availableParallelism(),
    math: mathFingerprint(),
  },
};

function runtime(): string {
  // Bun and Deno name the Node that they are compatible with, too.
  const { bun, deno, node } = process.versions;
  if (bun) return `bun ${bun}`;
  return deno ? `deno ${deno}` : `node ${node}`;
}

/** Opens a device on this adapter. Throws `no-adapter` if the adapter is gone. */
export async function openDevice({ identity, driver }: FoundAdapter): Promise<Gpu> {
  const [{ loadDawn }, { useDriver }] = await Promise.all([
    import("./devices/probe.ts"),
    import("./devices/vulkan.ts"),
  ]);
  await useDriver(driver);
  const create = await loadDawn();
  // Dawn crashes if this object is garbage-collected while a device has work pending, and Node cannot exit while
  // it is referenced: `release` drops it once the device is gone.
  let instance: GPU | null = create([
    `adapter=${identity.name}`,
    "disable-dawn-features=timestamp_quantization",
  ]);
  const adapter = await instance.requestAdapter();
  if (!adapter) throw new IntegrateError("no-adapter", `the adapter ${identity.name} is gone`);
  const timestamps = adapter.features.has("timestamp-query");
  const requiredFeatures: GPUFeatureName[] = timestamps ? ["timestamp-query"] : [];
  const device = await adapter
    .requestDevice({ label: identity.name, requiredFeatures })
    .catch((cause: Error) => {
      throw new IntegrateError("gpu", `${identity.name} gave no device: ${cause.message}`, { cause });
    });
  // Dawn crashes if a device is destroyed before its first reply.
  await device.queue.onSubmittedWorkDone();
  let lost = false;
  void device.lost.then(() => {
    lost = true;
  });
  return {
    device,
    identity,
    release() {
      // Calls on a device that was lost are yet to be answered.
      const wait = lost ? setTimeout(1000, undefined, { ref: false }) : null;
      device.destroy();
      void device.lost
        .then(() => wait)
        .then(() => {
          instance = null;
        });
    },
  };
}

/** A CPU worker thread. */
export function spawnWorker(): WorkerLike {
  const worker = new Worker(built("worker.js"), {
    // It needs none of Node's options, and --input-type would make it fail.
    execArgv: [],
  });
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onDeath) {
      worker.on("message", (reply: Reply) => onReply(reply));
      worker.on("error", onDeath);
      worker.on("exit", (code) => onDeath(new Error(`it exited with code ${code}`)));
    },
    terminate: () => void worker.terminate(),
  };
}

function dawnVersion(): string | null {
  try {
    const file = createRequire(import.meta.url).resolve("webgpu/package.json");
    return `dawn.node ${JSON.parse(readFileSync(file, "utf8")).version}`;
  } catch {
    return null;
  }
}
