import { IntegrateError } from "../errors.ts";
import { cellsIn, type Plan, type TileRange, wholeOf } from "../quadrature/plan.ts";

/** Partial sums as they arrive: which are there, and which are still to be done. */
export interface Ledger {
  /** One a tile of the share; NaN where it has not arrived. */
  readonly partials: Float64Array;
  /** Cells in the tiles that have arrived, of `cells`. */
  readonly done: number;
  readonly cells: number;
  /**
   * Takes partial sums of tiles first, first + 1, ... Throws, in the name of `from`, for a tile that is there or that
   * is not of the share.
   */
  record(first: number, piece: ArrayLike<number>, from: string): void;
  /** The tiles that have not arrived. */
  missing(): TileRange[];
  clear(): void;
}

export function makeLedger(plan: Plan, share: TileRange = wholeOf(plan)): Ledger {
  const tiles = share.end - share.first;
  const partials = new Float64Array(tiles).fill(Number.NaN);
  const arrived = new Uint8Array(tiles);
  let done = 0;
  return {
    partials,
    get done() {
      return done;
    },
    cells: cellsIn(plan, share),
    record(first, piece, from) {
      const end = first + piece.length;
      if (first < share.first || end > share.end) {
        const foreign = first < share.first ? first : end - 1;
        const asked = tiles
          ? `where tiles ${share.first} to ${share.end - 1} were asked for`
          : "and none was asked for";
        throw new IntegrateError(faultOf(from), `${from} did tile ${foreign}, ${asked}`);
      }
      const at = first - share.first;
      const twice = arrived.subarray(at, at + piece.length).indexOf(1);
      if (twice >= 0) throw new IntegrateError(faultOf(from), `${from} did tile ${first + twice} twice`);
      arrived.fill(1, at, at + piece.length);
      partials.set(piece, at);
      done += cellsIn(plan, { first, end });
    },
    missing() {
      const ranges: TileRange[] = [];
      for (let at = arrived.indexOf(0); at >= 0; ) {
        const end = arrived.indexOf(1, at);
        ranges.push({ first: share.first + at, end: end < 0 ? share.end : share.first + end });
        at = end < 0 ? -1 : arrived.indexOf(0, end);
      }
      return ranges;
    },
    clear() {
      partials.fill(Number.NaN);
      arrived.fill(0);
      done = 0;
    },
  };
}

/** The code of an error that is this backend's fault. */
export function faultOf(backend: string): "gpu" | "worker" {
  return backend === "gpu" ? "gpu" : "worker";
}

/** How far a ledger is, for people: `37.2 % (3.72e9 of 1e10 cells)`. */
export function howFar({ done, cells }: Pick<Ledger, "done" | "cells">): string {
  const short = (count: number) => (count < 1e6 ? String(count) : count.toExponential(2).replace("+", ""));
  return `${((100 * done) / Math.max(cells, 1)).toFixed(1)} % (${short(done)} of ${short(cells)} cells)`;
}
