import { cellsIn, type Plan, TILE_ROWS, type TileRange } from "./plan.ts";

/** Milliseconds a submit should take: long enough to cost nothing, far below every watchdog's limit. */
const TARGET = 75;
/** Cells in the first submit: 75 ms at 18 ns a cell, slower than any adapter seen. */
const FIRST = 2 ** 22;
/** Growth from one submit to the next, at most: an early rate may be wrong. */
const GROWTH = 8;

/** Sizes submits by the rate measured so far. What a tile adds up to does not depend on it. */
export class Pace {
  /** Tiles that the next submit should have. */
  tiles: number;
  /** Milliseconds a cell; null before the first measurement. */
  private rate: number | null = null;
  /** When the device should be done with all that it was given. */
  private busyUntil = 0;

  constructor(
    readonly plan: Plan,
    readonly capacity: number,
  ) {
    this.tiles = this.tilesOf(FIRST);
  }

  /** Milliseconds until a submit made `now` should be done; null where that cannot be known yet. */
  expect(range: TileRange, now: number): number | null {
    if (this.rate === null) return null;
    this.busyUntil = Math.max(now, this.busyUntil) + this.rate * cellsIn(this.plan, range);
    return this.busyUntil - now;
  }

  /** A submit kept the device busy for so many milliseconds. */
  record(range: TileRange, milliseconds: number): void {
    const cells = cellsIn(this.plan, range);
    this.rate = Math.max(milliseconds, 0.01) / cells;
    this.tiles = this.tilesOf(Math.min(TARGET / this.rate, cells * GROWTH));
  }

  private tilesOf(cells: number): number {
    const tiles = Math.floor(cells / (TILE_ROWS * this.plan.width));
    return Math.min(this.capacity, Math.max(1, tiles));
  }
}
