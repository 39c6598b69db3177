import type { ColourMap } from "../../src/output/colours.ts";
import type { Range, View } from "../../src/output/view.ts";
import { parts } from "./figure.ts";
import { paintMap } from "./paint.ts";
import { type Plot, startPlot } from "./plot.ts";

/** Regions of an accuracy: polygons in two variables, intervals in one. */
export type Regions = readonly (readonly (readonly number[])[])[];

/** Height by width of a map: the domain's, within bounds. */
const [FLATTEST, STEEPEST] = [0.5, 1.6];

/** f as colours, with axes and a legend, and the regions' outlines. */
export function drawMap(
  { ranges, names }: View,
  values: Float32Array,
  [columns, rows]: readonly [number, number],
  map: ColourMap,
  regions: Regions | null,
): Plot {
  const [x, y] = ranges as [Range, Range];
  const aspect = Math.min(STEEPEST, Math.max(FLATTEST, (y[1] - y[0]) / (x[1] - x[0])));
  const plot = startPlot({
    ranges: [x, y],
    names: [names[0] as string, names[1] as string],
    aspect,
    legend: map,
  });
  paintMap(parts.map, { columns, rows, values }, map);
  place(parts.map, plot);
  if (regions) outline(plot, regions);
  return plot;
}

/** Outlines in the ink, upon a lighter line so that they are seen on any colour. */
function outline({ context, x, y, left, top, width, height }: Plot, regions: Regions): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  // Lines to infinity would be left out; what is far outside is as good.
  const near = (place: number, start: number, side: number) =>
    Math.min(start + 10 * side, Math.max(start - 10 * side, place));
  for (const region of regions) {
    region.forEach(([a = 0, b = 0], k) => {
      const [right, down] = [near(x(a), left, width), near(y(b), top, height)];
      if (k) context.lineTo(right, down);
      else context.moveTo(right, down);
    });
    context.closePath();
  }
  for (const [colour, wide] of [
    ["rgb(255 255 255 / 0.55)", 2.5],
    ["rgb(0 0 0 / 0.75)", 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.stroke();
  }
  context.restore();
}

/** Puts a canvas over the plot. */
export function place({ style }: HTMLCanvasElement, { left, top, width, height }: Plot): void {
  Object.assign(style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
}

export function withRoom(low: number, high: number): Range {
  if (!(low < high)) return [low - (Math.abs(low) / 10 || 1), high + (Math.abs(high) / 10 || 1)];
  const room = (high - low) / 20;
  return [low < 0 ? low - room : low, high > 0 ? high + room : high];
}
