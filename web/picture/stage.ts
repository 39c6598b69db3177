import type { ColourMap } from "../../src/output/colours.ts";
import type { Columns } from "../../src/output/columns.ts";
import type { Points } from "../../src/output/picture.ts";
import { onMesh, type Range, type View } from "../../src/output/view.ts";
import type { Point } from "./camera.ts";
import type { Drawn } from "./drawn.ts";
import { toTicks } from "./ticks.ts";

/** The box in space that the ranges of x, y and f's values are put in; its longest side is from -1 to 1. */
export interface Stage {
  readonly half: Point;
  /** Of x, y and the heights, from the foot of the box to its top. */
  readonly ranges: readonly [Range, Range, Range];
  /** How high the surface is at most at the rim of the box: what may be before numbers of its floor. */
  readonly rim: number;
  /** Heights that are drawn of the surface. */
  readonly drawn: Range;
  readonly map: ColourMap;
}

/** About as many ticks along each side. */
export const WANTED = 5;

/** Half the height of the box, and the least part of the longer side that the shorter one is drawn with. */
const UP = 0.6;
const LEAST_SIDE = 0.45;

/** Columns stand on zero, which is therefore in the box, and both ends of it have a number. */
export function stageOf({ view: { ranges }, heights: { low, high }, map, values, side }: Drawn): Stage {
  const [x, y] = ranges as [Range, Range];
  const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
  const aspect = (y[1] - y[0]) / (x[1] - x[0]);
  const half = [Math.min(1, Math.max(LEAST_SIDE, 1 / aspect)), Math.min(1, Math.max(LEAST_SIDE, aspect)), UP];
  const up: Range = bottom < top ? toTicks([bottom, top], WANTED) : [0, 1];
  let rim = Math.max(0, low);
  values.forEach((value, k) => {
    const [i, j] = [k % (side + 1), Math.floor(k / (side + 1))];
    if (i === 0 || j === 0 || i === side || j === side) rim = value > rim ? Math.min(high, value) : rim;
  });
  return { half: half as unknown as Point, ranges: [x, y, up], rim, drawn: [low, high], map };
}

/** Where a value of x (axis 0), y or f is along its side of the box. */
export function along({ half, ranges }: Stage, axis: 0 | 1 | 2, value: number): number {
  const [low, high] = ranges[axis];
  return half[axis] * (2 * ((value - low) / (high - low)) - 1);
}

/** The value of x or y there. */
export function valueAlong({ half, ranges }: Stage, axis: 0 | 1, place: number): number {
  const [low, high] = ranges[axis];
  return low + ((high - low) * (place / half[axis] + 1)) / 2;
}

/** The mesh's points in the box, and whether f is finite there. */
export function pointsIn(stage: Stage, { xs, ys }: Points, values: Float32Array): Float32Array<ArrayBuffer> {
  const all = new Float32Array(4 * values.length);
  values.forEach((value, k) => {
    const finite = Number.isFinite(value);
    const [x, y] = [xs[k] as number, ys[k] as number];
    all.set(
      [along(stage, 0, x), along(stage, 1, y), finite ? far(along(stage, 2, value)) : 0, +finite],
      4 * k,
    );
  });
  return all;
}

/** Numbers of a column in the shader. */
export const COLUMN = 20;

/** The bit of columns that go on beyond what is drawn, which are left open. */
const CUT = 1 << 15;

/** Columns that are flat but for rounding stand on neither side of the surface. */
const FLAT = 1e-6;

/** The pieces of columns as the shader takes them; those at infinity end where the box does. */
export function columnsIn(
  stage: Stage,
  view: View,
  { n, heights, pieces, corners, ends }: Columns,
): Float32Array<ArrayBuffer> {
  const row = n * pieces;
  const all = new Float32Array(COLUMN * row * row);
  const foot = along(stage, 2, 0);
  const [lowest, highest] = stage.drawn.map((value) => along(stage, 2, value)) as [number, number];
  const tops = heights.map((height) => {
    if (!Number.isFinite(height)) return foot;
    const top = Math.min(highest, Math.max(lowest, along(stage, 2, height)));
    return Math.abs(top - foot) < FLAT ? foot : top;
  });
  const [u, v] = [onMesh(view, 0), onMesh(view, 1)];
  for (let k = 0; k < row * row; k++) {
    const [i, j] = [k % row, Math.floor(k / row)];
    const [a, b] = [Math.floor(i / pieces), Math.floor(j / pieces)];
    const height = heights[b * n + a] as number;
    if (!Number.isFinite(height)) continue;
    const at = COLUMN * k;
    for (let c = 0; c < 8; c++) {
      const axis = (c % 2) as 0 | 1;
      const most = stage.half[axis];
      all[at + c] = Math.min(most, Math.max(-most, along(stage, axis, corners[8 * k + c] as number)));
    }
    const top = tops[b * n + a] as number;
    const edges = [j % pieces === 0, (i + 1) % pieces === 0, (j + 1) % pieces === 0, i % pieces === 0];
    const walls = SIDES.map(([right, up], side) => {
      const inside = a + right >= 0 && a + right < n && b + up >= 0 && b + up < n;
      const next = inside ? (tops[(b + up) * n + a + right] as number) : foot;
      // Of two that face each other the higher is drawn, or else one.
      const from = (next - foot) * (top - foot) > 0 ? next : foot;
      const more = Math.abs(top - foot) - Math.abs(from - foot);
      return { from, drawn: edges[side] && (more > 0 || (more === 0 && (side === 1 || side === 2))) };
    });
    const isCut = height < stage.drawn[0] || height > stage.drawn[1] ? CUT : 0;
    const bits = edges.reduce((sum, edge, side) => sum + (edge ? 16 << side : 0), (pieces << 8) + isCut);
    const mask = walls.reduce((sum, { drawn }, side) => sum + (drawn ? 1 << side : 0), bits);
    const place = [
      u(ends[i] as number),
      v(ends[j] as number),
      u(ends[i + 1] as number),
      v(ends[j + 1] as number),
    ];
    all.set([foot, top, part(stage.map, height), mask, ...place, ...walls.map(({ from }) => from)], at + 8);
  }
  return all;
}

/** Cells beyond the sides of one, as the shader counts these. */
const SIDES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/** The place of a value among the colours. */
function part({ low, high }: ColourMap, value: number): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}

/** The scale of colours along the height of the box, and what of the height is drawn. */
export function colourScale(stage: Stage): number[] {
  const [bottom, top] = stage.ranges[2];
  const perHeight = (top - bottom) / (2 * UP);
  const { low, high } = stage.map;
  const factor = high > low ? perHeight / (high - low) : 0;
  const start = high > low ? (bottom + UP * perHeight - low) / (high - low) : 0.5;
  const [least, most] = stage.drawn.map((value) => along(stage, 2, value));
  return [factor, start, least as number, most as number];
}

/** 256 colours as the shader takes them. */
export function tableOf(map: ColourMap): Float32Array<ArrayBuffer> {
  const all = new Float32Array(4 * 256);
  for (let k = 0; k < 256; k++) {
    const colour = map.colourOf(map.low + ((map.high - map.low) * k) / 255);
    all.set(
      colour.map((byte) => byte / 255),
      4 * k,
    );
  }
  return all;
}

/** Heights far beyond the box, which f32 would not hold apart. */
const far = (height: number) => Math.min(1e6, Math.max(-1e6, height));
