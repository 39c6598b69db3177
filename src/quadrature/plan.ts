import type { Prepared } from "../problem/problem.ts";
import { type Axis, makeAxis, RULES, type Rule } from "./rule.ts";

/**
 * A grid of nodes cut into tiles. A pure function of the problem: the same for every backend, precision, device
 * and number of workers, so that a sum over tiles has the same bits on all of them.
 *
 * Tile `t` has columns from `(t mod across) * width` and rows from `floor(t / across) * TILE_ROWS`;
 * tiles at the right and lower edge may be smaller.
 */
export interface Plan extends Prepared {
  readonly rule: Rule;
  readonly x: Axis;
  readonly y: Axis;
  /** Columns of a full tile. */
  readonly width: number;
  /** Tiles in a row of tiles. */
  readonly across: number;
  /** Tiles in all. */
  readonly tiles: number;
}

/** Tiles first, first + 1, ..., end - 1. */
export interface TileRange {
  readonly first: number;
  readonly end: number;
}

/** The K-th of M parts of a plan, from 1. */
export type Shard = readonly [k: number, m: number];

/** Rows of a full tile. */
export const TILE_ROWS = 512;
const MIN_WIDTH = 128;
const MAX_WIDTH = 2048;

export function makePlan(prepared: Prepared): Plan {
  const { problem } = prepared;
  const rule = RULES[problem.rule];
  const [x, y] = [makeAxis(rule, problem.x, problem.nx), makeAxis(rule, problem.y, problem.ny)];
  const width = tileWidth(x.count, y.count);
  const across = Math.ceil(x.count / width);
  return { ...prepared, rule, x, y, width, across, tiles: across * Math.ceil(y.count / TILE_ROWS) };
}

/** Columns of a full tile: 2^floor(log2(sqrt(nx ny) / 32)), within [128, 2048]. */
export function tileWidth(nx: number, ny: number): number {
  // In integers, since a rounded square root or logarithm could fall on the wrong side of a power of
  // two: 2^k <= sqrt(nx ny) / 32 is 1024 * 4^k <= nx ny, and both sides are below 2^53.
  let width = MIN_WIDTH;
  while (width < MAX_WIDTH && 1024 * (2 * width) ** 2 <= nx * ny) width *= 2;
  return width;
}

/** Columns [column, column + columns) and rows [row, row + rows) of a tile. */
export function tileBounds({ x, y, width, across }: Plan, tile: number) {
  const column = (tile % across) * width;
  const row = Math.floor(tile / across) * TILE_ROWS;
  return {
    column,
    row,
    columns: Math.min(width, x.count - column),
    rows: Math.min(TILE_ROWS, y.count - row),
  };
}

/** All tiles of the plan. */
export function wholeOf({ tiles }: Plan): TileRange {
  return { first: 0, end: tiles };
}

/**
 * The tiles of one of M parts: the parts follow each other, the first ones are larger by a tile where the tiles do
 * not divide, and those beyond the last tile are empty.
 */
export function shareOf({ tiles }: Plan, [k, m]: Shard): TileRange {
  const each = Math.floor(tiles / m);
  const larger = tiles % m;
  const begin = (part: number) => part * each + Math.min(part, larger);
  return { first: begin(k - 1), end: begin(k) };
}

/** Cells in tiles [first, end). */
export function cellsIn(plan: Plan, { first, end }: TileRange): number {
  let cells = 0;
  for (let tile = first; tile < end; tile++) {
    const { columns, rows } = tileBounds(plan, tile);
    cells += columns * rows;
  }
  return cells;
}

/** The ranges cut into pieces of at most `size()` tiles, asked for at each piece, in order. */
export function* pieces(ranges: readonly TileRange[], size: () => number): Generator<TileRange> {
  for (const { first, end } of ranges) {
    for (let at = first; at < end; ) {
      const next = Math.min(end, at + size());
      yield { first: at, end: next };
      at = next;
    }
  }
}

/** Workgroups along x and y for a dispatch of `tiles`, at most `limit` each way; x * y >= tiles. */
export function dispatchSize(tiles: number, limit: number): [number, number] {
  const y = Math.ceil(tiles / limit);
  return [Math.ceil(tiles / y), y];
}
