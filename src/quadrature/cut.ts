import { compileSensitivity } from "../integrand/family-code.ts";
import { compilePoint, compileValues } from "../integrand/javascript.ts";
import { STEPWISE, sensitivity, UNIT } from "../integrand/sensitivity.ts";
import { evaluate } from "../integrand/tape.ts";
import type { Tree } from "../integrand/tree.ts";
import { besideCurve, type Singular } from "./beside.ts";
import type { Curve } from "./breaks.ts";
import { type Crossing, crossingOf, type Ends } from "./crossing.ts";
import { COUNT, gauss, kronrod, quadpackError } from "./kronrod.ts";
import { type Lines, linesAround } from "./lines.ts";
import { distancesOn, type Piece, type Pile } from "./pieces.ts";
import type { Measure } from "./region.ts";
import type { Region } from "./segments.ts";
import { endsOf, insideOf } from "./segments.ts";

/** Measures a region that curves or surfaces cross; null where none does; "crossed" where it cannot be cut along them. */
export type Cutter = (region: Region) => Measure | "crossed" | null;

/** By the place on an axis. */
export type Density = ((at: number) => number) | null;

/** Most curves that one region is cut along. */
const MOST = 12;
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
  const known = curves.map(({ g, singular }, k) => {
    // Levels of one function never meet.
    const origin = origins[curves.findIndex((other, l) => l === k || areLevels(other.g, g, axes))] as object;
    const beside = singular ? besideCurve(f, g, domain) : null;
    return { ...crossingOf(g, compilePoint(g), axes, origin), cost: costOf(g), beside };
  });
  const besides = new Map<Crossing, Singular | null>(known.map((one) => [one, one.beside]));
  const [heights, distances] = [new Float64Array(COUNT), new Float64Array(COUNT)];
  const slopes = new Float64Array(COUNT);
  const out = new Float64Array(COUNT);
  return (region) => {
    const box = region.map(endsOf);
    const inside = region.map(insideOf);
    const hits: (typeof known)[number][] = [];
    for (const one of known) {
      if (one.slopes(inside)) hits.push(one);
      if (hits.length > MOST) return "crossed";
    }
    if (!hits.length) return null;
    const piles = hits.flatMap(({ beside }) => (beside ? [beside.pile()] : []));
    const pile = piles.reduce<Pile | null>((a, b) => (a && a.towards > b.towards ? a : b), null);
    const lines = linesAround([...box.keys()], box, hits, pile);
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
    let jumps = 0;
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
      let before: number | null = null;
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
        let [ownSum, ownOther, ownSize] = [0, 0, 0];
        for (let k = 0; k < COUNT; k++) {
          const own = out[k] as number;
          if (own - own !== 0) {
            lost ??= node.point.map((v, axis) => (axis === lines.height ? (heights[k] as number) : v));
            continue;
          }
          if (own < low) low = own;
          if (own > high) high = own;
          const slope = slopes[k] as number;
          const value = own * (density ? slope * density(heights[k] as number) : slope);
          ownSum += (kronrod[k] as number) * value;
          ownSize += (kronrod[k] as number) * Math.abs(value);
          ownOther += (gauss[k] as number) * value;
        }
        sum += weight * node.kronrod * ownSum;
        size += weight * node.kronrod * ownSize;
        other += weight * node.gauss * ownOther;
      }
    }
    // Next to a singular curve values say nothing of a jump.
    const misplaced = jumps > 0 && !pile ? jumps * roomIn(lines, pieces, hits, box) : 0;
    const rounding = ROUNDING * size + misplaced;
    return {
      value: sum,
      error: Math.max(quadpackError(Math.abs(sum - other), size), ROUNDING * size) + misplaced,
      size,
      rounding,
      along: box.map(() => 1),
      low,
      high,
      cut: true,
      crossed: false,
      wild: false,
      evaluations,
      lost,
    };
  };
}

type Hit = Crossing & { readonly cost: (point: readonly number[]) => number };

/** How far crossings may be from where rounding has them along a line, taken where a line has most of them. */
function roomIn(
  { base, height }: Lines,
  pieces: readonly (readonly Piece[])[],
  hits: readonly Hit[],
  box: readonly (readonly [number, number])[],
): number {
  const k = pieces.reduce(
    (best, own, at) => (own.length > (pieces[best] as typeof own).length ? at : best),
    0,
  );
  const [low, high] = box[height] as readonly [number, number];
  const point = [...(base[k] as Lines["base"][number]).point];
  const valueAt = ({ at }: Hit, v: number) => {
    point[height] = v;
    const [x = 0, y = 0, z = 0] = point;
    return at(x, y, z);
  };
  const rooms = (pieces[k] as readonly Piece[]).slice(1).map(({ from }) => {
    const step = Math.min(BESIDE * (high - low), (from - low) / 2, (high - from) / 2);
    const away = hits.map((hit) => Math.abs(valueAt(hit, from)));
    const nearest = Math.min(...away);
    const hit = hits[away.indexOf(nearest)] as Hit;
    const slope = Math.abs(valueAt(hit, from + step) - valueAt(hit, from - step)) / (2 * step);
    point[height] = from;
    return (nearest + UNIT * hit.cost(point)) / slope;
  });
  return Math.max(...rooms) + 2 * UNIT * Math.max(Math.abs(low), Math.abs(high));
}

/** A part of a side in which a slope is taken. */
const BESIDE = 1e-4;
/** Calls of an interpreted tree that take as long as compiling it. */
const OFTEN = 50;

/** The sensitivity of a tree at a point, compiled once that has been asked for often. */
function costOf(g: Tree): Hit["cost"] {
  let calls = 0;
  let compiled: ReturnType<typeof compileSensitivity> | null = null;
  return (point) => {
    if (++calls > OFTEN) compiled ??= compileSensitivity(g, STEPWISE);
    const [x = 0, y = 0, z = 0] = point;
    return compiled ? compiled(x, y, z, []) : sensitivity(g, point, STEPWISE).sum;
  };
}

function areLevels(a: Tree, b: Tree, axes: number): boolean {
  const apart = Array.from({ length: 7 }, (_, k) => {
    const place = Array.from({ length: axes }, (_, axis) => 0.17 + 0.26 * axis + (0.618 - 0.337 * axis) * k);
    return evaluate(a, place) - evaluate(b, place);
  });
  const [least, most] = [Math.min(...apart), Math.max(...apart)];
  return most - least <= 1e-12 * Math.max(Math.abs(least), Math.abs(most)) && least !== 0;
}
