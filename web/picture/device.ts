import { messageOf } from "../../src/errors.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { openDevice } from "../host.ts";

/** Losses after which the picture does without a device. */
const MOST_LOSSES = 2;

let opening: Promise<Gpu | null> | null = null;
let losses = 0;
let why = "";
let changed = () => {};

/** The picture's own device; null where there is none, or it was lost twice. */
export function pictureDevice(): Promise<Gpu | null> {
  opening ??= open();
  return opening;
}

/** Why there is no device, in words; empty where there is one. */
export const whyNone = () => why;

/** `redraw` is called when a device was lost. */
export function onLoss(redraw: () => void): void {
  changed = redraw;
}

async function open(): Promise<Gpu | null> {
  if (losses >= MOST_LOSSES) {
    why = "the GPU was lost twice";
    return null;
  }
  try {
    const gpu = await openDevice();
    const { device } = gpu;
    why = "";
    device.label = "picture";
    // What no scope caught has left a picture that is not to be trusted.
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      device.destroy();
    });
    void device.lost.then(() => {
      losses++;
      opening = null;
      changed();
    });
    return gpu;
  } catch (error) {
    why = messageOf(error)
      .replace(/^no GPU: /, "")
      .replace(/; current.*/, "");
    return null;
  }
}
