import type { FamilyResult } from "../run/result.ts";
import { type Box, labels, linearScale, linearTicks, numberLabel, tick } from "./axes.ts";
import { parameterAxis, spread } from "./family-axis.ts";
import { dot, escaped } from "./svg.ts";

const BOX: Box = { left: 76, right: 736, top: 40, bottom: 350 };
const INK = "#1d4ed8";

/** Members up to which each has a dot, and beyond which only the extremes of neighbours are drawn. */
const DOTTED = 60;
const MOST = 2000;

interface Point {
  readonly x: number;
  readonly integral: number;
  /** 0 where nothing is claimed. */
  readonly error: number;
}

/** I(a), broken where there is no value, with a band as wide as what is claimed of its error. */
export function curveOf(family: FamilyResult["family"], title: string) {
  const [[name, values]] = Object.entries(family.parameters) as [[string, Float64Array]];
  const { at, sorted, ticks } = parameterAxis(values, BOX, "x", false);
  const points = sorted.map((k): Point => {
    const error = family.errors[k] as number;
    return {
      x: at(values[k] as number),
      integral: family.integrals[k] as number,
      error: Number.isNaN(error) ? 0 : error,
    };
  });
  const range = rangeWithBand(points);
  const up = linearScale(range, BOX.bottom, BOX.top);
  const inside = (value: number) => up(Math.min(range[1], Math.max(range[0], value)));
  const pieces = piecesOf(thinned(points));
  const content = [
    ...labels(BOX, title, name, "integral"),
    ...ticks,
    ...linearTicks(range).map((v) => tick(BOX.left, up(v), BOX.right, up(v), numberLabel(v), "y")),
    `<g class="family"><title>${escaped(`the integral over ${name}`)}</title>`,
    ...pieces.map((piece) => {
      const upper = piece.map(({ x, integral, error }) => `${x},${inside(integral + error)}`);
      const lower = piece.map(({ x, integral, error }) => `${x},${inside(integral - error)}`).reverse();
      return `<polygon class="band" points="${[...upper, ...lower].join(" ")}" fill="#93c5fd" stroke="none"/>`;
    }),
    ...pieces.map((piece) => {
      const places = piece.map(({ x, integral }) => `${x},${up(integral)}`);
      return `<polyline class="curve" points="${places.join(" ")}" fill="none" stroke="${INK}" stroke-width="1.5"/>`;
    }),
    ...pieces
      .filter((piece) => points.length <= DOTTED || piece.length === 1)
      .flatMap((piece) =>
        piece.map(({ x, integral }) => dot("circle", x, up(integral), INK, 'class="point"')),
      ),
    "</g>",
  ];
  return { content, notes: noteOf(points) };
}

/** What the band is, if anything is claimed. */
function noteOf(points: readonly Point[]): string[] {
  const most = points.reduce((worst, { error }) => Math.max(worst, error), 0);
  return most > 0 ? [`band: the claimed error, at most ${most.toExponential(1)}`] : [];
}

/** Neighbours that have values. */
function piecesOf(points: readonly Point[]): Point[][] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (Number.isFinite(point.integral)) (pieces.at(-1) as Point[]).push(point);
    else pieces.push([]);
  }
  return pieces.filter(({ length }) => length);
}

/** Of a long curve the least and the greatest of neighbours, and a gap if one of them is. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST) return points;
  const size = Math.ceil((3 * points.length) / MOST);
  const kept: Point[] = [];
  for (let first = 0; first < points.length; first += size) {
    const some = points.slice(first, first + size);
    const valued = some.filter(({ integral }) => Number.isFinite(integral));
    const extremes = [Math.min, Math.max].map((pick) => {
      const value = valued.reduce(
        (best, { integral }) => pick(best, integral),
        valued[0]?.integral as number,
      );
      return valued.find(({ integral }) => integral === value) as Point;
    });
    const chosen = new Set([...extremes, some.find(({ integral }) => !Number.isFinite(integral))]);
    for (const one of some) if (chosen.has(one)) kept.push(one);
  }
  return kept;
}

/** The integrals' range, with room, and with as much of the band as they span. */
function rangeWithBand(points: readonly Point[]): [number, number] {
  const valued = points.filter(({ integral }) => Number.isFinite(integral));
  if (!valued.length) return spread([0, 0]);
  const span = (most: number) =>
    valued.reduce<[number, number]>(
      ([low, high], { integral, error }) => [
        Math.min(low, integral - Math.min(error, most)),
        Math.max(high, integral + Math.min(error, most)),
      ],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
  const plain = span(0);
  const [low, high] = spread(span(plain[1] - plain[0]));
  const room = (high - low) / 20;
  return [low - room, high + room];
}
