import { compilePoint, compileValues } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";
import type { Region } from "../coordinates/segments.ts";
import { endsOf, insideOf } from "../coordinates/segments.ts";
import type { Curve } from "../places/crossing.ts";
import { areLevels, type Crossing, costOf, crossingOf, type Ends } from "../places/crossing.ts";
import { COUNT, gauss, kronrod, quadpackError } from "../rules/kronrod.ts";
import type { Measure } from "../rules/measure.ts";
import { besideCurve, type Singular } from "./beside.ts";
import { roomIn } from "./crossing-room.ts";
import { linesAround } from "./lines.ts";
import { distancesOn, type Piece } from "./pieces.ts";
import type { Pile } from "./pile.ts";
import { isHit, type LineSum, spreadOf, steepIn } from "./steep-lines.ts";

/** Measures a region that curves or surfaces cross; null where none does; "crossed" where it cannot be cut along them. */
export type Cutter = (region: Region) => Measure | "crossed" | null;

/** By the place on an axis. */
export type Density = ((at: number) => number) | null;

/** Most curves that one region is cut along. */
const MOST = 12;
/** Roundings of a sum that vanishes. */
const ROUNDINGS = 4;
/** Of sums over so many nodes, as a part of the whole. */
const ROUNDING = 1e-14;

