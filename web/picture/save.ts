import { parts, sharpness } from "./figure.ts";
import { drawFrame } from "./orbit.ts";
import { redraw } from "./shown.ts";

/** Pixels per CSS pixel of a saved picture, whatever the screen has. */
const RATIO = 3;

/** A PNG of what is shown, on paper, with its labels. */
export async function savePicture(): Promise<Blob> {
  sharpness.least = RATIO;
  try {
    redraw();
    return await saved();
  } finally {
    sharpness.least = 0;
    redraw();
  }
}

function saved(): Promise<Blob> {
  const { frame, space, map, tiles, marks, labels } = parts;
  // What is drawn in space can be copied until this task ends.
  if (!space.hidden) drawFrame();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: frame.clientWidth * RATIO, height: frame.clientHeight * RATIO });
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.scale(RATIO, RATIO);
  const style = getComputedStyle(frame);
  context.fillStyle = style.borderTopColor;
  context.fillRect(0, 0, frame.clientWidth, frame.clientHeight);
  for (const one of [map, tiles, space, marks]) {
    if (one.hidden || !one.width || !one.height) continue;
    context.drawImage(one, one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight);
  }
  const corner = frame.getBoundingClientRect();
  context.fillStyle = style.color;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const span of labels.children) {
    const { left, top, width, height } = span.getBoundingClientRect();
    const { fontStyle, fontSize, fontFamily } = getComputedStyle(span);
    context.font = `${fontStyle} ${fontSize} ${fontFamily}`;
    context.fillText(span.textContent ?? "", left - corner.left + width / 2, top - corner.top + height / 2);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the picture cannot be saved"))),
      "image/png",
    );
  });
}
