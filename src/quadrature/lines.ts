import { bounder } from "../integrand/bounds.ts";
import { rootsOf } from "../integrand/roots.ts";
import { simplify } from "../integrand/simplify.ts";
import { axesOf, call, number, substitute, type Tree, variable } from "../integrand/tree.ts";
import { gauss, kronrod, nodes } from "./kronrod.ts";

export type Ends = readonly [number, number];

/** A node on some axes, which has these weights in Kronrod's and Gauss's sums. */
export interface Node {
  readonly point: readonly number[];
  readonly kronrod: number;
  readonly gauss: number;
}

/** A curve or surface g = 0 on the axes of a box that are not degenerate. */
export interface Crossing {
  readonly g: Tree;
  readonly at: (x: number, y: number, z: number) => number;
  /** The range of dg along each axis; null where g itself is not 0 in the box. */
  readonly slopes: (box: readonly Ends[]) => readonly Ends[] | null;
  /** What it is a part of: parts of one never meet. */
  readonly origin: object;
}

/** Lines through a box along one axis, and their pieces between crossings. */
export interface Lines {
  readonly height: number;
  readonly base: readonly Node[];
  pieces(node: Node): readonly Piece[];
}

/** A part of a line, from + length t^power for t in [first, last]. */
export interface Piece {
  readonly from: number;
  readonly length: number;
  readonly power: number;
  readonly first: number;
  readonly last: number;
}

/** The places of Kronrod's nodes on a piece, and the length of t times their slopes. */
export function placesOn(
  { from, length, power, first, last }: Piece,
  at: Float64Array,
  slopes: Float64Array,
) {
  const width = last - first;
  for (let k = 0; k < nodes.length; k++) {
    const t = first + width * (nodes[k] as number);
    at[k] = from + length * (power === 1 ? t : t ** power);
    slopes[k] = width * Math.abs(length) * (power === 1 ? 1 : power * t ** (power - 1));
  }
}

/** Nodes next to something singular are piled up by these powers: towards it, and along it towards its ends. */
const TOWARDS = 6;
const ALONG = 4;
/** A value is next to 0 that is this part of another. */
const NEAR = 1e-9;
/** Boxes that a search for roots looks at: more than a few roots make a region one to halve. */
const SEARCHED = 400;
/** A slope is constant whose range is this part of it. */
const CONSTANT = 1e-12;

/**
 * Lines for a box along one of `axes`, the others being degenerate, so that no crossing is within a piece (Saye 2015, SIAM
 * J. Sci. Comput. 37, A993): each crosses every line once at most, and the nodes of the base are such lines again, for
 * the crossings with both sides of the box and for where two of them meet. Null where there is no such axis.
 */
export function linesAround(
  axes: readonly number[],
  box: readonly Ends[],
  crossings: readonly Crossing[],
  piled: boolean,
): Lines | null {
  const inside = box.map(([a, b]): Ends => [a + SLIVER * (b - a), b - SLIVER * (b - a)]);
  const hits = crossings.flatMap((crossing) => {
    const slopes = crossing.slopes(inside);
    return slopes ? [{ crossing, slopes }] : [];
  });
  if (axes.length === 1) {
    const height = axes[0] as number;
    const own = hits.map(({ crossing }) => crossing);
    return {
      height,
      base: [{ point: box.map(([a]) => a), kronrod: 1, gauss: 1 }],
      pieces: () => piecesAtRoots(height, box[height] as Ends, own, piled),
    };
  }
  for (const height of heightsOf(axes, box, hits)) {
    const [low, high] = box[height] as Ends;
    const [lower, upper] = [low, high].map((at) =>
      box.map((ends, k): Ends => (k === height ? [at, at] : ends)),
    ) as [Ends[], Ends[]];
    const across = hits.filter(({ crossing }) => dependsOn(crossing, height));
    const meetings = meetingsOf(across, height);
    if (!meetings) continue;
    const edges = [
      ...hits.flatMap(({ crossing }) =>
        dependsOn(crossing, height) ? [restricted(crossing, lower), restricted(crossing, upper)] : [crossing],
      ),
      ...meetings.map((meeting) => restricted(meeting, lower)),
    ];
    const base = nodesOf(
      linesAround(
        axes.filter((axis) => axis !== height),
        lower,
        edges,
        piled,
      ),
    );
    if (base)
      return {
        height,
        base,
        pieces: (node) =>
          piecesOn(
            node,
            height,
            [low, high],
            across.map(({ crossing }) => crossing),
            piled,
          ),
      };
  }
  return null;
}