/** `densities`: what an integral along an axis is weighted with; null for nothing. */
export function makeCutter(
  f: Tree,
  curves: readonly Curve[],
  domain: readonly Ends[],
  densities: readonly Density[] = domain.map(() => null),
): Cutter {
  const axes = domain.length;
  const origins = curves.map(() => ({}));
  const known = curves.map(({ g, singular, width, isSmooth = false }, k) => {
    // Levels of one function never meet.
    const origin = origins[curves.findIndex((other, l) => l === k || areLevels(other.g, g, axes))] as object;
    const beside = singular ? besideCurve(f, g, domain) : null;
    return { ...crossingOf(g, compilePoint(g), axes, origin), cost: costOf(g), beside, width, isSmooth };
  });
  const besides = new Map<Crossing, Singular | null>(known.map((one) => [one, one.beside]));
  const [heights, distances] = [new Float64Array(COUNT), new Float64Array(COUNT)];
  const slopes = new Float64Array(COUNT);
  const out = new Float64Array(COUNT);
  return (region) => {
    const box = region.map(endsOf);
    const inside = region.map(insideOf);
    let hits: (typeof known)[number][] = [];
    for (const one of known) {
      if (isHit(one, inside, box)) hits.push(one);
      if (hits.length > MOST) return "crossed";
    }
    if (!hits.length) return null;
    const piles = hits.flatMap(({ beside }) => (beside ? [beside.pile()] : []));
    const pile = piles.reduce<Pile | null>((a, b) => (a && a.towards > b.towards ? a : b), null);
    const around = (hits: readonly Crossing[], pile: Pile | null) =>
      linesAround([...box.keys()], box, hits, pile);
    const beside = pile ? null : steepIn(hits, box);
    let lines = around(hits, beside ?? pile);
    let isSteep = beside !== null;
    if (!lines && beside) {
      hits = hits.filter(({ isSmooth }) => !isSmooth);
      if (!hits.length) return null;
      isSteep = false;
      lines = around(hits, null);
    }
    if (!lines) return "crossed";
    const pieces = lines.base.map(lines.pieces);
    // What may vanish in the box need not.
    const isWhole = lines.base.length === COUNT ** (axes - 1) && pieces.every(({ length }) => length === 1);
    if (isWhole) return null;
    let [sum, other, size, low, high, evaluations] = [
      0,
      0,
      0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0,
    ];
    let [jumps, noise, ofHeight, ofBase] = [0, 0, 0, 0];
    const lineSums: LineSum[] = [];
    let lost: readonly number[] | null = null;
    const values = compileValues(f);
    for (const [at, node] of lines.base.entries()) {
      const [x = 0, y = 0, z = 0] = node.point;
      const along: [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>] = [[x], [y], [z]];
      along[lines.height] = heights;
      const density = densities[lines.height] ?? null;
      const weight = densities.reduce(
        (product, own, axis) =>
          own && axis !== lines.height ? product * own(node.point[axis] as number) : product,
        1,
      );
      const slopeAt = (k: number) => (slopes[k] as number) * (density ? density(heights[k] as number) : 1);
      let before: number | null = null;
      const own = { weight: weight * node.kronrod, sum: 0 };
      lineSums.push(own);
      for (const piece of pieces[at] as readonly Piece[]) {
        distancesOn(piece, distances, slopes);
        for (let k = 0; k < COUNT; k++) heights[k] = piece.from + (distances[k] as number);
        const beside = piece.root && besides.get(piece.root)?.along(lines.height);
        if (beside) {
          const root = node.point.map((v, axis) => (axis === lines.height ? piece.from : v));
          beside(root, distances, out);
        } else values(...along, out);
        evaluations += COUNT;
        if (before !== null) {
          const height = Math.abs((out[0] as number) - before);
          jumps += weight * node.kronrod * height * (density ? density(piece.from) : 1);
        }
        before = out[COUNT - 1] as number;
        let [ownSum, ownOther, ownSize, ownLost, ownMost, ownNoise] = [0, 0, 0, 0, 0, 0];
        // Without the series, the sum in f has lost its digits as far as this from the root.
        const blurred = pile && !beside && piece.power > 1 ? ROUNDINGS * UNIT * Math.abs(piece.from) : 0;
        for (let k = 0; k < COUNT; k++) {
          const own = out[k] as number;
          if (own - own !== 0) {
            lost ??= node.point.map((v, axis) => (axis === lines.height ? (heights[k] as number) : v));
            ownLost += (kronrod[k] as number) * slopeAt(k);
            continue;
          }
          if (own < low) low = own;
          if (own > high) high = own;
          if (Math.abs(own) > ownMost) ownMost = Math.abs(own);
          const value = own * slopeAt(k);
          ownSum += (kronrod[k] as number) * value;
          ownSize += (kronrod[k] as number) * Math.abs(value);
          ownOther += (gauss[k] as number) * value;
          if (blurred)
            ownNoise +=
              (kronrod[k] as number) *
              Math.abs(value) *
              Math.min(1, blurred / Math.abs(distances[k] as number));
        }
        sum += weight * node.kronrod * ownSum;
        size += weight * node.kronrod * ownSize;
        own.sum += ownSum;
        other += weight * node.gauss * ownOther;
        ofHeight += weight * node.kronrod * (ownSum - ownOther);
        ofBase += weight * (node.kronrod - node.gauss) * ownSum;
        noise += weight * node.kronrod * (ownNoise + ownLost * ownMost);
        const end = pile && piece.first === 0 ? beyondEnd(piece, box[lines.height] as Ends, pile) : 0;
        if (end > 0) {
          const last = COUNT - 1;
          const factor =
            Math.abs(out[last] as number) * Math.abs(distances[last] as number) ** (pile as Pile).p;
          const own = weight * node.kronrod * factor * end * (density ? density(piece.from) : 1);
          if (Number.isFinite(own)) noise += own;
        }
      }
    }
    // A line's sum of a ridge may vary by a small part of itself along the curve.
    const apart = isSteep
      ? quadpackError(Math.abs(ofHeight), size) + quadpackError(Math.abs(ofBase), spreadOf(lineSums))
      : quadpackError(Math.abs(sum - other), size);
    // Next to a singular curve values say nothing of a jump.
    const misplaced = jumps > 0 && !pile ? jumps * roomIn(lines, pieces, hits, box) : 0;
    // Of a power near 1 most is nearer than any node.
    const missing = pile ? pile.missing * size : 0;
    const rounding = ROUNDING * size + misplaced + noise;
    return {
      value: sum,
      error: Math.max(apart, ROUNDING * size) + misplaced + noise + missing,
      size,
      rounding,
      along: box.map((_, axis) => (isSteep ? Math.abs(axis === lines.height ? ofHeight : ofBase) : 1)),
      low,
      high,
      cut: true,
      bounded: pile === null,
      crossed: false,
      wild: false,
      evaluations,
      lost,
    };
  };
}

/** The integral of distance^-p over what rounding hides where a root is at the end of its line; 0 where it is not. */
function beyondEnd({ from, power }: Piece, [low, high]: Ends, { p }: Pile): number {
  const reach = ROUNDINGS * UNIT * Math.max(Math.abs(low), Math.abs(high));
  const isHidden = power > 1 && Math.min(from - low, high - from) <= reach;
  return isHidden ? reach ** (1 - p) / (1 - p) : 0;
}
