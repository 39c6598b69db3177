import type { Crossing, Ends } from "../places/crossing.ts";
import { type Pile, USUAL } from "./pile.ts";

type Box = readonly Ends[];
interface Hit extends Pick<Crossing, "slopes"> {
  readonly width?: number | undefined;
  readonly isSmooth: boolean;
}

/** The usual rule is good enough for so many widths of a step. */
const SMALL = 64;

/** Whether a region is to be cut along a curve; along one that passes by within a few widths, too. */
export function isHit(curve: Hit, inside: Box, box: Box): boolean {
  const isLong = isWide(curve, box);
  if (curve.isSmooth && !isLong) return false;
  const pile = isLong ? besideSteep(curve.width as number) : null;
  return (curve.slopes(inside) ?? slopesBeside(curve, [...box.keys()], box, pile)) !== null;
}

/** How nodes are piled up along the narrowest step among these curves; null if there is none. */
export function steepIn(hits: readonly Hit[], box: Box): Pile | null {
  const widths = hits.filter((one) => isWide(one, box)).map(({ width }) => width as number);
  return widths.length ? besideSteep(Math.min(...widths)) : null;
}

/** The slopes of a curve that does not cross a box, but makes f steep in it. */
export function slopesBeside(
  curve: Pick<Crossing, "slopes">,
  axes: readonly number[],
  box: Box,
  pile: Pile | null,
): readonly Ends[] | null {
  const width = pile?.width;
  if (width === undefined) return null;
  return curve.slopes(
    box.map(([a, b], axis): Ends => {
      const reach = axes.includes(axis) ? reachOf(width, axes.length === 1 ? b - a : 0) : 0;
      return [a - reach, b + reach];
    }),
  );
}

/** Whether a side of a region is too long for the usual rule where f is so steep. */
const isWide = ({ width }: Hit, box: Box) =>
  width !== undefined && box.some(([a, b]) => b - a >= SMALL * width);

/** The nearest poles of steps and ridges are about half of a width away. */
const besideSteep = (width: number): Pile => ({ ...USUAL, towards: 1, along: 1, width: width / 4 });

/** Where a curve is that near beyond an end of a line of this length, f is steep at the end, too. */
export const reachOf = (width: number, length: number) => Math.max(length / 8, WIDTHS * width);
const WIDTHS = 32;

/** Parts that are as wide as they are far from 0. */
export function growing(first: number): number[] {
  const parts = [0];
  for (let part = first; part < 0.5; part *= 2) parts.push(part);
  return [...parts, 1];
}

/** The sum along a line, and the line's weight in the integral. */
export interface LineSum {
  readonly weight: number;
  sum: number;
}

/** The integral of |sum - mean|. */
export function spreadOf(sums: readonly LineSum[]): number {
  const total = (of: (one: LineSum) => number) => sums.reduce((all, one) => all + one.weight * of(one), 0);
  const mean = total(({ sum }) => sum) / total(() => 1);
  return total(({ sum }) => Math.abs(sum - mean));
}
