import type { ColourMap } from "../../src/output/colours.ts";
import type { Columns } from "../../src/output/columns.ts";
import type { Heights } from "../../src/output/heights.ts";
import type { Range, View } from "../../src/output/view.ts";
import { type Regions, withRoom } from "./map.ts";
import { rgb } from "./paint.ts";
import { type Plot, startPlot } from "./plot.ts";

/** Opacity of a curve's area. */
const AREA = 0.6;

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
