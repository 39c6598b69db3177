import { UsageError } from "../../errors.ts";
import { call, type Tree, weight } from "../../integrand/language/tree.ts";
import type { Prepared } from "../../problem/problem.ts";
import { type Axis, makeAxis, NO_AXIS, RULES, type Rule } from "../rules/rule.ts";

/**
 * A grid of nodes, layer by layer, each layer cut into tiles. It depends on the problem alone, not on backend, precision,
 * device or number of workers: so the sum over tiles always has the same bits.
 *
 * Tile `t` of a layer starts at column `(t mod across) * width` and row `floor(t / across) * TILE_ROWS`; tiles at the
 * right and lower edge may be smaller. Fewer than three variables have one layer, one variable has one row. A family has
 * the layers of each member in turn.
 */
export interface Plan extends Prepared {
  readonly rule: Rule;
  /** Columns, rows and layers: the axes of the first, the second and the third variable. */
  readonly x: Axis;
  readonly y: Axis;
  readonly z: Axis;
  /** f with the weights of the rule, if these are not all 1. */
  readonly weighted: Tree;
  /** Columns of a full tile. */
  readonly width: number;
  /** Tiles in a row of tiles. */
  readonly across: number;
  /** Tiles in a layer. */
  readonly perLayer: number;
  /** Tiles of a member of a family. */
  readonly perMember: number;
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

/** Most tiles of a plan, whose sums take 512 MiB. */
const MAX_TILES = 2 ** 26;

/** Throws `usage` for a grid of too many tiles. */
export function makePlan(prepared: Prepared): Plan {
  const { problem, box, f } = prepared;
  const { n } = problem.method;
  const rule = RULES[problem.method.rule];
  const axes = box.map((limits, k) => makeAxis(rule, limits, n[k] as number));
  const [x = NO_AXIS, y = NO_AXIS, z = NO_AXIS] = axes;
  const width = tileWidth(x.count, y.count);
  const across = Math.ceil(x.count / width);
  const perLayer = across * Math.ceil(y.count / TILE_ROWS);
  const perMember = perLayer * z.count;
  const tiles = perMember * prepared.members.count;
  if (tiles > MAX_TILES) {
    const advice = `this grid has ${tiles} tiles, more than ${MAX_TILES}: take fewer cells along the last variable`;
    throw new UsageError("n", n.join(" x "), advice);
  }
  const weighted = x.weights(0, 1) ? axes.reduce((sum, _, k) => call("*", sum, weight(k)), f) : f;
  return { ...prepared, rule, x, y, z, weighted, width, across, perLayer, perMember, tiles };
}

/** The number of cells. */
export function cellsOf({ problem, members }: Pick<Plan, "problem" | "members">): number {
  return problem.method.n.reduce((product, side) => product * side, members.count);
}

/** The number of nodes. */
export function nodesOf({ x, y, z, members }: Pick<Plan, "x" | "y" | "z" | "members">): number {
  return x.count * y.count * z.count * members.count;
}

/** Columns of a full tile: 2^floor(log2(sqrt(nx ny) / 32)), within [128, 2048]. */
export function tileWidth(nx: number, ny: number): number {
  // In integers, since a rounded square root or logarithm could land on the wrong side of a power of two:
  // 2^k <= sqrt(nx ny) / 32 means 1024 * 4^k <= nx ny, and the left side is at most 2^32.
  let width = MIN_WIDTH;
  while (width < MAX_WIDTH && 1024 * (2 * width) ** 2 <= nx * ny) width *= 2;
  return width;
}

/** A tile's first column and row, the number of its columns and rows, and its layer, counted through all members. */
export function tileBounds({ x, y, width, across, perLayer }: Plan, tile: number) {
  const within = tile % perLayer;
  const column = (within % across) * width;
  const row = Math.floor(within / across) * TILE_ROWS;
  return {
    column,
    row,
    layer: Math.floor(tile / perLayer),
    columns: Math.min(width, x.count - column),
    rows: Math.min(TILE_ROWS, y.count - row),
  };
}

/** All tiles of the plan. */
export function wholeOf({ tiles }: Pick<Plan, "tiles">): TileRange {
  return { first: 0, end: tiles };
}

/** The tiles of the K-th of M parts: contiguous, the first ones larger by a tile if M does not divide the tiles. */
export function shareOf(
  { tiles, perMember, members }: Pick<Plan, "tiles" | "perMember" | "members">,
  [k, m]: Shard,
): TileRange {
  // A part of a family has whole members.
  const unit = members.names.length ? perMember : 1;
  const each = Math.floor(tiles / unit / m);
  const larger = (tiles / unit) % m;
  const begin = (part: number) => (part * each + Math.min(part, larger)) * unit;
  return { first: begin(k - 1), end: begin(k) };
}

/** Nodes in tiles [first, end). */
export function nodesIn(plan: Plan, { first, end }: TileRange): number {
  const before = (tile: number) => {
    const { column, row, layer, rows } = tileBounds(plan, tile);
    return (layer * plan.y.count + row) * plan.x.count + column * rows;
  };
  return before(end) - before(first);
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
