import { type Bounder, bounder } from "../integrand/bounds.ts";
import { compilePoint, compileValues } from "../integrand/javascript.ts";
import { rootsOf } from "../integrand/roots.ts";
import { evaluate } from "../integrand/tape.ts";
import { number, substitute, type Tree, variable } from "../integrand/tree.ts";
import type { Curve } from "./breaks.ts";
import { gauss, kronrod, nodes, quadpackError } from "./kronrod.ts";
import type { Measure, Region } from "./region.ts";
import { endsOf, insideOf } from "./segments.ts";

/** Measures a region in two variables that curves cross; null where none does; "crossed" where it cannot be cut. */
export type Cutter = (region: Region) => Measure | "crossed" | null;

interface Known extends Curve {
  readonly at: (x: number, y: number, z: number) => number;
  readonly bound: Bounder;
  /** Whether each other curve is another level of the same function, so that they never meet. */
  readonly apart: readonly boolean[];
}

/** Most curves that one region is cut along. */
const MOST = 12;
/** Nodes towards a singular curve, and along it towards its ends, are piled up by these powers. */
const TOWARDS = 6;
const ALONG = 4;

type Ends = readonly [number, number];

/**
 * Along each line across the region the pieces between the curves are integrated by themselves (Saye 2015, SIAM J. Sci.
 * Comput. 37, A993): intervals prove that a curve crosses each line once.
 */
export function makeCutter(f: Tree, curves: readonly Curve[]): Cutter {
  const known: Known[] = curves.map((curve) => ({
    ...curve,
    at: compilePoint(curve.g),
    bound: bounder(curve.g, 2),
    apart: curves.map((other) => areLevels(curve.g, other.g)),
  }));
  const values = compileValues(f);
  const point = new Float64Array(15);
  const along = (height: number, base: number, heights: Float64Array) => {
    if (height === 1) values([base], heights, ZERO, point);
    else values(heights, [base], ZERO, point);
    return point;
  };
  return (region) => {
    const box = region.map(endsOf) as [Ends, Ends];
    const inside = region.map(insideOf) as [Ends, Ends];
    const hits = known.map((one, index) => ({ one, index, steep: steepness(one, inside) })).filter(({ steep }) => steep);
    if (!hits.length) return null;
    const meet = hits.some(({ one }, k) => hits.some(({ index }, l) => l < k && !one.apart[index]));
    const weighed = box.map(([a, b], axis) => Math.min(...hits.map(({ steep }) => (steep as number[])[axis] as number)) * (b - a));
    const height = (weighed[1] as number) >= (weighed[0] as number) ? 1 : 0;
    if (meet || hits.length > MOST || !((weighed[height] as number) > 0)) return "crossed";
    return cut(
      box,
      height,
      hits.map(({ one }) => one),
      along,
    );
  };
}

const ZERO = [0];

/** The least |dg| along each axis, 0 where it may vanish; null where g does not. */
function steepness({ bound }: Known, [x, y]: readonly [Ends, Ends]): number[] | null {
  const { low, high, wild, slopes } = bound([x[0], y[0]], [x[1], y[1]]);
  const k = bound.root;
  if ((low[k] as number) > 0 || (high[k] as number) < 0) return null;
  // A constant has no curve.
  if (!wild[k] && slopes.every((slope) => slope.low[k] === 0 && slope.high[k] === 0)) return null;
  return slopes.map((slope) => (wild[k] ? 0 : Math.max(0, slope.low[k] as number, -(slope.high[k] as number))));
}

function areLevels(a: Tree, b: Tree): boolean {
  const apart = Array.from({ length: 7 }, (_, k) => {
    const place = [0.17 + 0.618 * k, 0.43 + 0.281 * k];
    return evaluate(a, place) - evaluate(b, place);
  });
  const [least, most] = [Math.min(...apart), Math.max(...apart)];
  return most - least <= 1e-12 * Math.max(Math.abs(least), Math.abs(most)) && least !== 0;
}

