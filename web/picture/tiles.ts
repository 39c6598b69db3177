import { evaluate } from "../../src/integrand/language/tape.ts";
import type { ColourMap } from "../../src/output/colours.ts";
import type { Range } from "../../src/output/view.ts";
import { type Plan, tileBounds } from "../../src/quadrature/grid/plan.ts";
import { parts } from "./figure.ts";
import { rgb } from "./paint.ts";

/** Pixels of the overlay's sides. */
const SIDE = 512;

/** At most this many tiles are drawn: on a large grid they are smaller than a pixel. */
const MAX_TILES = 20_000;

/** At most this many tiles are outlined, with so many points along each side, which may be a curve. */
const LARGE = 1000;
const POINTS = 6;

/** What tiles are drawn over: the ranges of the axes, the last of them f's in one variable, and its colours. */
export interface Ground {
  readonly ranges: readonly Range[];
  readonly map: ColourMap;
}

type Point = readonly [right: number, up: number];

/**
 * Dims the picture; tiles then light up when their partial sums arrive, in two variables in the colour of their mean.
 * Does nothing in three.
 */
export function lightOver(
  plan: Plan,
  { ranges, map }: Ground,
): (first: number, partials: Float64Array) => void {
  const context = parts.tiles.getContext("2d");
  const axes = plan.box.length;
  if (!context || axes > 2) return () => {};
  dim(context, axes);
  const stride = Math.ceil(plan.tiles / MAX_TILES);
  const outlined = plan.tiles <= LARGE;
  const along = (axis: number, border: readonly Point[]) =>
    border.map((point) => evaluate(plan.at[axis] as Plan["f"], point));
  const pixel = (axis: number, value: number) => {
    const [low, high] = ranges[axis] ?? [0, 1];
    // Canvases have trouble with what is very far outside.
    return Math.min(10, Math.max(-10, (value - low) / (high - low))) * SIDE;
  };
  return (first, partials) => {
    if (document.hidden) return;
    for (let k = (stride - (first % stride)) % stride; k < partials.length; k += stride) {
      const border = borderOf(plan, first + k, plan.mapped && outlined ? POINTS : 1);
      const xs = along(0, border);
      if (axes === 1) {
        const [from = 0, to = 0] = xs.map((x) => pixel(0, x)).sort((a, b) => a - b);
        context.clearRect(from, 0, Math.max(1, to - from), SIDE);
        continue;
      }
      const ys = along(1, border);
      // Both have the sign of the Jacobian.
      const sum = (partials[k] as number) * plan.x.step * plan.y.step;
      const mean = sum / areaOf(xs, ys);
      if (Number.isNaN(mean)) continue;
      context.fillStyle = rgb(map, mean);
      context.beginPath();
      xs.forEach((x, i) => {
        context.lineTo(pixel(0, x), SIDE - pixel(1, ys[i] as number));
      });
      context.closePath();
      context.fill();
      if (outlined) context.stroke();
    }
  };
}

/** Removes the tiles from the picture. */
export function clearTiles(): void {
  const { tiles, frame } = parts;
  tiles.getContext("2d")?.clearRect(0, 0, tiles.width, tiles.height);
  frame.classList.remove("dimmed");
}

/** Greys the map, or covers the curve, which tiles then uncover. */
function dim(context: CanvasRenderingContext2D, axes: number): void {
  const { tiles, frame } = parts;
  Object.assign(tiles, { width: SIDE, height: SIDE });
  context.strokeStyle = "rgb(128 128 128)";
  frame.classList.add("dimmed");
  if (axes > 1) return;
  context.fillStyle = getComputedStyle(frame).borderTopColor;
  context.globalAlpha = 0.8;
  context.fillRect(0, 0, SIDE, SIDE);
  context.globalAlpha = 1;
}

/** Points around a tile, in the coordinates of the box. */
function borderOf(plan: Plan, tile: number, points: number): Point[] {
  const { column, row, columns, rows } = tileBounds(plan, tile);
  const along = (axis: number, node: number) => {
    const [a, b] = plan.box[axis] ?? [0, 1];
    return a + ((b - a) * node) / (axis === 0 ? plan.x.count : plan.y.count);
  };
  const [left, right] = [along(0, column), along(0, column + columns)];
  const [low, high] = [along(1, row), along(1, row + rows)];
  if (plan.box.length === 1)
    return [
      [left, 0],
      [right, 0],
    ];
  const corners: Point[] = [
    [left, low],
    [right, low],
    [right, high],
    [left, high],
  ];
  return corners.flatMap(([x, y], k) => {
    const [x2, y2] = corners[(k + 1) % 4] as Point;
    return Array.from({ length: points }, (_, step): Point => {
      const part = step / points;
      return [x + (x2 - x) * part, y + (y2 - y) * part];
    });
  });
}

/** The signed area of a polygon. */
function areaOf(xs: readonly number[], ys: readonly number[]): number {
  return xs.reduce((sum, x, k) => {
    const next = (k + 1) % xs.length;
    return sum + (x * (ys[next] as number) - (xs[next] as number) * (ys[k] as number)) / 2;
  }, 0);
}
