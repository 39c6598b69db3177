import type { ColourMap } from "../../src/output/colours.ts";

/** Values at pixels, row by row from below. */
export interface Pixels {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

export function rgb(map: ColourMap, value: number): string {
  return `rgb(${map.colourOf(value).join(" ")})`;
}

/** Paints the values as colours, upwards and to the right; transparent where f is not finite. */
export function paintMap(canvas: HTMLCanvasElement, { columns, rows, values }: Pixels, map: ColourMap): void {
  Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(columns, rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const value = values[(rows - 1 - j) * columns + i] as number;
      const at = 4 * (j * columns + i);
      if (!Number.isFinite(value)) continue;
      image.data.set(map.colourOf(value), at);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}