/** f may jump at the sides of a box. */
const SLIVER = 1e-10;

const dependsOn = ({ g }: Crossing, axis: number) => ((axesOf(g) >> axis) & 1) === 1;

function nodesOf(lines: Lines | null): Node[] | null {
  if (!lines) return null;
  return lines.base.flatMap((node) =>
    lines.pieces(node).flatMap((piece) => spread(node, lines.height, piece)),
  );
}

interface Hit {
  readonly crossing: Crossing;
  readonly slopes: readonly Ends[];
}

/** Where two of different origin meet: known for those whose slopes along the height are constants; null for others. */
function meetingsOf(hits: readonly Hit[], height: number): Crossing[] | null {
  const pairs = hits.flatMap((one, k) =>
    hits
      .slice(0, k)
      .flatMap((other) => (one.crossing.origin === other.crossing.origin ? [] : [[one, other] as const])),
  );
  const meetings = pairs.map(([one, other]): Crossing | null => {
    const [p, q] = [one, other].map(({ slopes }) => slopes[height] as Ends) as [Ends, Ends];
    if (!isConstant(p) || !isConstant(q)) return null;
    const [a, b] = [p[0], q[0]];
    const g = simplify(
      call("-", call("*", number(b), one.crossing.g), call("*", number(a), other.crossing.g)),
    );
    return crossingOf(g, compiled(one.crossing, b, other.crossing, a), one.slopes.length, {});
  });
  return meetings.includes(null) ? null : (meetings as Crossing[]);
}

const compiled =
  (one: Crossing, p: number, other: Crossing, q: number): Crossing["at"] =>
  (x, y, z) =>
    p * one.at(x, y, z) - q * other.at(x, y, z);

const isConstant = ([low, high]: Ends) => high - low <= CONSTANT * Math.abs(high);

export function crossingOf(g: Tree, at: Crossing["at"], axes: number, origin: object): Crossing {
  const bound = bounder(g, axes);
  return {
    g,
    at,
    origin,
    slopes(box) {
      const { low, high, wild, slopes } = bound(
        box.map(([a]) => a),
        box.map(([, b]) => b),
      );
      if (low > 0 || high < 0) return null;
      // A constant has no curve.
      if (!wild && slopes.every((slope) => slope.low === 0 && slope.high === 0)) return null;
      return slopes.map(
        (slope): Ends =>
          wild ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [slope.low, slope.high],
      );
    },
  };
}

/** A crossing within one side of a box. */
function restricted(crossing: Crossing, side: readonly Ends[]): Crossing {
  const within = (box: readonly Ends[]) =>
    box.map((ends, k) => (isPoint(side[k] as Ends) ? (side[k] as Ends) : ends));
  const place = (own: readonly number[]) =>
    own.map((v, k) => (isPoint(side[k]) ? (side[k] as Ends)[0] : v)) as [number, number, number];
  return {
    g: substitute(crossing.g, (leaf) =>
      isPoint(side[leaf.axis]) ? number((side[leaf.axis] as Ends)[0]) : leaf,
    ),
    at: (x, y, z) => crossing.at(...place([x, y, z])),
    slopes: (box) => crossing.slopes(within(box)),
    origin: crossing.origin,
  };
}

const isPoint = ([a, b]: Ends = [0, 1]) => a === b;

