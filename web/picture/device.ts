import type { Gpu } from "../../src/gpu/device.ts";
import { openDevice } from "../host.ts";

/** Losses after which the picture does without a device. */
const MOST_LOSSES = 2;

let opening: Promise<Gpu | null> | null = null;
let losses = 0;
let changed = () => {};

/** The picture's own device; null where there is none, or it was lost twice. */
export function pictureDevice(): Promise<Gpu | null> {
  opening ??= open();
  return opening;
}

/** `redraw` is called when a device was lost. */
export function onLoss(redraw: () => void): void {
  changed = redraw;
}

async function open(): Promise<Gpu | null> {
  if (losses >= MOST_LOSSES) return null;
  const gpu = await openDevice().catch(() => null);
  if (!gpu) return null;
  gpu.device.label = "picture";
  void gpu.device.lost.then(() => {
    losses++;
    opening = null;
    changed();
  });
  return gpu;
}
