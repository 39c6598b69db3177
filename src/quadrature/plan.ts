import type { Prepared } from "../problem/problem.ts";
import { type Axis, makeAxis, RULES, type Rule } from "./rule.ts";

/**
 * A grid of nodes cut into tiles. It depends on the problem alone, not on backend, precision, device or number of
 * workers: so the sum over tiles always has the same bits.
 *
 * Tile `t` starts at column `(t mod across) * width` and row `floor(t / across) * TILE_ROWS`; tiles at the right and
 * lower edge may be smaller.
 */
export interface Plan extends Prepared {
  readonly rule: Rule;
  readonly x: Axis;
  readonly y: Axis;
  /** Columns of a full tile. */
  readonly width: number;
  /** Tiles in a row of tiles. */
  readonly across: number;
  /** Number of tiles. */
  readonly tiles: number;
}

/** Tiles first, first + 1, ..., end - 1. */
export interface TileRange {
  readonly first: number;
  readonly end: number;
}

/** The K-th of M parts of a plan, counted from 1. */
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
  // In integers, since a rounded square root or logarithm could land on the wrong side of a power of two:
  // 2^k <= sqrt(nx ny) / 32 means 1024 * 4^k <= nx ny, and both sides are below 2^53.
  let width = MIN_WIDTH;
  while (width < MAX_WIDTH && 1024 * (2 * width) ** 2 <= nx * ny) width *= 2;
  return width;
}

/** A tile's first column and row, and the number of its columns and rows. */
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

/** The tiles of the K-th of M parts: contiguous, the first ones larger by a tile if M does not divide the tiles. */
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

/** The ranges in order, cut into pieces of at most `size()` tiles, which is called for each piece. */
export function* pieces(ranges: readonly TileRange[], size: () => number): Generator<TileRange> {
  for (const { first, end } of ranges) {
    for (let at = first; at < end; ) {
      const next = Math.min(end, at + size());
      yield { first: at, end: next };
      at = next;
    }
  }
}

/** Workgroups along x and y for a dispatch of `tiles`, at most `limit` each; x * y >= tiles. */
export function dispatchSize(tiles: number, limit: number): [number, number] {
  const y = Math.ceil(tiles / limit);
  return [Math.ceil(tiles / y), y];
}