function cut(
  box: readonly [Ends, Ends],
  height: 0 | 1,
  curves: readonly Known[],
  along: (height: number, base: number, heights: Float64Array) => Float64Array,
): Measure {
  const [low, high] = box[height];
  const base = box[1 - height] as Ends;
  const singular = curves.some((one) => one.singular);
  const sums = { kronrod: 0, gauss: 0, size: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  let evaluations = 0;
  let lost: number[] | null = null;
  const heights = new Float64Array(15);
  const slopes = new Float64Array(15);
  const ends = basesOf(curves, base, [low, high], height);
  for (const [from, to] of ends) {
    const middle = (from + to) / 2;
    const crossing = curves.filter(({ at }) => opposite(valueAt(at, middle, low, height), valueAt(at, middle, high, height)));
    for (const stretch of stretches(from, to, singular && crossing.length > 0)) {
      for (let a = 0; a < 15; a++) {
        const { at: place, slope } = stretch(nodes[a] as number);
        const roots = crossing.map(({ at }) => crossed((v) => valueAt(at, place, v, height), low, high));
        const stops = [low, ...roots.sort((p, q) => p - q), high];
        for (const piece of piecesOf(stops, singular && crossing.length > 0)) {
          for (let b = 0; b < 15; b++) {
            const t = nodes[b] as number;
            heights[b] = piece.from + piece.length * (piece.power === 1 ? t : t ** piece.power);
            slopes[b] = Math.abs(piece.length) * (piece.power === 1 ? 1 : piece.power * t ** (piece.power - 1));
          }
          const values = along(height, place, heights);
          evaluations += 15;
          for (let b = 0; b < 15; b++) {
            const own = values[b] as number;
            if (own - own !== 0) {
              lost ??= height === 1 ? [place, heights[b] as number] : [heights[b] as number, place];
              continue;
            }
            sums.low = Math.min(sums.low, own);
            sums.high = Math.max(sums.high, own);
            const value = own * slope * (slopes[b] as number);
            const weight = (kronrod[a] as number) * (kronrod[b] as number);
            sums.kronrod += weight * value;
            sums.size += weight * Math.abs(value);
            sums.gauss += (gauss[a] as number) * (gauss[b] as number) * value;
          }
        }
      }
    }
  }
  const { size } = sums;
  return {
    value: sums.kronrod,
    error: Math.max(quadpackError(Math.abs(sums.kronrod - sums.gauss), size, size), 5e-15 * size),
    size,
    along: [1, 1],
    low: sums.low,
    high: sums.high,
    cut: true,
    crossed: false,
    wild: false,
    evaluations,
    lost,
  };
}

const opposite = (a: number, b: number) => a * b < 0;

function valueAt(at: Known["at"], base: number, height: number, axis: 0 | 1): number {
  return axis === 1 ? at(base, height, 0) : at(height, base, 0);
}

/** The base, split where a curve enters or leaves through the region's lower or upper side. */
function basesOf(curves: readonly Known[], base: Ends, heights: Ends, height: 0 | 1): Ends[] {
  const entries = curves.flatMap(({ g }) =>
    heights.flatMap((at) => {
      const side = substitute(g, ({ axis }) => (axis === height ? number(at) : variable(0)));
      return rootsOf(side, base, [0]);
    }),
  );
  const stops = [base[0], ...entries.filter((one) => one > base[0] && one < base[1]).sort((a, b) => a - b), base[1]];
  const least = 1e-15 * (base[1] - base[0]);
  return stops.slice(1).flatMap((to, k) => (to - (stops[k] as number) > least ? [[stops[k] as number, to] as const] : []));
}

/** The ways from t in [0, 1] to the base: straight, or to both its ends with nodes piled up there. */
function stretches(from: number, to: number, piled: boolean): ((t: number) => { at: number; slope: number })[] {
  const length = to - from;
  if (!piled) return [(t) => ({ at: from + length * t, slope: length })];
  const slope = (t: number) => (length / 2) * ALONG * t ** (ALONG - 1);
  return [
    (t) => ({ at: from + (length / 2) * t ** ALONG, slope: slope(t) }),
    (t) => ({ at: to - (length / 2) * t ** ALONG, slope: slope(t) }),
  ];
}

interface Piece {
  readonly from: number;
  readonly length: number;
  readonly power: number;
}

/** The pieces of a line between stops; where these are singular, towards them. */
function piecesOf(stops: readonly number[], singular: boolean): Piece[] {
  return stops.slice(1).flatMap((to, k): Piece[] => {
    const from = stops[k] as number;
    if (!(to > from)) return [];
    if (!singular || stops.length === 2) return [{ from, length: to - from, power: 1 }];
    if (k === 0) return [{ from: to, length: from - to, power: TOWARDS }];
    if (k === stops.length - 2) return [{ from, length: to - from, power: TOWARDS }];
    const half = (to - from) / 2;
    return [
      { from, length: half, power: TOWARDS },
      { from: to, length: -half, power: TOWARDS },
    ];
  });
}

/** The root of a monotone g by the Illinois method (Dowell and Jarratt 1971); the nearer end if it has none. */
function crossed(g: (v: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [below, above] = [g(low), g(high)];
  if (!opposite(below, above)) return Math.abs(below) < Math.abs(above) ? low : high;
  for (let side = 0, k = 0; k < 100; k++) {
    const guess = (low * above - high * below) / (above - below);
    const at = guess > low && guess < high ? guess : (low + high) / 2;
    const value = g(at);
    const near = 2e-16 * Math.max(Math.abs(low), Math.abs(high));
    if (value === 0 || high - low <= near || at === low || at === high) return at;
    if (value * above > 0) {
      if (high - at < near) return at;
      [high, above] = [at, value];
      if (side === 1) below /= 2;
      side = 1;
    } else {
      if (at - low < near) return at;
      [low, below] = [at, value];
      if (side === -1) above /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
