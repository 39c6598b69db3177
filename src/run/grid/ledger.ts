import { IntegrateError } from "../../errors.ts";
import { type Plan, type TileRange, wholeOf } from "../../quadrature/grid/plan.ts";
import { countIn, type MembersPlan, unitOf } from "../../quadrature/grid/work.ts";

/** Collects partial sums, in any order, and knows which are missing. */
export interface Ledger {
  /** One per tile of the share; NaN if missing. */
  readonly partials: Float64Array;
  /** What progress is counted in. */
  readonly unit: "evaluations" | "members";
  /** As many of these in the tiles recorded so far. */
  readonly done: number;
  /** The same in all tiles of the share. */
  readonly total: number;
  /** Records partial sums of tiles first, first + 1, ... Throws, blaming `from`, for a duplicate or foreign tile. */
  record(first: number, piece: ArrayLike<number>, from: string): void;
  missing(): TileRange[];
  clear(): void;
}

export function makeLedger(plan: Plan | MembersPlan, share: TileRange = wholeOf(plan)): Ledger {
  const tiles = share.end - share.first;
  const partials = new Float64Array(tiles).fill(Number.NaN);
  const recorded = new Uint8Array(tiles);
  let done = 0;
  return {
    partials,
    get done() {
      return done;
    },
    unit: unitOf(plan),
    total: countIn(plan, share),
    record(first, piece, from) {
      const end = first + piece.length;
      if (first < share.first || end > share.end) {
        const foreign = first < share.first ? first : end - 1;
        const range = tiles
          ? `this run covers tiles ${share.first} to ${share.end - 1}`
          : "this run covers none";
        throw new IntegrateError(errorCodeOf(from), `${from} has tile ${foreign}, but ${range}`);
      }
      const at = first - share.first;
      const twice = recorded.subarray(at, at + piece.length).indexOf(1);
      if (twice >= 0) throw new IntegrateError(errorCodeOf(from), `${from} has tile ${first + twice} twice`);
      recorded.fill(1, at, at + piece.length);
      partials.set(piece, at);
      done += countIn(plan, { first, end });
    },
    missing() {
      const ranges: TileRange[] = [];
      for (let at = recorded.indexOf(0); at >= 0; ) {
        const end = recorded.indexOf(1, at);
        ranges.push({ first: share.first + at, end: end < 0 ? share.end : share.first + end });
        at = end < 0 ? -1 : recorded.indexOf(0, end);
      }
      return ranges;
    },
    clear() {
      partials.fill(Number.NaN);
      recorded.fill(0);
      done = 0;
    },
  };
}

/** The code of an error in this backend. */
export function errorCodeOf(backend: string): "gpu" | "worker" {
  return backend === "gpu" ? "gpu" : "worker";
}

/** Progress, for people: `37.2 % (3.72e9 of 1e10 evaluations)`. */
export function progressText({ done, total, unit }: Pick<Ledger, "done" | "total" | "unit">): string {
  const short = (count: number) => (count < 1e6 ? String(count) : count.toExponential(2).replace("+", ""));
  return `${((100 * done) / Math.max(total, 1)).toFixed(1)} % (${short(done)} of ${short(total)} ${unit})`;
}