/** The axes along which every crossing rises, falls or does nothing, the steepest first. */
function heightsOf(axes: readonly number[], box: readonly Ends[], hits: readonly Hit[]): number[] {
  const least = axes.map((axis) => {
    const [a, b] = box[axis] as Ends;
    const steepest = hits.flatMap(({ crossing, slopes }) => {
      const [low, high] = slopes[axis] as Ends;
      return dependsOn(crossing, axis) ? [Math.max(0, low, -high)] : [];
    });
    return { axis, least: Math.min(...steepest) * (b - a) };
  });
  return least
    .filter((one) => one.least > 0)
    .sort((a, b) => (a.least === b.least ? b.axis - a.axis : b.least - a.least))
    .map(({ axis }) => axis);
}

/** On the last axis, split at the roots. */
function piecesAtRoots(
  axis: number,
  [from, to]: Ends,
  crossings: readonly Crossing[],
  piled: boolean,
): Piece[] {
  const roots = crossings.flatMap(({ g }) =>
    rootsOf(
      substitute(g, (leaf) => (leaf.axis === axis ? variable(0) : leaf)),
      [from, to],
      [0],
      SEARCHED,
    ),
  );
  const least = 1e-15 * (to - from);
  const stops = [from, ...roots.filter((one) => one > from && one < to).sort((a, b) => a - b), to];
  return stops.slice(1).flatMap((end, k): Piece[] => {
    const start = stops[k] as number;
    if (!(end - start > least)) return [];
    if (!piled) return [whole(start, end - start)];
    const half = (end - start) / 2;
    return [...panels(start, half, ALONG), ...panels(end, -half, ALONG)];
  });
}

/** The pieces of the line at a node. */
function piecesOn(
  node: Node,
  height: number,
  [low, high]: Ends,
  crossings: readonly Crossing[],
  piled: boolean,
): Piece[] {
  const place = [...node.point] as [number, number, number];
  const roots = crossings.flatMap(({ at }) => {
    const along = (v: number) => {
      place[height] = v;
      return at(...place);
    };
    const [a, b] = [along(low), along(high)];
    // Next to a corner of the box rounding hides that the signs differ.
    return opposite(a, b) || Math.min(Math.abs(a), Math.abs(b)) <= NEAR * Math.max(Math.abs(a), Math.abs(b))
      ? [crossed(along, low, high)]
      : [];
  });
  return piecesOf([low, ...roots.sort((p, q) => p - q), high], piled);
}

function spread(node: Node, axis: number, piece: Piece): Node[] {
  const [places, slopes] = [new Float64Array(nodes.length), new Float64Array(nodes.length)];
  placesOn(piece, places, slopes);
  return Array.from(places, (place, k) => {
    const point = [...node.point];
    point[axis] = place;
    const slope = slopes[k] as number;
    return {
      point,
      kronrod: node.kronrod * slope * (kronrod[k] as number),
      gauss: node.gauss * slope * (gauss[k] as number),
    };
  });
}

/** The pieces of a line between stops; where these are singular, towards them. */
function piecesOf(stops: readonly number[], singular: boolean): Piece[] {
  return stops.slice(1).flatMap((to, k): Piece[] => {
    const from = stops[k] as number;
    if (!(to > from)) return [];
    if (!singular || stops.length === 2) return [whole(from, to - from)];
    if (k === 0) return panels(to, from - to, TOWARDS);
    if (k === stops.length - 2) return panels(from, to - from, TOWARDS);
    const half = (to - from) / 2;
    return [...panels(from, half, TOWARDS), ...panels(to, -half, TOWARDS)];
  });
}

const whole = (from: number, length: number): Piece => ({ from, length, power: 1, first: 0, last: 1 });

/** In two halves of t, since Gauss's 7 nodes alone are too few for such powers: the claim falls 1,000 times and more. */
const panels = (from: number, length: number, power: number): Piece[] =>
  [0, 0.5].map((first) => ({ from, length, power, first, last: first + 0.5 }));

const opposite = (a: number, b: number) => a * b < 0;

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
