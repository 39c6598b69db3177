import { type ColourMap, mapFor } from "../../src/output/colours.ts";
import { heightsOf } from "../../src/output/heights.ts";
import { pixelsOf, viewOf } from "../../src/output/view.ts";
import { parsed } from "../../src/problem/parsed.ts";
import type { ProblemOf } from "../../src/problem/problem.ts";
import { paintMap, rgb } from "./paint.ts";
import { valuesInWorker } from "./values.ts";

/** One after the other, so that many do not hold up the page. */
let before: Promise<unknown> = Promise.resolve();

/** Paints f as a map of colours, or as a curve, all over a small canvas; a family's middle member. */
export function paintThumbnail(canvas: HTMLCanvasElement, problem: ProblemOf<unknown>): Promise<void> {
  const own = before.then(() => paint(canvas, problem));
  before = own.catch(() => {}).then(() => new Promise((resolve) => setTimeout(resolve)));
  return own;
}

async function paint(canvas: HTMLCanvasElement, problem: ProblemOf<unknown>): Promise<void> {
  const domain = parsed(problem, true);
  const view = viewOf({ ...domain, problem }, domain.members.count >> 1);
  const [columns, rows] = [canvas.width, view.names.length > 1 ? canvas.height : 1];
  const values = await valuesInWorker(view.masked, pixelsOf(view, columns, rows));
  const heights = heightsOf(values, view.bounded);
  const map = mapFor([heights.low, heights.high]);
  if (rows > 1) paintMap(canvas, { columns, rows, values }, map);
  else paintCurve(canvas, values, map);
}

function paintCurve(canvas: HTMLCanvasElement, values: Float32Array, map: ColourMap): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const { height } = canvas;
  const [low, high] = [Math.min(0, map.low), Math.max(0, map.high)];
  const margin = height / 10;
  const at = (value: number) => margin + ((high - value) / (high - low || 1)) * (height - 2 * margin);
  context.clearRect(0, 0, canvas.width, height);
  context.beginPath();
  values.forEach((value, k) => {
    if (!Number.isFinite(value)) return;
    context.fillStyle = rgb(map, value);
    context.fillRect(k, Math.min(at(0), at(value)), 1, Math.abs(at(0) - at(value)));
    context.lineTo(k + 0.5, at(value));
  });
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = Math.max(1, height / 40);
  context.stroke();
}
