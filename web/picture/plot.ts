import { logTicks, numberLabel } from "../../src/output/axes.ts";
import type { ColourMap } from "../../src/output/colours.ts";
import type { Range } from "../../src/output/view.ts";
import { parts, sizeToScreen } from "./figure.ts";
import { labelsOf, ticksIn } from "./ticks.ts";

/** Axes on the flat canvas, in CSS pixels. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly ranges: readonly [Range, Range];
  x(value: number): number;
  y(value: number): number;
}

/** What is around the plot: numbers and names at the left and below, the legend at the right. */
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 24, 40, 52];
const LEGEND = 84;

interface Options {
  readonly ranges: readonly [Range, Range];
  readonly names: readonly [string, string];
  /** Height by width; by default as high and wide as there is room. */
  readonly aspect?: number;
  readonly legend?: ColourMap | null;
  /** Whether nothing is known yet of what goes upwards. */
  readonly bare?: boolean;
  /** Whether the horizontal axis is logarithmic. */
  readonly logarithmic?: boolean;
}

/** Clears the canvas and draws a grid with numbers and the axes' names. */
export function startPlot(options: Options): Plot {
  const { ranges, aspect, legend = null, logarithmic = false } = options;
  const { marks, frame } = parts;
  const ratio = sizeToScreen(marks);
  const context = marks.getContext("2d") as CanvasRenderingContext2D;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, frame.clientWidth, frame.clientHeight);
  const right = legend ? LEGEND : RIGHT;
  let [width, height] = [frame.clientWidth - LEFT - right, frame.clientHeight - TOP - BOTTOM].map((side) =>
    Math.max(1, side),
  ) as [number, number];
  if (aspect) [width, height] = [Math.min(width, height / aspect), Math.min(height, width * aspect)];
  const left = LEFT + (frame.clientWidth - LEFT - right - width) / 2;
  const top = TOP + (frame.clientHeight - TOP - BOTTOM - height) / 2;
  const scale = logarithmic ? Math.log : (value: number) => value;
  const [x0, x1] = ranges[0].map(scale) as [number, number];
  const [y0, y1] = ranges[1];
  const plot: Plot = {
    context,
    left,
    top,
    width,
    height,
    ranges,
    x: (value) => left + (width * (scale(value) - x0)) / (x1 - x0),
    y: (value) => top + height - (height * (value - y0)) / (y1 - y0),
  };
  const { color, fontFamily } = getComputedStyle(frame);
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.font = `14px ${fontFamily}`;
  drawGrid(plot, options);
  if (legend) drawLegend(plot, legend);
  return plot;
}

function drawGrid(plot: Plot, { names: [across, up], aspect, bare, logarithmic }: Options): void {
  const { context, left, top, width, height, ranges } = plot;
  const bottom = top + height;
  const line = (x1: number, y1: number, x2: number, y2: number, opacity: number) => {
    context.globalAlpha = opacity;
    context.beginPath();
    context.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    context.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
    context.stroke();
    context.globalAlpha = 1;
  };
  context.textAlign = "center";
  context.textBaseline = "top";
  // Colours hide a grid.
  const outside = aspect !== undefined;
  const below = logarithmic
    ? logTicks(ranges[0]).map((value) => [value, numberLabel(value)] as const)
    : ticksIn(ranges[0], width / 80);
  for (const [value, text] of below) {
    const x = plot.x(value);
    line(x, bottom, x, bottom + 5, 0.6);
    if (!outside) line(x, top, x, bottom, 0.1);
    context.fillText(text, x, bottom + 9);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [value, text] of bare ? [] : ticksIn(ranges[1], height / 45)) {
    const y = plot.y(value);
    line(left - 5, y, left, y, 0.6);
    if (!outside) line(left, y, left + width, y, 0.1);
    context.fillText(text, left - 9, y, LEFT - 10);
  }
  line(left, bottom, left + width, bottom, 0.6);
  line(left, top, left, bottom, 0.6);
  context.font = context.font.replace("14px", "italic 16px");
  context.textBaseline = "bottom";
  context.textAlign = "center";
  context.fillText(across, left + width / 2, bottom + BOTTOM - 2);
  context.textAlign = "left";
  context.fillText(up, left - 12, top - 10);
  context.font = context.font.replace("italic 16px", "14px");
}

/** A bar of the colours at the right, with numbers. */
function drawLegend({ context, left, top, width, height }: Plot, map: ColourMap): void {
  const [x, wide] = [left + width + 16, 12];
  const at = (value: number) =>
    map.high > map.low
      ? top + height - (height * (value - map.low)) / (map.high - map.low)
      : top + height / 2;
  const ink = context.fillStyle;
  for (let k = 0; k < height; k++) {
    const value = map.high - ((map.high - map.low) * (k + 0.5)) / height;
    context.fillStyle = `rgb(${map.colourOf(value).join(" ")})`;
    context.fillRect(x, top + k, wide, 1.5);
  }
  context.fillStyle = ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const [value, text] of legendTicks(map, height / 60)) {
    context.fillRect(x + wide, at(value) - 0.5, 4, 1);
    context.fillText(text, x + wide + 7, at(value), LEGEND - wide - 24);
  }
}

/** Both ends of the colours have a number, to a hundredth of what is between them, which ticks close by give way to. */
function legendTicks({ low, high }: ColourMap, wanted: number): (readonly [value: number, label: string])[] {
  if (!(low < high)) return [[low, numberLabel(low)]];
  const digit = 10 ** Math.floor(Math.log10((high - low) / 100));
  const ends = [low, high].map((value) => Number((Math.round(value / digit) * digit).toPrecision(12)));
  const inner = ticksIn([low, high], wanted).filter(
    ([value]) => Math.min(value - low, high - value) > (0.3 * (high - low)) / wanted,
  );
  const values = [...ends, ...inner.map(([value]) => value)];
  return labelsOf(values).map((label, k) => [values[k] as number, label]);
}
