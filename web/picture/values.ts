import type { Tree } from "../../src/integrand/language/tree.ts";
import { type Points, type ValuesAt, valuesOnGpu } from "../../src/output/picture.ts";
import type { View } from "../../src/output/view.ts";
import { listen, newWorker } from "../host.ts";
import { pictureDevice } from "./device.ts";

/** Shaders that are kept for the next slider's move, by device. */
const kept = new WeakMap<GPUDevice, Map<string, Promise<ValuesAt>>>();
const MOST_KEPT = 4;

/** The most that f32's spacing may be of the distance between two points. */
const FINE = 1 / 16;

/** f at these points: by the GPU or, failing that, in a worker. `masked`: not finite outside the limits. */
export async function valuesOf(view: View, points: Points, masked: boolean): Promise<Float32Array> {
  const f = masked ? view.masked : view.f;
  const gpu = isFineInF32(view, points) ? await pictureDevice() : null;
  if (gpu) {
    try {
      return await (await compiled(gpu.device, view, f, masked))(points);
    } catch {
      // A lost device, or values beyond the f32 range: the worker uses f64.
    }
  }
  return valuesInWorker(f, points);
}

/** Whether f32 tells the points apart: its spacing is a small part of theirs. */
function isFineInF32({ ranges }: View, { xs }: Points): boolean {
  const across = ranges.length > 1 ? Math.sqrt(xs.length) : xs.length;
  return ranges.every(
    ([low, high]) => Math.max(-low, high) * 2 ** -23 < (FINE * Math.abs(high - low)) / across || low === high,
  );
}

function compiled(
  device: GPUDevice,
  { prepared, domain }: View,
  f: Tree,
  masked: boolean,
): Promise<ValuesAt> {
  const own = kept.get(device) ?? new Map<string, Promise<ValuesAt>>();
  kept.set(device, own);
  const { problem } = prepared;
  const key = JSON.stringify([problem.f, masked && problem.variables, domain]);
  const made = own.get(key) ?? valuesOnGpu(device, f, domain);
  own.delete(key);
  own.set(key, made);
  made.catch(() => own.delete(key));
  if (own.size > MOST_KEPT) own.delete(own.keys().next().value as string);
  return made;
}

type Reply = { picture: Float32Array } | { error: string };
let worker: Worker | null = null;
let waiting: ((reply: Reply) => void)[] = [];

/** One worker answers all questions, in their order. */
export function valuesInWorker(f: Tree, points: Points): Promise<Float32Array> {
  if (!worker) {
    worker = newWorker();
    const died = (cause: unknown) => {
      worker = null;
      for (const take of waiting) take({ error: String(cause) });
      waiting = [];
    };
    listen<Reply>(worker, (reply) => waiting.shift()?.(reply), died);
  }
  const asked = worker;
  return new Promise((resolve, reject) => {
    waiting.push((reply) => ("error" in reply ? reject(new Error(reply.error)) : resolve(reply.picture)));
    asked.postMessage({ picture: { f, points } });
  });
}
