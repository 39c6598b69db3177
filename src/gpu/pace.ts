import type { Plan, TileRange } from "../quadrature/plan.ts";

/** Milliseconds a submit should take: long enough to cost nothing, far below every watchdog's limit. */
const TARGET = 75;
/** Cells in the first submit: 75 ms at 18 ns a cell, slower than any adapter seen. */
const FIRST_CELLS = 2 ** 22;
/** Tiles in it, at most: a tile has a cost of its own, however few its cells. */
const FIRST_TILES = 64;
/** Growth from one submit to the next, at most: an early rate may be wrong. */
const GROWTH = 8;

/** Sizes submits by the rate measured so far. What a tile adds up to does not depend on it. */
export class Pace {
  /** Tiles that the next submit should have. */
  tiles: number;
  /** When the device should be done with all that it was given. */
  private busyUntil = 0;
  /** Cells in a tile, on average. */
  private readonly cells: number;

  constructor(
    { x, y, tiles }: Plan,
    readonly capacity: number,
    /** Milliseconds a cell; null before the first measurement. */
    public rate: number | null = null,
  ) {
    this.cells = (x.count * y.count) / tiles;
    this.tiles = this.within(
      rate === null ? Math.min(FIRST_TILES, FIRST_CELLS / this.cells) : TARGET / (rate * this.cells),
    );
  }

  /** Milliseconds until a submit made `now` should be done; null where that cannot be known yet. */
  expect({ first, end }: TileRange, now: number): number | null {
    if (this.rate === null) return null;
    this.busyUntil = Math.max(now, this.busyUntil) + this.rate * this.cells * (end - first);
    return this.busyUntil - now;
  }

  /** A submit kept the device busy for so many milliseconds. */
  record({ first, end }: TileRange, milliseconds: number): void {
    const tiles = end - first;
    this.rate = Math.max(milliseconds, 0.01) / (tiles * this.cells);
    this.tiles = this.within(Math.min(TARGET / (this.rate * this.cells), tiles * GROWTH));
  }

  private within(tiles: number): number {
    return Math.min(this.capacity, Math.max(1, Math.floor(tiles)));
  }
}
