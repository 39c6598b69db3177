import type { ColourMap } from "../../src/output/colours.ts";
import type { Columns } from "../../src/output/columns.ts";
import type { Heights } from "../../src/output/heights.ts";
import type { Range, View } from "../../src/output/view.ts";
import { parts } from "./figure.ts";
import { paintMap, rgb } from "./paint.ts";
import { type Plot, startPlot } from "./plot.ts";

/** Regions of an accuracy: polygons in two variables, intervals in one. */
export type Regions = readonly (readonly (readonly number[])[])[];

/** Height by width of a map: the domain's, within bounds. */
const [FLATTEST, STEEPEST] = [0.5, 1.6];

/** Opacity of a curve's area. */
const AREA = 0.6;

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

/** f as a curve with its area and the midpoint rule's rectangles; regions as ticks along the axis. */
export function drawCurve(
  { ranges, names }: View,
  xs: Float64Array,
  values: ArrayLike<number>,
  { low, high }: Heights,
  map: ColourMap,
  columns: Columns | null,
  regions: Regions | null,
): Plot {
  const plot = startPlot({
    ranges: [ranges[0] as Range, withRoom(Math.min(0, low), Math.max(0, high))],
    names: [names[0] as string, `f(${names[0]})`],
  });
  const { context, left, top, width, height } = plot;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  const zero = plot.y(0);
  const inside = (value: number) => Math.min(top + height + 9, Math.max(top - 9, plot.y(value)));
  fillArea(plot, xs, values, map, inside);
  if (columns) rectangles(plot, columns);
  context.lineWidth = 2.5;
  context.lineJoin = "round";
  context.beginPath();
  let before = Number.NaN;
  xs.forEach((x, k) => {
    const value = values[k] as number;
    // From one end of what is drawn to the other is a pole, not a line.
    const leaps = (before > high && value < low) || (before < low && value > high);
    if (Number.isFinite(value) && Number.isFinite(before) && !leaps) context.lineTo(plot.x(x), inside(value));
    else if (Number.isFinite(value)) context.moveTo(plot.x(x), inside(value));
    before = value;
  });
  context.stroke();
  context.lineWidth = 1;
  context.strokeRect(left, Math.round(zero) + 0.5, width, 0);
  context.restore();
  for (const region of regions ?? []) {
    const x = plot.x(region[0]?.[0] as number);
    context.fillRect(Math.min(left + width, Math.max(left, x)) - 0.5, top + height - 12, 1, 12);
  }
  return plot;
}

/** The area between the curve and zero in the colours of f. */
function fillArea(
  { context, left, width, x: across, y: up }: Plot,
  xs: Float64Array,
  values: ArrayLike<number>,
  map: ColourMap,
  inside: (value: number) => number,
): void {
  const gradient = context.createLinearGradient(left, 0, left + width, 0);
  const ink = context.fillStyle;
  context.beginPath();
  let before = Number.NaN;
  xs.forEach((x, k) => {
    const value = values[k] as number;
    const finite = Number.isFinite(value);
    if (finite) gradient.addColorStop((k + 0.5) / xs.length, rgb(map, value));
    if (finite && !Number.isFinite(before)) context.moveTo(across(x), up(0));
    if (finite) context.lineTo(across(x), inside(value));
    else if (Number.isFinite(before)) context.lineTo(across(xs[k - 1] as number), up(0));
    before = value;
  });
  if (Number.isFinite(before)) context.lineTo(across(xs.at(-1) as number), up(0));
  context.globalAlpha = AREA;
  context.fillStyle = gradient;
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = ink;
}

function rectangles(plot: Plot, { corners, heights }: Columns): void {
  const { context, left, width } = plot;
  const zero = plot.y(0);
  heights.forEach((height, k) => {
    if (!Number.isFinite(height)) return;
    const [a, b] = [corners[2 * k], corners[2 * k + 1]].map((x) =>
      Math.min(left + width, Math.max(left, plot.x(x as number))),
    ) as [number, number];
    context.strokeRect(a, zero, b - a, plot.y(height) - zero);
  });
}

/** Outlines in the ink, upon a lighter line so that they are seen on any colour. */
function outline({ context, x, y, left, top, width, height }: Plot, regions: Regions): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  for (const region of regions) {
    region.forEach(([a = 0, b = 0], k) => {
      if (k) context.lineTo(x(a), y(b));
      else context.moveTo(x(a), y(b));
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
