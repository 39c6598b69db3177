import { costOf } from "../integrand/code/wgsl.ts";
import type { GpuPrecision } from "../problem/problem.ts";
import { nodesOf, type Plan, type TileRange } from "../quadrature/grid/plan.ts";

/** Milliseconds per submit: long enough to make its overhead negligible, far below any watchdog's limit. */
const TARGET = 75;
/** Most cells in the first submit on a CPU: 75 ms at 18 ns per cell, slower than any software adapter seen. */
const FIRST_CELLS = 2 ** 22;
/** Most tiles in the first submit there, since each tile has a fixed cost. */
const FIRST_TILES = 64;
/**
 * Most cells of a sine in the first submit on a GPU, where a round trip takes as long as these: 75 ms at 2 ns per cell,
 * or 9 ns in df64, slower than a Raspberry Pi's.
 */
const FIRST_SINES = { fast: 2 ** 25, f32: 2 ** 25, df64: 2 ** 23 };
/** Largest growth from one submit to the next, since early rates may be wrong. */
const GROWTH = 8;

/** Tiles to begin with. */
export function firstTiles(plan: Plan, precision: GpuPrecision, software: boolean): number {
  const cells = nodesOf(plan) / plan.tiles;
  if (software) return Math.min(FIRST_TILES, FIRST_CELLS / cells);
  return FIRST_SINES[precision] / Math.max(1, costOf(plan.weighted, false)) / cells;
}

/** Sizes submits by the measured rate. The sums do not depend on it. */
export class Pace {
  /** Tiles in the next submit. */
  tiles: number;
  /** When the device should be done with everything submitted so far. */
  private busyUntil = 0;
  /** Mean number of cells per tile. */
  private readonly cells: number;

  constructor(
    plan: Plan,
    readonly capacity: number,
    /** Milliseconds per cell; null before the first measurement. */
    public rate: number | null = null,
    /** Tiles in the first submit where the rate is not known. */
    first = firstTiles(plan, "f32", true),
  ) {
    this.cells = nodesOf(plan) / plan.tiles;
    this.tiles = this.clamped(rate === null ? first : TARGET / (rate * this.cells));
  }

  /** Milliseconds until a submit made `now` should be done; null before the first measurement. */
  expect({ first, end }: TileRange, now: number): number | null {
    if (this.rate === null) return null;
    this.busyUntil = Math.max(now, this.busyUntil) + this.rate * this.cells * (end - first);
    return this.busyUntil - now;
  }

  /** Records how long a submit kept the device busy. */
  record({ first, end }: TileRange, milliseconds: number): void {
    const tiles = end - first;
    this.rate = Math.max(milliseconds, 0.01) / (tiles * this.cells);
    this.tiles = this.clamped(Math.min(TARGET / (this.rate * this.cells), tiles * GROWTH));
  }

  private clamped(tiles: number): number {
    return Math.min(this.capacity, Math.max(1, Math.floor(tiles)));
  }
}
