import { median, quantile } from "../run/quantile.ts";

/** Half the distance from the 10th to the 90th percentile, over the median. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.9) - quantile(values, 0.1)) / (2 * median(values)) || 0;
}

/** A time that grows with the work: seconds = fixed + perCell * cells. */
export interface Cost {
  readonly fixed: number;
  readonly perCell: number;
  /** The largest relative distance of a measured time from this line. */
  readonly misfit: number;
}

export interface Timing {
  readonly cells: number;
  readonly seconds: number;
}

/**
 * The line through measured times by least squares of the relative residuals, since the times span decades; neither
 * coefficient is negative. null below three times.
 */
export function fitCost(timings: readonly Timing[]): Cost | null {
  if (timings.length < 3) return null;
  // The normal equations of sum ((fixed + perCell N - t) / t)^2.
  const sum = (of: (timing: Timing) => number) => timings.reduce((total, one) => total + of(one), 0);
  const [one, n, nn] = [0, 1, 2].map((k) => sum(({ cells, seconds }) => cells ** k / seconds ** 2)) as [
    number,
    number,
    number,
  ];
  const [t, nt] = [0, 1].map((k) => sum(({ cells, seconds }) => cells ** k / seconds)) as [number, number];
  const determinant = one * nn - n * n;
  let fixed = (t * nn - nt * n) / determinant;
  let perCell = (nt * one - t * n) / determinant;
  if (!(fixed > 0)) [fixed, perCell] = [0, nt / nn];
  else if (!(perCell > 0)) [fixed, perCell] = [t / one, 0];
  const misfits = timings.map(({ cells, seconds }) => Math.abs((fixed + perCell * cells) / seconds - 1));
  return { fixed, perCell, misfit: Math.max(...misfits) };
}

/** From how many cells on the first is as fast as the second: 0 where it always is, null where it never is. */
export function breakEven(first: Cost, second: Cost): number | null {
  const saved = second.perCell - first.perCell;
  if (first.fixed <= second.fixed) return saved >= 0 ? 0 : null;
  return saved > 0 ? (first.fixed - second.fixed) / saved : null;
}

/** The smallest step of a clock, in its own unit, seen in a hundred steps of it. */
export function clockStepOf(now: () => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 100; k++) {
    const before = now();
    let after = before;
    while (after === before) after = now();
    least = Math.min(least, after - before);
  }
  return least;
}
