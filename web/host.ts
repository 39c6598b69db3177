import type { Host } from "../src/backend.ts";
import { mathFingerprint } from "../src/cpu/math-fingerprint.ts";
import type { WorkerLike } from "../src/cpu/pool.ts";
import { IntegrateError, messageOf } from "../src/errors.ts";
import { identify } from "../src/gpu/adapter.ts";
import type { Gpu } from "../src/gpu/device.ts";
import type { AdapterIdentity } from "../src/identity.ts";

/** What the integration needs from a browser page. */
export const host: Host = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve)),
  info: {
    runtime: browser(),
    webgpu: navigator.gpu ? browser() : null,
    os: platform(),
    cpu: null,
    cores: navigator.hardwareConcurrency,
    math: mathFingerprint(),
  },
};

/** The fastest adapter. Throws `no-adapter` with the reason and a remedy if there is none. */
export async function adapterOf(): Promise<{ adapter: GPUAdapter; identity: AdapterIdentity }> {
  if (!isSecureContext)
    throw missing("this page is not a secure context; open it over https or from localhost");
  // Some browsers define the property and leave it undefined.
  if (!navigator.gpu) {
    throw missing("this browser has no WebGPU; current Chrome, Edge, Safari and Firefox do");
  }
  const adapter = await requestAdapter();
  if (!adapter) {
    throw missing(
      "the browser offers no adapter; the GPU may be blocked (see chrome://gpu) or lack a driver",
    );
  }
  return { adapter, identity: identify(adapter.info) };
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  try {
    return await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  } catch (cause) {
    throw missing(`the request for an adapter failed: ${messageOf(cause).replace(/\.$/, "")}`);
  }
}

/** Opens a device on that adapter. */
export async function openDevice(): Promise<Gpu> {
  const { adapter, identity } = await adapterOf();
  const timestamps = adapter.features.has("timestamp-query");
  const device = await adapter
    .requestDevice({ requiredFeatures: timestamps ? ["timestamp-query"] : [] })
    .catch((cause: Error) => {
      throw new IntegrateError("gpu", `could not open a device on ${identity.name}: ${cause.message}`, {
        cause,
      });
    });
  return { device, identity, release: () => device.destroy() };
}

/** Starts a Web Worker from this build's own file, or from a copy of it at `url`. */
export function spawnWorker(url?: string | URL): WorkerLike {
  const worker = newWorker(url);
  return {
    post: (request) => worker.postMessage(request),
    listen: (onReply, onDeath) => listen(worker, onReply, onDeath),
    terminate: () => worker.terminate(),
  };
}

export function newWorker(url?: string | URL): Worker {
  return url
    ? new Worker(url, { type: "module" })
    : new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}

export function listen<R>(
  worker: Worker,
  onReply: (reply: R) => void,
  onDeath: (cause: unknown) => void,
): void {
  worker.onmessage = ({ data }: MessageEvent<R>) => onReply(data);
  worker.onerror = ({ message }) => onDeath(message || "its script failed to load");
}

function missing(why: string): IntegrateError {
  return new IntegrateError("no-adapter", `no GPU: ${why}`);
}

function browser(): string {
  // Edge's user agent also names Chrome, and Chrome's also names Safari.
  const found = ["Firefox", "Edg", "Chrome", "Version"].map((name) => `${name}\\/[\\d.]+`);
  const [name = "unknown browser"] =
    found.map((pattern) => navigator.userAgent.match(pattern)).find((match) => match !== null) ?? [];
  return name.replace("/", " ").replace("Edg ", "Edge ").replace("Version", "Safari");
}

function platform(): string {
  const system = navigator.userAgent.match(/Windows|Macintosh|Android|iPhone|CrOS|Linux/)?.[0] ?? "unknown";
  return system === "Macintosh" ? "macOS" : system;
}
