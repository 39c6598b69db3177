import type { ColourMap } from "../../src/output/colours.ts";
import type { Picture } from "../../src/output/picture.ts";

/** Pixels of a curve's height, and between it and the edges. */
const HEIGHT = 512;
const MARGIN = 16;

export function rgb(map: ColourMap, value: number): string {
  return `rgb(${map.colourOf(value).join(" ")})`;
}

/** Paints the values as colours, upwards and to the right; transparent where f is not finite. */
export function paintMap(
  canvas: HTMLCanvasElement,
  { columns, rows, values }: Picture,
  map: ColourMap,
): void {
  const context = cleared(canvas, columns, rows, "map");
  const image = context.createImageData(columns, rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const value = values[(rows - 1 - j) * columns + i] as number;
      const colour = Number.isFinite(value) ? [...map.colourOf(value), 255] : [0, 0, 0, 0];
      image.data.set(colour, 4 * (j * columns + i));
    }
  }
  context.putImageData(image, 0, 0);
}

/** Paints the values as a curve, and the area between it and zero. */
export function paintCurve(canvas: HTMLCanvasElement, { columns, values }: Picture, map: ColourMap): void {
  const context = cleared(canvas, columns, HEIGHT, "curve");
  const [bottom, top] = [Math.min(0, map.low), Math.max(0, map.high)];
  const scale = (HEIGHT - 2 * MARGIN) / (top - bottom || 1);
  const heightOf = (value: number) => MARGIN + (top - value) * scale;
  const zero = heightOf(0);
  context.lineWidth = 3;
  context.strokeStyle = getComputedStyle(canvas).color;
  let drawing = false;
  context.beginPath();
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      drawing = false;
      return;
    }
    const height = heightOf(value);
    context.fillStyle = rgb(map, value);
    context.fillRect(i, Math.min(zero, height), 1, Math.abs(zero - height));
    if (drawing) context.lineTo(i + 0.5, height);
    else context.moveTo(i + 0.5, height);
    drawing = true;
  });
  context.stroke();
  context.lineWidth = 1;
  context.strokeRect(0, zero, columns, 0);
}

function cleared(canvas: HTMLCanvasElement, width: number, height: number, kind: string) {
  Object.assign(canvas, { width, height, className: kind });
  return canvas.getContext("2d") as CanvasRenderingContext2D;
}
