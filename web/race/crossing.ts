import { isOf } from "../../src/benchmark/fits.ts";
import type { Who } from "../../src/benchmark/labels.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import type { Sweep } from "../../src/benchmark/sweep.ts";
import { grouped } from "../../src/output/units.ts";

/** Times of the GPU and of its rival at one n, in seconds. */
export interface Pair {
  readonly n: number;
  readonly own: number;
  readonly other: number;
}

/** Both at every n that has both, the smallest first; `total`: with their setups. */
export function pairsOf({ results }: Sweep, own: Who, other: Who, clock: "compute" | "total"): Pair[] {
  const rivals = new Map(
    results.flatMap((one) => (isOf(other, one) ? [[sideOf(one), one.seconds[clock]]] : [])),
  );
  const pairs = results.flatMap((one) => {
    const n = sideOf(one);
    const rival = rivals.get(n);
    return isOf(own, one) && rival !== undefined ? [{ n, own: one.seconds[clock], other: rival }] : [];
  });
  return pairs.sort((a, b) => a.n - b.n);
}

/**
 * From where on the GPU wins, in words: by the lines through the times, rounded, where the measured times agree with
 * them, and otherwise by those times alone. null where it lost at every n, and the lines never cross.
 */
export function winsFrom(pairs: readonly Pair[], fit: number | null): string | null {
  const { wins, losses } = sides(pairs);
  const last = pairs.at(-1);
  if (!last) return fit === null ? null : `from about n = ${grouped(rounded(fit))} (extrapolated)`;
  if (!losses.length) return "at every n measured";
  if (!isWon(last)) {
    // Rounded, it may be where it lost.
    if (fit !== null && fit > last.n)
      return `${rounded(fit) > last.n ? "from about" : "beyond"} n = ${grouped(Math.max(last.n, rounded(fit)))} (extrapolated)`;
    return wins.length ? "at some n only" : null;
  }
  const about = agreed(pairs, fit);
  if (about !== null) return `from about n = ${grouped(about)} on`;
  const [low, high] = [Math.min(...wins), Math.max(...losses)].sort((a, b) => a - b) as [number, number];
  return `from somewhere between n = ${grouped(low)} and n = ${grouped(high)} on`;
}

/** The lines' crossing, rounded, if it is between the last loss and the first win. */
export function agreed(pairs: readonly Pair[], fit: number | null): number | null {
  const { wins, losses } = sides(pairs);
  const [loss, win] = [Math.max(...losses), Math.min(...wins)];
  if (fit === null || fit < loss || fit > win) return null;
  const about = rounded(fit);
  return about >= loss && about <= win ? about : null;
}

/** The n at which the GPU won, and those at which it lost. */
function sides(pairs: readonly Pair[]): { wins: number[]; losses: number[] } {
  const wins = pairs.filter(isWon).map(({ n }) => n);
  return { wins, losses: pairs.map(({ n }) => n).filter((n) => !wins.includes(n)) };
}

function isWon({ own, other }: Pair): boolean {
  return own <= other;
}

/** To one digit, or to two of a number that begins with 1 or 2. */
function rounded(n: number): number {
  return Number(n.toPrecision(/^[12]/.test(String(n)) ? 2 : 1));
}
