import { IntegrateError } from "./errors.ts";
import { cellsIn, type Plan, type TileRange } from "./plan.ts";

/** Partial sums as they arrive: which are there, and which are still to be done. */
export interface Ledger {
  /** One a tile; NaN where it has not arrived. */
  readonly partials: Float64Array;
  /** Cells in the tiles that have arrived, of `cells`. */
  readonly done: number;
  readonly cells: number;
  /** Takes partial sums of tiles first, first + 1, ... Throws for a tile that is there, in the name of `from`. */
  record(first: number, piece: ArrayLike<number>, from: string): void;
  /** The tiles that have not arrived. */
  missing(): TileRange[];
  clear(): void;
}

export function makeLedger(plan: Plan): Ledger {
  const partials = new Float64Array(plan.tiles).fill(Number.NaN);
  const arrived = new Uint8Array(plan.tiles);
  let done = 0;
  return {
    partials,
    get done() {
      return done;
    },
    cells: plan.problem.nx * plan.problem.ny,
    record(first, piece, from) {
      const end = first + piece.length;
      if (end > plan.tiles)
        throw new IntegrateError(faultOf(from), `${from} did tile ${end - 1} of ${plan.tiles}`);
      const twice = arrived.subarray(first, end).indexOf(1);
      if (twice >= 0) throw new IntegrateError(faultOf(from), `${from} did tile ${first + twice} twice`);
      arrived.fill(1, first, end);
      partials.set(piece, first);
      done += cellsIn(plan, { first, end });
    },
    missing() {
      const ranges: TileRange[] = [];
      for (let first = arrived.indexOf(0); first >= 0; ) {
        const end = arrived.indexOf(1, first);
        ranges.push({ first, end: end < 0 ? plan.tiles : end });
        first = end < 0 ? -1 : arrived.indexOf(0, end);
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
  return `${((100 * done) / cells).toFixed(1)} % (${short(done)} of ${short(cells)} cells)`;
}
