import type { Side } from "./sides.ts";
import type { Survey } from "./survey.ts";

/** How the survey's midpoint sums approach the integral. */
export interface Convergence {
  /** p in an error that falls as h^p; null if no order was found, or the differences are too small to show one. */
  readonly order: number | null;
  /** Whether the order is known. */
  readonly known: boolean;
  /** The best value of the integral, and how far off it may be. */
  readonly value: number;
  readonly uncertainty: number;
  /** Whether `value` is extrapolated (Richardson 1911) and `error` has a sign. */
  readonly extrapolated: boolean;
  /** The expected error on a grid whose cells are this many times as wide, per axis, as the survey's. */
  readonly error: (widths: readonly number[]) => number;
  /** An upper bound on it, wherever the breaks lie between the nodes. */
  readonly bound: (widths: readonly number[]) => number;
}

/** Largest difference between orders found at different widths. */
const STEADY = 0.35;

export function convergenceOf(
  { sum, size, breaks, tips, bounded, sides }: Survey,
  roundoff: number,
): Convergence {
  const orders = sides.map(({ rough: [all, third, ninth] }) => [
    log3(third / all) || 0,
    log3(ninth / third) || 0,
  ]);
  const most = breaks === "jump" ? 1 : 2;
  // A kink costs at most the roughness, a jump four times as much; an order in between interpolates, because the cost
  // depends on the position between the nodes.
  const rough = (widths: readonly number[]) =>
    total(sides, ({ rough: [all] }, k) => {
      const [fine, coarse] = orders[k] as [number, number];
      const least = Math.min(fine, coarse);
      const order = Math.min(Math.max(breaks !== "jump" && least < 1.7 ? least - STEADY : least, 0), most);
      return 4 ** (2 - order) * all * (widths[k] as number) ** order;
    });
  const here = sides.map(() => 1);
  const counts = ({ rough: [all] }: Side) => all > 1e-3 * rough(here) && all > roundoff;
  const seen = orders.filter((_, k) => counts(sides[k] as Side)) as [number, number][];
  const apart = Math.max(0, ...seen.map(([fine, coarse]) => Math.abs(fine - coarse)));
  const resolved = sides.every(({ aliased }) => aliased === 0);
  // From each grid to the one three times as wide.
  const first = total(sides, ({ drifts }) => drifts[0]);
  const second = total(sides, ({ drifts }) => drifts[1]) - first;
  const third = total(sides, ({ drifts }) => drifts[2]) - second - first;

  if (resolved && !breaks && !tips && seen.every(([fine]) => fine > 1.7 && fine < 2.5)) {
    const flat = Math.abs(first) <= 2 * roundoff;
    const error = (widths: readonly number[]) =>
      flat ? 0 : total(sides, ({ drifts }, k) => (drifts[0] / 8) * (widths[k] as number) ** 2);
    // Powers above the second: from the extrapolation of the two coarser grids or, for periodic f, of the finer ones.
    const drift = total(sides, ({ drifts }) => Math.abs(drifts[0]));
    const left = Math.min(Math.abs(9 * first - second) / 32, 4 * drift);
    const higher = left > 4 * roundoff ? left : 0;
    // Along two axes together: about the product of their relative errors, drift/8 each, taken four times.
    const squares = total(sides, ({ drifts }) => drifts[0] ** 2);
    const crossed = size && (drift ** 2 - squares) / 32 / size;
    const grow = (widths: readonly number[]) => Math.max(0, ...widths.map((h) => Math.max(h ** 2, h ** 4)));
    return {
      order: flat ? null : log3(second / first) || 2,
      known: true,
      value: sum - first / 8,
      uncertainty: left + crossed + roundoff,
      extrapolated: true,
      error,
      bound: (widths) => 1.5 * Math.abs(error(widths)) + higher * grow(widths),
    };
  }
  const order = log3(second / first);
  const same = Math.abs(order - log3(third / second)) < 0.2;
  const steady = resolved && apart < STEADY;
  if (
    !breaks &&
    !tips &&
    steady &&
    same &&
    order > 0.3 &&
    seen.every(([fine]) => Math.abs(fine - order) < STEADY)
  ) {
    const scale = first / (3 ** order - 1);
    const error = (widths: readonly number[]) => scale * Math.max(...widths) ** order;
    return {
      order,
      known: true,
      value: sum - scale,
      uncertainty: 0.2 * Math.abs(scale) + roundoff,
      extrapolated: true,
      error,
      bound: (widths) => Math.max(1.5 * Math.abs(error(widths)), rough(widths)),
    };
  }
  const falls = Math.min(most, ...seen.map(mean));
  // The error of a cusp depends on its position between the nodes; that of a pole is unbounded.
  const pole = breaks === "kink" && falls < 1.7 && !bounded;
  // Breaks, tips and the few nodes a side in three variables make orders vary.
  const varies = breaks || tips || sides.length > 2;
  if (falls > 0.7 && !pole && (steady || (resolved && varies && apart < 2 * STEADY))) {
    const found = same && order < most ? order : falls;
    const uncertainty = rough(here) + roundoff;
    return {
      order: found,
      known: true,
      value: sum,
      uncertainty,
      extrapolated: false,
      error: rough,
      bound: rough,
    };
  }
  // f is not resolved, so its sums say nothing about finer grids; coarser ones are at least as wrong as they fall.
  const guess = 4 * total(sides, ({ rough, aliased }) => (aliased ? aliased + Math.max(...rough) : rough[0]));
  const rises = Math.min(Math.max(falls || 0, 0), 1);
  const bound = (widths: readonly number[]) => guess * Math.max(1, ...widths) ** rises;
  const uncertainty = guess + roundoff;
  return { order: null, known: false, value: sum, uncertainty, extrapolated: false, error: bound, bound };
}

const mean = ([fine, coarse]: readonly number[]) => ((fine as number) + (coarse as number)) / 2;
const log3 = (ratio: number) => Math.log(ratio) / Math.log(3);

function total(sides: readonly Side[], of: (side: Side, k: number) => number): number {
  return sides.reduce((sum, side, k) => sum + of(side, k), 0);
}
